import type { Content, ContentTail } from '../content/index.js';
import type { ComponentSet, Counters, KeptSet, SetNumber, TailPlace } from '../tables/index.js';
import {
  componentsKey,
  componentsNumberKey,
  KEPT_SET,
  MAX_TAILS,
  tailKey,
  writeComponentSet,
} from '../tables/index.js';
import type { View } from '../writer/index.js';

/** A tail that is kept once for many documents, with the offset in bytes of where it begins in this one. */
export type KeptTail = (TailPlace & Pick<ContentTail, 'start'>) | undefined;

/** What a document has in common with others, as it is kept. */
export interface Shared extends Pick<Counters, 'sets'> {
  readonly components: SetNumber;
  readonly tail: KeptTail;
}

/**
 * Keeps what a document has in common with others: a set of components stands once in a space, and documents and log entries name it by
 * its number. So do the bodies of documents with the tails of that set: a tail stands once as well, and goes when its set does.
 */
export const keepShared = (
  view: View,
  { sets }: Pick<Counters, 'sets'>,
  { components: set, tail, bytes }: Content,
): Shared => {
  if (set.digest === '') return { sets, components: 0, tail: undefined };
  const kept = view.read(componentsNumberKey(set.digest), KEPT_SET);
  if (kept.number === 0) return keepSet(view, sets + 1, set);
  const place = tail && keepTail(view, { kept, digest: set.digest }, { ...tail, bytes });
  return {
    sets,
    components: kept.number,
    tail: tail && place !== undefined ? { set: kept.number, place, start: tail.start } : undefined,
  };
};

/** The first document of a set is kept whole: others may never come. */
const keepSet = (view: View, number: SetNumber, set: ComponentSet): Shared => {
  view.write(componentsNumberKey(set.digest), { number, tails: [] }, KEPT_SET);
  view.put(componentsKey(number), writeComponentSet(set));
  return { sets: number, components: number, tail: undefined };
};

/** The place of a tail among those that are kept of its set; `undefined` when there are as many of them as may be. */
const keepTail = (
  view: View,
  { kept, digest }: { readonly kept: KeptSet; readonly digest: string },
  tail: ContentTail & Pick<Content, 'bytes'>,
): number | undefined => {
  const known = kept.tails.indexOf(tail.digest);
  if (known >= 0) return known;
  const place = kept.tails.length;
  if (place === MAX_TAILS) return undefined;
  view.write(componentsNumberKey(digest), { ...kept, tails: [...kept.tails, tail.digest] }, KEPT_SET);
  view.put(tailKey({ set: kept.number, place }), tail.bytes.slice(tail.start));
  return place;
};

/** Deletes a set that nothing names any more, and its tails. The change names the key of its number in its reads. */
export const deleteSet = (view: View, number: SetNumber, digest: string): void => {
  const key = componentsNumberKey(digest);
  view.read(key, KEPT_SET).tails.forEach((_, place) => view.delete(tailKey({ set: number, place })));
  view.delete(componentsKey(number));
  view.delete(key);
};
