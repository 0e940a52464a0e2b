import type { SpaceClient } from '../api.js';
import type { HitOrigin } from '../contract/hit-origin.js';
import { lookupMethod } from '../generated/space.js';
import type { Lookup } from '../generated/space.js';
import type { LookupPage, LookupQuery } from '../model.js';
import type { CallSpace } from './exchange.js';
import { given, loadPart, markOrigin, toCriteria } from '../parts.js';
import { toHit } from './values.js';

/** The methods of a client that find documents. */
export type LookupMethods = Pick<SpaceClient, 'lookup' | 'lookupAll'>;

const toLookup = async (query: LookupQuery, cursor: string | undefined): Promise<Lookup> => ({
  ...given('name', query.name),
  ...(await toCriteria(query)),
  ...given('explain', query.explain),
  ...given('kind', query.kinds),
  ...given('publisher', query.publisher),
  ...given('id', query.id),
  ...given('fresh', query.fresh),
  ...given('limit', query.limit),
  ...given('cursor', cursor),
});

/** Lookups over the messages of the space. */
export const createLookupMethods = (call: CallSpace, origin: HitOrigin): LookupMethods => {
  const lookup: SpaceClient['lookup'] = async (query = {}, { cursor, signal } = {}) => {
    const answer = await call(lookupMethod, await toLookup(query, cursor), signal);
    const explained = query.explain === true ? await loadPart(import('./explain.js')) : undefined;
    const hits = (answer.hit ?? []).map((hit) => markOrigin(toHit(hit, explained?.toMatch), origin));
    const nearMisses = explained ? (answer.nearMiss ?? []).map(explained.toNearMiss) : [];
    return { sequence: answer['@sequence'], hits, nearMisses, ...given('next', answer.next) };
  };
  return {
    lookup,
    lookupAll: async function* (query, signal) {
      let cursor: string | undefined;
      do {
        const page: LookupPage = await lookup(query, { ...given('cursor', cursor), ...given('signal', signal) });
        yield* page.hits;
        cursor = page.next;
      } while (cursor !== undefined);
    },
  };
};
