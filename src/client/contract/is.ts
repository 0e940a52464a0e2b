import { LRUCache } from 'lru-cache';
import { StoaError } from '../../base/index.js';
import { OWN_NAMESPACES } from '../../protocol/light.js';
import { childrenNamed, findAttribute, findChild, parseXml, resolveQName, toNameKey } from '../../xml/index.js';
import type { XmlElement, XmlName } from '../../xml/index.js';
import type { Hit } from '../model.js';
import { toContractQuery } from './contract-query.js';
import { findOrigin, isApparent } from './hit-origin.js';
import type { HitOrigin } from './hit-origin.js';
import type { ClientClass, Contract, ContractHolder } from './model.js';
import { elementOf } from './message.js';
import { openContract } from './open-contract.js';
import type { OpenOptions } from './open-contract.js';

/** Most answers that are kept for the hits of one client. */
const MAX_ANSWERS = 1000;

const named = (local: string): XmlName => ({ namespace: OWN_NAMESPACES.advertisement, local });

const requestOf = (method: XmlElement): string | undefined => {
  const request = findChild(method, named('request'));
  const text = request && findAttribute(request, 'element')?.trim();
  const name = request && text !== undefined ? resolveQName(text, request.scope) : undefined;
  return name && toNameKey(name);
};

/** Whether the advertisement has methods with the names and the request elements of the contract. */
const hasMethods = ({ advertisement }: Hit, contract: Contract): boolean => {
  const face = findChild(parseXml(advertisement).root, named('interface'));
  const methods = face ? childrenNamed(face, named('method')) : [];
  const advertised = new Map(methods.map((method) => [findAttribute(method, 'name')?.trim(), requestOf(method)]));
  return contract.methods.every(({ name, request }) => advertised.get(name) === elementOf(request));
};

/**
 * What the hit itself says, without asking anybody: yes when it was found by this contract; no when it lacks a method of it;
 * else `undefined`, and only the schemas can tell.
 */
export const findApparent = (hit: Hit, { contract }: ContractHolder): boolean | undefined => {
  if (isApparent(hit, contract)) return true;
  return hasMethods(hit, contract) ? undefined : false;
};

const getOrigin = (hit: Hit): HitOrigin => {
  const origin = findOrigin(hit);
  if (origin !== undefined) return origin;
  throw new StoaError(
    'PARAMETER_INVALID',
    'expected a hit as a lookup gave it, got a copy that no space can be asked of',
  );
};

/** Asks the space; one call. */
const ask = async ({ space }: HitOrigin, { entry }: Hit, contract: Contract): Promise<boolean> => {
  const { hits } = await space().lookup({ ...(await toContractQuery(contract)), id: entry.id, limit: 1 });
  return hits.length > 0;
};

/**
 * Whether what was found keeps the contract of a generated client: `await is(hit, PrinterClient)`. What the hit itself tells needs
 * no call; the first real question is one call to the space; its answer, yes or no, is kept for this version of the document.
 *
 * @throws {StoaError} `PARAMETER_INVALID` for a hit that no client found, and what a lookup throws
 */
export const is = async (hit: Hit, { contract }: ContractHolder): Promise<boolean> => {
  const apparent = findApparent(hit, { contract });
  if (apparent !== undefined) return apparent;
  const origin = getOrigin(hit);
  const answers = (origin.answers ??= new LRUCache<string, Promise<boolean>>({ max: MAX_ANSWERS }));
  const question = `${hit.entry.id} ${String(hit.entry.version)} ${contract.fingerprint}`;
  const known = answers.get(question);
  if (known !== undefined) return known;
  const asked = ask(origin, hit, contract);
  // Who asks meanwhile waits for the same answer; one that did not come is asked for again.
  answers.set(question, asked);
  asked.catch(() => answers.delete(question));
  return asked;
};

/**
 * A typed client of what was found, if it keeps the contract: `const printer = await narrow(hit, PrinterClient)`.
 *
 * @throws {StoaError} what {@link is} and opening a gate throw
 */
export const narrow = async <Client>(
  hit: Hit,
  type: ClientClass<Client>,
  options: OpenOptions = {},
): Promise<Client | undefined> => {
  if (!(await is(hit, type))) return undefined;
  const space = getOrigin(hit).space();
  return new type(await openContract({ space, contract: type.contract }, hit, options));
};
