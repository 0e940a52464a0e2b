import { readAdvertisement, writeAdvertisement } from '../../advertisement/index.js';
import type { Advertisement, Interface } from '../../advertisement/index.js';
import { StoaError } from '../../base/index.js';
import { parseXml, sliceElement, toNameKey } from '../../xml/index.js';
import type { LookupQuery } from '../model.js';
import type { Contract } from './model.js';

/** The address of a service that has none yet. */
const NOWHERE = 'http://127.0.0.1/';

/**
 * The interface of a contract.
 *
 * @throws {StoaError} `ADVERTISEMENT_INVALID`, `XML_…` for a text that the generator did not write
 */
export const readContractInterface = ({ xml }: Pick<Contract, 'xml'>): Interface => {
  const around = `<advertisement xmlns="urn:stoa:advertisement:1" kind="service"><name>contract</name>`;
  const { root, source } = parseXml(`${around}<endpoint uri="${NOWHERE}" binding="stoa-http"/>${xml}</advertisement>`);
  const { interface: description } = readAdvertisement(root, source);
  if (description) return description;
  throw new StoaError('NOT_A_SERVICE', 'the contract holds no interface');
};

/** What a lookup by the contract asks for: its schema, and its methods by name, request and response. */
export const toContractQuery = (contract: Pick<Contract, 'xml'>): Pick<LookupQuery, 'schema' | 'methods'> => {
  const { methods, schemas } = readContractInterface(contract);
  return {
    schema: schemas.map(({ location, root, source = '' }) => ({ location, xml: sliceElement(source, root) })),
    methods: methods.map(({ name, request, response }) => ({
      name,
      input: toNameKey(request),
      ...(response && { output: toNameKey(response) }),
    })),
  };
};

/** How a service of a contract is called, and where it is. */
export type AdvertisedAs = Pick<Advertisement, 'name' | 'access'> & {
  readonly description?: string | undefined;
  readonly id?: Advertisement['id'] | undefined;
  readonly uri: string;
};

/** The advertisement of a service that keeps a contract. @throws {StoaError} what reading the contract throws */
export const writeContractAdvertisement = (
  contract: Contract,
  { name, access, description, id, uri }: AdvertisedAs,
): string =>
  writeAdvertisement({
    kind: 'service',
    name,
    access,
    ...(id !== undefined && { id }),
    ...(description !== undefined && { description }),
    endpoints: [{ uri, binding: 'stoa-http', priority: 0 }],
    interface: readContractInterface(contract),
    extensions: [],
  });
