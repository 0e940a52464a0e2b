import { nameCloseness } from '../../schema/index.js';
import type { Grade } from '../../schema/index.js';
import type { NameKey } from '../../xml/index.js';
import { fromNameKey } from '../../xml/index.js';
import type { SpaceContext } from '../context.js';
import type { NearMiss } from '../model.js';
import { nextTurn } from '../next-turn.js';
import { heldUntilMs } from '../parts.js';
import type { Projection, Row, SharedComponents } from '../projection/index.js';
import { entryOf } from '../documents/entry-of.js';
import { closenessOf, createNameBudget } from './closest-names.js';
import { explainMatch } from './explain.js';
import type { SetMatch } from './grade-set.js';
import { isAtLeast, toRank } from './rank.js';
import type { Wanted } from './wanted.js';

/** Near misses in an answer. */
const MAX_NEAR_MISSES = 10;
/** Pairs of names compared when nothing has a wanted name. */
const MAX_NAME_PAIRS = 100_000;
/** Pairs after which others get their turn of the event loop: some milliseconds. */
const TURN_PAIRS = 1000;
/** Names that are less alike than this are not near. */
const LEAST_CLOSENESS = 0.5;

interface Candidate {
  readonly shared: SharedComponents;
  readonly match: SetMatch;
  readonly rank: number;
}

/** Names of elements that are close to one that is wanted, the closest first. */
const findCloseNames = async ({ components }: Projection, wanted: Wanted): Promise<readonly NameKey[]> => {
  const keys = [...wanted.components, ...wanted.methods.flatMap(({ input, output }) => [input, output])];
  const locals = keys.flatMap((key) => (key ? [fromNameKey(key.name).local] : [])).slice(0, TURN_PAIRS);
  const close: { readonly name: NameKey; readonly closeness: number }[] = [];
  let compared = 0;
  let turn = 0;
  for (const name of [...components.names('element')]) {
    compared += locals.length;
    if (compared > MAX_NAME_PAIRS) break;
    if (compared > turn + TURN_PAIRS) {
      turn = compared;
      await nextTurn();
    }
    const { local } = fromNameKey(name);
    const closeness = Math.max(0, ...locals.map((each) => nameCloseness(each, local)));
    if (closeness >= LEAST_CLOSENESS) close.push({ name, closeness });
  }
  return close.sort((left, right) => right.closeness - left.closeness).map(({ name }) => name);
};

/** Sets with a component whose local name is close to one that is wanted. */
const findByCloseNames = async (projection: Projection, wanted: Wanted): Promise<readonly SharedComponents[]> => {
  const found = new Set<SharedComponents>();
  for (const name of (await findCloseNames(projection, wanted)).slice(0, MAX_NEAR_MISSES)) {
    for (const { sets } of projection.components.find('element', name)) for (const set of sets) found.add(set);
  }
  return [...found].slice(0, MAX_NEAR_MISSES);
};

const rankCandidates = async (context: SpaceContext, wanted: Wanted, lowest: Grade): Promise<readonly Candidate[]> => {
  const { matcher } = context.shared;
  const { projection } = context;
  const candidates: Candidate[] = [];
  const budget = createNameBudget();
  const add = (shared: SharedComponents, match: SetMatch): void => {
    if (isAtLeast(match.grade, lowest)) return;
    const closeness = closenessOf(shared.view, match, budget);
    candidates.push({ shared, match, rank: toRank(match.grade, match.share, closeness) });
  };
  const { ranked, matchOf } = matcher.rank(projection, wanted, 'none');
  for (const { sets } of ranked) for (const shared of sets) add(shared, matchOf(shared));
  if (ranked.length === 0) {
    for (const shared of await findByCloseNames(projection, wanted)) add(shared, matcher.grade(wanted, shared.view));
  }
  return candidates.sort((left, right) => right.rank - left.rank);
};

const findFirst = ({ rows }: SharedComponents, accepts: (row: Row) => boolean): Row | undefined => {
  for (const row of rows.after(0)) if (accepts(row)) return row;
  return undefined;
};

/**
 * Documents below the grade that was asked for, the nearest first: one for each distinct interface, ranked as hits are.
 * Where nothing has a name that is wanted, those with names that are close.
 */
export const findNearMisses = async (
  context: SpaceContext,
  wanted: Wanted,
  { lowest, accepts }: { readonly lowest: Grade; readonly accepts: (row: Row) => boolean },
): Promise<readonly NearMiss[]> => {
  const { verdicts } = context.shared.matcher;
  const until = heldUntilMs(context);
  const found: NearMiss[] = [];
  for (const { shared, match } of await rankCandidates(context, wanted, lowest)) {
    const row = findFirst(shared, accepts);
    if (row === undefined) continue;
    const explained = await explainMatch(context, { verdicts, wanted, shared }, match);
    found.push({ entry: entryOf(context, row, until), match: explained });
    if (found.length === MAX_NEAR_MISSES) break;
  }
  return found;
};
