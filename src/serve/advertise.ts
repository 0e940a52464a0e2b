import { hostname } from 'node:os';
import { findIdInPath, given, StoaError, toDuration } from '../base/index.js';
import type { DocumentId } from '../base/index.js';
import {
  ATTACHED_BINDING,
  ATTACHED_URI,
  LIVENESS,
  readAdvertisement,
  STOA_HTTP_BINDING,
  withoutLiveness,
  writeAdvertisement,
} from '../advertisement/index.js';
import type { Advertisement } from '../advertisement/index.js';
import { readContractInterface } from '../client/index.js';
import type { ServiceInput } from '../client/index.js';
import { toNamedUrn } from '../nearby/index.js';
import { createElement, parseXml } from '../xml/index.js';
import type { XmlElement } from '../xml/index.js';
import type { ServeOptions, ServedService } from './model.js';

const readId = (text: string | undefined): DocumentId | undefined => {
  if (text === undefined) return undefined;
  const id = findIdInPath<DocumentId>(text);
  if (id !== undefined) return id;
  throw new StoaError('PARAMETER_INVALID', `expected a URN for the id of a service, got "${text.slice(0, 100)}"`);
};

const described = (service: ServedService): Advertisement => {
  if ('advertisement' in service) {
    const { root, source } = parseXml(service.advertisement);
    return readAdvertisement(root, source);
  }
  const { contract } = service;
  return {
    kind: 'service',
    name: contract.name,
    ...given('description', contract.description),
    access: 'unrestricted',
    endpoints: [],
    interface: readContractInterface(contract),
    extensions: [],
  };
};

/** What stands after the interface, with what the options say of how the service is asked after in the place of what is there. */
const withLiveness = (own: Advertisement, { liveness }: ServeOptions, uri: string): readonly XmlElement[] => {
  // A service that has attached has no address to be asked at: its connection says that it is there.
  if (uri === ATTACHED_URI) return withoutLiveness(own);
  if (liveness === undefined) return own.extensions;
  if (liveness === false) return withoutLiveness(own);
  const { probe, everyMs } = liveness === true ? {} : liveness;
  const attributes = { probe, every: everyMs === undefined ? undefined : toDuration(everyMs) };
  return [...withoutLiveness(own), createElement(LIVENESS, { attributes })];
};

/**
 * Text of the advertisement of a service that listens at `uri`, or is attached.
 *
 * @throws {StoaError} what reading the advertisement or the contract throws; `PARAMETER_INVALID` for an id that is no URN
 */
export const writeServed = (service: ServedService, options: ServeOptions, uri: string): string => {
  const own = described(service);
  const { name = own.name, description = own.description, access = own.access, publicUrl = uri } = options;
  const id = readId(options.id) ?? own.id;
  return writeAdvertisement({
    ...own,
    extensions: withLiveness(own, options, uri),
    name,
    access,
    ...given('description', description),
    ...given('id', id),
    endpoints: [{ uri: publicUrl, binding: uri === ATTACHED_URI ? ATTACHED_BINDING : STOA_HTTP_BINDING, priority: 0 }],
  });
};

/** URN by which the link knows a service: its own, or one made of its machine, its name and its path: the same after a restart. */
export const toAnnouncedId = (service: ServedService, { id, name, path = '/' }: ServeOptions): string => {
  const own = described(service);
  return id ?? own.id ?? toNamedUrn(hostname(), name ?? own.name, path);
};

/** What a service's gate is made of. */
export const toServiceInput = (service: ServedService, advertisement: string): ServiceInput => {
  if (!('advertisement' in service)) {
    const handlers = Object.fromEntries(service.handlers.map(({ method, handle }) => [method, handle]));
    // The gate checks what a handler gives against the schema that its type was printed from.
    return { advertisement, handlers } as ServiceInput;
  }
  if (service.onMessage !== undefined) return { advertisement, onMessage: service.onMessage };
  return { advertisement, handlers: service.handlers };
};
