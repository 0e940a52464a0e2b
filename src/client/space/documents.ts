import type { SpaceClient } from '../api.js';
import type { LookupPage, LookupQuery } from '../model.js';
import { markOrigin } from '../contract/hit-origin.js';
import type { HitOrigin } from '../contract/hit-origin.js';
import type { CallSpace } from './exchange.js';
import {
  toCredential,
  toCriteria,
  toEntry,
  toFragment,
  toHit,
  toLease,
  toNearMiss,
  toPeriod,
  toXml,
} from './values.js';

/** The methods of a client that concern documents. */
export type DocumentMethods = Pick<
  SpaceClient,
  'publish' | 'update' | 'read' | 'readAdvertisement' | 'lookup' | 'lookupAll' | 'remove'
>;

const toLookup = (query: LookupQuery, cursor: string | undefined) => ({
  ...(query.name !== undefined && { name: query.name }),
  ...toCriteria(query),
  ...(query.explain !== undefined && { explain: query.explain }),
  ...(query.kinds && { kind: query.kinds }),
  ...(query.publisher !== undefined && { publisher: query.publisher }),
  ...(query.id !== undefined && { id: query.id }),
  ...(query.fresh !== undefined && { fresh: query.fresh }),
  ...(query.limit !== undefined && { limit: query.limit }),
  ...(cursor !== undefined && { cursor }),
});

/** Publish, read, look up and remove, over the messages of the space. */
export const createDocumentMethods = (call: CallSpace, origin: HitOrigin): DocumentMethods => {
  const lookup: SpaceClient['lookup'] = async (query = {}, { cursor, signal } = {}) => {
    const answer = await call('lookup', toLookup(query, cursor), signal);
    const hits = (answer.hit ?? []).map((hit) => markOrigin(toHit(hit), origin));
    const nearMisses = (answer.nearMiss ?? []).map(toNearMiss);
    return { sequence: answer['@sequence'], hits, nearMisses, ...(answer.next !== undefined && { next: answer.next }) };
  };
  return {
    publish: async (xml, { name, periodMs, credential, signal } = {}) => {
      const request = {
        ...(name !== undefined && { '@name': name }),
        ...toPeriod(periodMs),
        ...toCredential(credential),
        document: toFragment(xml),
      };
      const { entry, lease } = await call('publish', request, signal);
      return { entry: toEntry(entry), lease: toLease(lease) };
    },
    update: async (id, xml, { version, credential, signal } = {}) => {
      const request = {
        '@id': id,
        ...(version !== undefined && { '@version': version }),
        ...toCredential(credential),
        document: toFragment(xml),
      };
      const { entry, lease } = await call('update', request, signal);
      return { entry: toEntry(entry), lease: toLease(lease) };
    },
    read: async (id, signal) => {
      const { entry, document } = await call('read', { '@id': id }, signal);
      return { entry: toEntry(entry), xml: toXml(document) };
    },
    readAdvertisement: async (id, signal) => {
      const { entry, document } = await call('read', { '@id': id, '@view': 'advertisement' }, signal);
      return markOrigin({ entry: toEntry(entry), advertisement: toXml(document) }, origin);
    },
    lookup,
    lookupAll: async function* (query, signal) {
      let cursor: string | undefined;
      do {
        const page: LookupPage = await lookup(query, {
          ...(cursor !== undefined && { cursor }),
          ...(signal && { signal }),
        });
        yield* page.hits;
        cursor = page.next;
      } while (cursor !== undefined);
    },
    remove: async (id, { credential, signal } = {}) => {
      await call('remove', { '@id': id, ...toCredential(credential) }, signal);
    },
  };
};
