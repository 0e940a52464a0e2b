import { StoaError, given } from '../../base/light.js';
import type { SpaceClient } from '../api.js';
import type { Hit, LookupQuery } from '../model.js';
import { toContractQuery } from './contract-query.js';
import { noteApparent } from './hit-origin.js';
import type { Contract } from './model.js';
import { isNamedLike } from './name-pattern.js';

/** Which services of a contract are looked for. */
export interface FindOptions {
  /** Only those whose name is this, or like this with `*` and `?`. */
  readonly name?: string;
  /** The lowest grade; default `compatible`: whatever the client can be used with. */
  readonly grade?: 'exact' | 'compatible';
  /** Also stale ones, which did not renew their lease in time. Default false. */
  readonly stale?: boolean;
  readonly signal?: AbortSignal;
}

const isUsable = ({ match }: Hit): boolean => match?.grade === 'exact' || match?.grade === 'compatible';

/** Services that keep a contract, the best first; each page is asked for when it is reached. */
export const findServices = async function* (
  space: SpaceClient,
  contract: Contract,
  { name, grade, stale = false, signal }: FindOptions = {},
): AsyncGenerator<Hit> {
  const query: LookupQuery = {
    ...(await toContractQuery(contract)),
    ...given('grade', grade),
    ...(!stale && { fresh: true }),
  };
  for await (const hit of space.lookupAll(query, signal)) {
    if (!isUsable(hit) || (name !== undefined && !isNamedLike(name, hit.entry.name))) continue;
    noteApparent(hit, contract);
    yield hit;
  }
};

/**
 * The best service that keeps a contract.
 *
 * @throws {StoaError} `DOCUMENT_NOT_FOUND` when there is none
 */
export const getService = async (space: SpaceClient, contract: Contract, options: FindOptions = {}): Promise<Hit> => {
  for await (const hit of findServices(space, contract, options)) return hit;
  const named = options.name === undefined ? '' : ` named "${options.name}"`;
  throw new StoaError(
    'DOCUMENT_NOT_FOUND',
    `no service${named} in ${space.url} keeps the contract of "${contract.name}"`,
    {
      hint: 'stoa lookup --schema FILE --explain says what comes near',
    },
  );
};
