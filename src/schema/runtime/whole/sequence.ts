import type { XmlName } from '../../../xml/index.js';
import { takes } from '../../automaton/takes.js';
import type { LeafTest } from '../../automaton/takes.js';
import type { Arrangement, MemberQueue, Placed } from '../../codec/arrange.js';
import { showLeaf } from '../../instance/show-leaf.js';
import type { Matcher } from '../../instance/matcher.js';
import type { AnyCodec, ElementsContent, LeafCodec, Place } from './model.js';
import { writeFitting } from './write-fitting.js';

/** What a sequence is made of. */
export type Part = LeafCodec | Place;

/** One of some elements. */
/* @__NO_SIDE_EFFECTS__ */
export function choice(
  leaves: readonly LeafCodec[],
  occurs: { readonly min?: number; readonly max?: number } = {},
): Place {
  const { min = 1, max = 1 } = occurs;
  return { leaves, min, max };
}

const toPlace = (part: Part): Place => ('leaves' in part ? part : { leaves: [part], min: part.min, max: part.max });

const NOWHERE: Place = { leaves: [], min: 0, max: 0 };

const findLeaf = (leaves: readonly LeafCodec[], name: XmlName): LeafCodec | undefined => {
  for (const leaf of leaves) if (takes(leaf, name)) return leaf;
  return undefined;
};

/** Follows children through places: one after the other, since no name stands in two of them. */
class PlaceMatcher implements Matcher<LeafCodec> {
  readonly #places: readonly Place[];
  #at: number;
  #count: number;

  constructor(places: readonly Place[], at = 0, count = 0) {
    this.#places = places;
    this.#at = at;
    this.#count = count;
  }

  take(name: XmlName): LeafCodec | undefined {
    const places = this.#places;
    let count = this.#count;
    for (let at = this.#at; at < places.length; at++) {
      const { leaves, min, max } = places[at] ?? NOWHERE;
      const leaf = count < max ? findLeaf(leaves, name) : undefined;
      if (leaf !== undefined) {
        this.#at = at;
        this.#count = count + 1;
        return leaf;
      }
      if (count < min) return undefined;
      count = 0;
    }
    return undefined;
  }

  isComplete(): boolean {
    const places = this.#places;
    let count = this.#count;
    for (let at = this.#at; at < places.length; at++) {
      if (count < (places[at] ?? NOWHERE).min) return false;
      count = 0;
    }
    return true;
  }

  options(): readonly LeafTest[] {
    const options: LeafTest[] = [];
    let count = this.#count;
    for (const { leaves, min, max } of this.#places.slice(this.#at)) {
      if (count < max) options.push(...leaves);
      if (count < min) break;
      count = 0;
    }
    return options;
  }

  expected(): readonly string[] {
    return this.options().map(showLeaf);
  }

  fork(): Matcher<LeafCodec> {
    return new PlaceMatcher(this.#places, this.#at, this.#count);
  }
}

/** Values by queue that are still to be placed, and how far each queue is. */
interface Queues {
  readonly queues: readonly MemberQueue[];
  readonly next: number[];
}

const takeQueues = (leaf: LeafCodec, { queues, next }: Queues, most: number): readonly Placed<LeafCodec>[] => {
  const placed: Placed<LeafCodec>[] = [];
  for (const [at, queue] of queues.entries()) {
    if (!takes(leaf, queue.name)) continue;
    while (placed.length < most && (next[at] ?? 0) < queue.values.length) {
      placed.push({ queue, at: next[at] ?? 0, plan: leaf });
      next[at] = (next[at] ?? 0) + 1;
    }
  }
  return placed;
};

/** Values place by place, each as often as it may stand. */
const arrange = (places: readonly Place[], queues: readonly MemberQueue[]): Arrangement<LeafCodec> => {
  const state: Queues = { queues, next: queues.map(() => 0) };
  const placed: Placed<LeafCodec>[] = [];
  const left = (): readonly string[] =>
    queues.filter(({ values }, at) => (state.next[at] ?? 0) < values.length).map(({ member }) => member);
  let [at, count] = [0, 0];
  for (const [index, { leaves, min, max }] of places.entries()) {
    const before = placed.length;
    for (const leaf of leaves) placed.push(...takeQueues(leaf, state, max - (placed.length - before)));
    const taken = placed.length - before;
    if (taken > 0) [at, count] = [index, taken];
    if (taken < min) return { stuck: new PlaceMatcher(places, at, count), left: left() };
  }
  const rest = left();
  return rest.length === 0 ? { placed } : { stuck: new PlaceMatcher(places, at, count), left: rest };
};

const isWild = ({ wildcard }: LeafCodec): boolean => wildcard !== undefined;

/** Leaves by member and wildcards, as contents know them. */
export const indexLeaves = (
  leaves: readonly LeafCodec[],
): { readonly members: ReadonlyMap<string, LeafCodec>; readonly wildcards: readonly AnyCodec[] } => ({
  members: new Map(leaves.filter((leaf) => !isWild(leaf)).map((leaf) => [leaf.member, leaf])),
  wildcards: leaves.flatMap(({ wildcard }) => wildcard ?? []),
});

/** Elements, wildcards and choices of them one after the other, each name in one place. */
/* @__NO_SIDE_EFFECTS__ */
export function sequence(parts: readonly Part[]): ElementsContent {
  const places = parts.map(toPlace);
  return {
    kind: 'elements',
    writeItems: undefined,
    start: () => new PlaceMatcher(places),
    arrange: (queues) => arrange(places, queues),
    writeFitting: (writing, value) => writeFitting(writing, places, value),
    ...indexLeaves(places.flatMap(({ leaves }) => leaves)),
  };
}
