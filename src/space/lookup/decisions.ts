import type { Grade } from '../../schema/index.js';
import { refusesByOutline } from '../../schema/index.js';
import type { ReadableSpace } from '../documents/find-body.js';
import type { Projection, SharedComponents } from '../projection/index.js';
import type { SetView } from '../tables/index.js';
import { findCandidates, inEachSet, listPairs, listPostedPairs } from './candidates.js';
import type { PostedPair } from './candidates.js';
import type { FindVerdict } from './grade-set.js';
import { isAtLeast } from './rank.js';
import type { ComparedPair, DecideParts, Verdicts } from './verdicts.js';
import type { Wanted } from './wanted.js';

/** Which pairs of components have to be compared before a question can be answered. */
export interface Decisions {
  /** Decides the pairs of components that were never met before. Call until nothing new has come meanwhile. */
  readonly decide: (context: ReadableSpace, wanted: Wanted) => Promise<void>;
  /**
   * Decides as much as says which sets fit as a whole: only of sets that have every name that is wanted, and of each no
   * more than up to the first component that does not fit. So what only shares a name is never looked at, and what outlines
   * refuse is not compared.
   */
  readonly decideWhole: (context: ReadableSpace, wanted: Wanted) => Promise<void>;
  /** Decides what is needed to grade one set. */
  readonly decideSet: (context: ReadableSpace, wanted: Wanted, set: SetView) => Promise<void>;
  /** The best verdict that a pair can have: of interfaces that nobody has any more, only outlines tell what was not decided. */
  readonly findBest: (wanted: Wanted) => FindVerdict;
  /** Whether all is decided that grading a set needs. */
  readonly isDecided: (wanted: Wanted, set: SetView) => boolean;
  /** Whether nothing that a ranking depends on is still to be decided. */
  readonly isRankable: (projection: Projection, wanted: Wanted, lowest: Grade) => boolean;
}

/** Most pairs compared for one lookup; what is beyond them is `undecided`, and decided by the next lookups. */
const MAX_COMPARISONS = 2000;

/** Whether outlines tell that a pair does not fit, so that it need not be compared to know it. */
const isRefused = ({ schema }: Wanted, { wanted, component, direction }: ComparedPair): boolean =>
  schema !== undefined && refusesByOutline(schema.outlineOf(wanted), component.outline, direction);

/** Whether it is decided that a set fits as a whole, or that it does not. */
const isSettled = (verdicts: Verdicts, wanted: Wanted, set: SetView): boolean => {
  const pairs = listPairs(wanted, set);
  const found = pairs.map(verdicts.find);
  if (found.includes('incompatible') || !found.includes(undefined)) return true;
  return pairs.some((pair, at) => found[at] === undefined && isRefused(wanted, pair));
};

/** Compares pairs, no more than a number of them. */
class Comparer {
  readonly #verdicts: Verdicts;
  readonly #context: ReadableSpace;
  #compared = 0;

  constructor(verdicts: Verdicts, context: ReadableSpace) {
    this.#verdicts = verdicts;
    this.#context = context;
  }

  isSpent(): boolean {
    return this.#compared >= MAX_COMPARISONS;
  }

  async compare(pair: ComparedPair, parts: DecideParts): Promise<void> {
    if (this.#verdicts.find(pair) !== undefined) return;
    this.#compared++;
    await this.#verdicts.decide(this.#context, pair, parts);
  }

  /** Compares the pairs of a set up to one that does not fit. */
  async settle(wanted: Wanted, { schema, shared }: SettledSet): Promise<void> {
    if (isSettled(this.#verdicts, wanted, shared.view)) return;
    for (const pair of listPairs(wanted, shared.view)) {
      await this.compare(pair, { schema, sets: [shared] });
      if (this.#verdicts.find(pair) === 'incompatible') return;
    }
  }
}

interface SettledSet extends Pick<DecideParts, 'schema'> {
  readonly shared: SharedComponents;
}

/** Decisions that are kept as verdicts. */
export const createDecisions = (verdicts: Verdicts): Decisions => {
  const isDecided = (wanted: Wanted, set: SetView): boolean =>
    listPairs(wanted, set).every((pair) => verdicts.find(pair) !== undefined);

  const isKnown = (wanted: Wanted, posted: PostedPair): boolean =>
    verdicts.isOpen(posted.pair)
      ? [...inEachSet(wanted, posted)].every(({ pair }) => verdicts.find(pair) !== undefined)
      : verdicts.find(posted.pair) !== undefined;

  return {
    isDecided,
    findBest: (wanted) => (pair) => verdicts.find(pair) ?? (isRefused(wanted, pair) ? 'incompatible' : 'compatible'),
    decide: async (context, wanted) => {
      const { schema } = wanted;
      if (schema === undefined) return;
      const comparer = new Comparer(verdicts, context);
      for (const posted of [...listPostedPairs(context.projection, wanted)]) {
        if (comparer.isSpent()) return;
        await comparer.compare(posted.pair, { schema, sets: posted.sets });
        if (!verdicts.isOpen(posted.pair)) continue;
        for (const { pair, sets } of [...inEachSet(wanted, posted)]) {
          if (comparer.isSpent()) return;
          await comparer.compare(pair, { schema, sets });
        }
      }
    },
    decideWhole: async (context, wanted) => {
      const { schema } = wanted;
      if (schema === undefined) return;
      const comparer = new Comparer(verdicts, context);
      for (const shared of [...findCandidates(context.projection, wanted, true)]) {
        if (comparer.isSpent()) return;
        await comparer.settle(wanted, { schema, shared });
      }
    },
    decideSet: async (context, wanted, set) => {
      const { schema } = wanted;
      if (schema === undefined) return;
      for (const pair of listPairs(wanted, set)) {
        if (verdicts.find(pair) !== undefined) continue;
        const { kind, name, fingerprint } = pair.component;
        const holders = [...context.projection.components.find(kind, name)];
        const posting = holders.find(({ component }) => component.fingerprint === fingerprint);
        if (!posting) continue;
        const own = [...posting.sets].filter(({ view }) => view.digest === set.digest);
        await verdicts.decide(context, pair, { schema, sets: verdicts.isOpen(pair) ? own : posting.sets });
        if (verdicts.isOpen(pair)) await verdicts.decide(context, pair, { schema, sets: own });
      }
    },
    isRankable: (projection, wanted, lowest) =>
      isAtLeast(lowest, 'compatible')
        ? [...findCandidates(projection, wanted, true)].every(({ view }) => isSettled(verdicts, wanted, view))
        : [...listPostedPairs(projection, wanted)].every((posted) => isKnown(wanted, posted)),
  };
};
