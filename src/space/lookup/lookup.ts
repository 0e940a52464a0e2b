import type { Caller } from '../../base/index.js';
import { StoaError, given } from '../../base/index.js';
import { ADVERTISEMENT_KINDS } from '../../advertisement/index.js';
import type { Grade } from '../../schema/index.js';
import { admit } from '../admission.js';
import { createSight } from '../access/sight.js';
import type { Sight } from '../access/sight.js';
import type { LookupCriteria } from '../collaborators.js';
import { askedBy } from '../context.js';
import type { SpaceContext } from '../context.js';
import { heldUntilMs } from '../parts.js';
import type { Hit, LookupAnswer, LookupInput } from '../model.js';
import type { Row } from '../projection/index.js';
import { entryOf } from '../documents/entry-of.js';
import { digestQuery, readCursor, writeCursor } from './cursor.js';
import { explainMatch } from './explain.js';
import type { Ranking } from './matcher.js';
import { createNamePattern } from './name-pattern.js';
import { findNearMisses } from './near-misses.js';
import type { RankedSource, RowSource } from './page.js';
import { takeRankedPage } from './page.js';
import { isAtLeast, UNGRADED } from './rank.js';
import { createSeenRows } from './seen-rows.js';
import type { Question, SeenRows, SeenRowsParts } from './seen-rows.js';
import type { Wanted } from './wanted.js';

/** Hits on a page when no limit is given. */
const DEFAULT_PAGE_HITS = 100;

/** Whether documents are looked for by structure. */
const hasStructure = ({ schemas = [], methods = [] }: LookupInput): boolean => schemas.length > 0 || methods.length > 0;

/** What documents are looked for by. */
export const criteriaOf = (input: LookupInput): LookupCriteria => {
  if (hasStructure(input)) return input.name === undefined ? 'schema' : 'both';
  return input.name === undefined ? 'nothing' : 'name';
};

/**
 * The answer of {@link lookup} when all of it is at hand: what is wanted was ranked, and nothing has come or gone since;
 * the texts of the hits are kept. That is how most lookups find it, and waiting for nothing costs more than finding it.
 *
 * @throws what `lookup` throws
 */
export const findAnswer = (context: SpaceContext, caller: Caller, input: LookupInput): LookupAnswer | undefined => {
  const sight = createSight(context, caller, admit(context, caller, 'lookup'));
  assertNamePattern(context, input.name);
  const kept = sight.rights.seesAll ? context.answers.find(input) : undefined;
  if (kept !== undefined) return kept;
  const { matcher } = context.shared;
  const wanted = matcher.findWanted(input);
  const ranking = wanted && matcher.findRanking(context.projection, wanted, lowestOf(input));
  if (hasStructure(input) && (ranking === undefined || input.explain === true)) return undefined;
  const seen = createSeenRows(context, { sight, wanted, ranking, lowest: lowestOf(input) });
  const page = readPage(context, input, { wanted, ranking, seen });
  if (seen.unknown.length > 0) return undefined;
  const hits = findHits(context, page.rows, { sight, seen });
  if (!isComplete(hits) || !isGraded(context, { wanted, ranking }, page.rows)) return undefined;
  const sequence = context.sequence();
  const next = given('next', page.next);
  if (wanted === undefined) return { sequence, hits, ...next };
  const answer = { sequence, hits: addMatches(hits, page.rows, seen), ...next };
  if (seen.isShared()) context.answers.keep(input, page.rows, answer);
  return answer;
};

/**
 * Documents whose name matches, or whose schema is at least of the grade wanted, or both: the union, each once; without
 * criteria all. Without a schema in the order of publishing; with one by grade, share of what is wanted, closeness of
 * names, and then in that order; hits by name alone come last. Of each document the caller finds, and is found by, what the
 * access policy lets it see.
 *
 * @throws {StoaError} `SCHEMA_INVALID`, `SCHEMA_LIMIT_EXCEEDED`, `CURSOR_INVALID`,
 *   `PARAMETER_INVALID` (limit, name, methods), and what admission throws
 */
export const lookup = async (open: SpaceContext, caller: Caller, input: LookupInput): Promise<LookupAnswer> => {
  const answer = findAnswer(open, caller, input);
  if (answer !== undefined) return answer;
  const context = askedBy(open, caller);
  const sight = createSight(context, caller, admit(context, caller, 'lookup'));
  const { matcher } = context.shared;
  const wanted = await matcher.read(caller.subject, input);
  const lowest = lowestOf(input);
  const ranking =
    wanted && (matcher.findRanking(context.projection, wanted, lowest) ?? (await makeRanking(context, wanted, lowest)));
  if (wanted && input.explain === true) await matcher.decide(context, wanted);
  const { page, seen } = await readSeenPage(context, input, { wanted, ranking, sight, lowest });
  // From the page to the answer's sequence nothing waits: it is the state after that entry.
  const sequence = context.sequence();
  const plain = await completeHits(context, page.rows, { sight, known: findHits(context, page.rows, { sight, seen }) });
  const next = given('next', page.next);
  if (wanted === undefined) return { sequence, hits: plain, ...next };
  for (const { components } of page.rows) {
    if (!ranking?.sets.has(components)) await matcher.decideSet(context, wanted, components.view);
  }
  const matched = addMatches(plain, page.rows, seen);
  if (input.explain !== true) return { sequence, hits: matched, ...next };
  const hits = await explainHits(context, matched, { wanted, rows: page.rows.filter((row) => sight.isWhole(row)) });
  if (input.cursor !== undefined) return { sequence, hits, ...next };
  const accepts = createFilter(input);
  const isNear = (row: Row): boolean => accepts(row) && sight.of(row) === 'complete';
  const nearMisses = await findNearMisses(context, wanted, { lowest, accepts: isNear });
  return { sequence, hits, nearMisses, ...next };
};

/** How often a page is read again because it has rows of which a part is seen that is not known: more than a page has. */
const MAX_SEEN_ROUNDS = 1000;

/** A page of what the caller sees: the parts of interfaces that it has to do with are read first. */
const readSeenPage = async (
  context: SpaceContext,
  input: LookupInput,
  parts: SeenRowsParts,
): Promise<{ readonly page: Page; readonly seen: SeenRows }> => {
  for (let round = 0; ; round++) {
    const seen = createSeenRows(context, parts);
    const page = readPage(context, input, { ...parts, seen });
    if (seen.unknown.length === 0 || round === MAX_SEEN_ROUNDS) return { page, seen };
    for (const { row, methods } of seen.unknown) {
      const isKnown = context.shared.tailored.find(row.components.view, methods) !== undefined;
      if (!isKnown) await context.shared.tailored.read(context, row, methods);
    }
  }
};

/** Whether the grades of all rows are decided: those of hits by name alone may not be. */
const isGraded = ({ shared }: SpaceContext, { wanted, ranking }: Question, rows: readonly Row[]): boolean =>
  wanted === undefined ||
  rows.every(({ components }) => ranking?.sets.has(components) || shared.matcher.isDecided(wanted, components.view));

interface Page {
  readonly rows: readonly Row[];
  /** Cursor of the next page. */
  readonly next: string | undefined;
}

const readPage = (
  context: SpaceContext,
  input: LookupInput,
  { wanted, ranking, seen }: Question & { readonly seen: SeenRows },
): Page => {
  const limit = pageLimit(context, input);
  const digest = (): Uint8Array => digestQuery(input, wanted?.digest);
  const after = input.cursor === undefined ? undefined : readCursor(digest(), input.cursor);
  const accepts = createFilter(input);
  const page = takeRankedPage(findSources(context, input, ranking), {
    after,
    count: limit + 1,
    accepts: (row, rank) => accepts(row) && seen.accepts(row, rank),
  });
  const rows = page.slice(0, limit).map(({ row }) => row);
  const last = page[limit - 1];
  const isMore = last !== undefined && page.length > limit;
  return { rows, next: isMore ? writeCursor(digest(), { rank: last.rank, sequence: last.row.sequence }) : undefined };
};

/** The grade below which nothing is a hit. */
const lowestOf = ({ grade = 'compatible' }: LookupInput): Grade => grade;

const pageLimit = ({ definition }: SpaceContext, { limit = DEFAULT_PAGE_HITS }: LookupInput): number => {
  if (Number.isInteger(limit) && limit >= 1) return Math.min(limit, definition.limits.maxPageHits);
  throw new StoaError('PARAMETER_INVALID', `expected a limit of at least 1 hit, got ${limit}`);
};

const assertNamePattern = ({ definition }: SpaceContext, name: string | undefined): void => {
  const most = definition.limits.maxNameLength;
  if (name === undefined || (name !== '' && name.length <= most)) return;
  throw new StoaError('PARAMETER_INVALID', `expected a name of 1 to ${most} characters, got one of ${name.length}`);
};

/** How often pairs of components that came in while others were decided are decided too. */
const MAX_ROUNDS = 3;

/** The ranking of what is there now. */
const makeRanking = async (context: SpaceContext, wanted: Wanted, lowest: Grade): Promise<Ranking> => {
  const { matcher } = context.shared;
  const { components } = context.projection;
  for (let round = 0, version = -1; round < MAX_ROUNDS && version !== components.version(); round++) {
    version = components.version();
    if (isAtLeast(lowest, 'compatible')) await matcher.decideWhole(context, wanted);
    else await matcher.decide(context, wanted);
  }
  return matcher.rank(context.projection, wanted, lowest);
};

/** The only row that is asked for, where it stands. */
const findOnly = (
  row: Row | undefined,
  { name }: LookupInput,
  ranking: Ranking | undefined,
): readonly RankedSource[] => {
  if (row === undefined) return [];
  const listed = ranking?.ranked.find(({ sets }) => sets.includes(row.components));
  if (listed !== undefined) return [{ rank: listed.rank, sources: [row] }];
  const isNamed = name !== undefined && createNamePattern(name).matches(row.name);
  return isNamed || (name === undefined && ranking === undefined) ? [{ rank: UNGRADED, sources: [row] }] : [];
};

const findSources = (
  { projection }: SpaceContext,
  input: LookupInput,
  ranking: Ranking | undefined,
): readonly RankedSource[] => {
  const { name, kinds, id } = input;
  if (id !== undefined) return findOnly(projection.find(id), input, ranking);
  if (name === undefined && ranking === undefined) {
    const asked = kinds !== undefined && kinds.length > 0 ? new Set(kinds) : ADVERTISEMENT_KINDS;
    return [{ rank: UNGRADED, sources: [...asked].map((kind) => projection.ofKind(kind)) }];
  }
  const named = name === undefined ? [] : [{ rank: UNGRADED, sources: findNamed(projection.names, name) }];
  return [...(ranking?.sources ?? []), ...named];
};

/** Says of each hit how it answers what is wanted. */
const addMatches = (hits: readonly Hit[], rows: readonly Row[], seen: SeenRows): readonly Hit[] => {
  const rowOf = new Map(rows.map((row) => [row.id, row]));
  return hits.map((hit) => {
    const row = rowOf.get(hit.entry.id);
    const match = row && seen.matchOf(row);
    return match === undefined ? hit : { ...hit, match: { grade: match.grade, share: match.share } };
  });
};

interface MatchParts {
  readonly wanted: Wanted;
  readonly rows: readonly Row[];
}

/** Says of each hit why it is one; one after the other, so that others get their turn of the event loop in between. */
const explainHits = async (
  context: SpaceContext,
  hits: readonly Hit[],
  { wanted, rows }: MatchParts,
): Promise<readonly Hit[]> => {
  const { matcher } = context.shared;
  const setOf = new Map(rows.map(({ id, components }) => [id, components]));
  const explained: Hit[] = [];
  for (const hit of hits) {
    const shared = setOf.get(hit.entry.id);
    const match =
      shared &&
      (await explainMatch(context, { verdicts: matcher.verdicts, wanted, shared }, matcher.grade(wanted, shared.view)));
    explained.push(match === undefined ? hit : { ...hit, match });
  }
  return explained;
};

const findNamed = (names: SpaceContext['projection']['names'], text: string): readonly RowSource[] => {
  const pattern = createNamePattern(text);
  if (pattern.exact !== undefined) {
    const found = names.find(pattern.exact);
    return found ? [found] : [];
  }
  const sources: RowSource[] = [];
  for (const name of names.names()) {
    const found = pattern.matches(name) ? names.find(name) : undefined;
    if (found) sources.push(found);
  }
  return sources;
};

/** Restrictions on the answer. */
const createFilter = ({ kinds, publisher, fresh }: LookupInput): ((row: Row) => boolean) => {
  const isKind = kinds === undefined || kinds.length === 0 ? undefined : new Set(kinds);
  return (row) =>
    (isKind === undefined || isKind.has(row.kind)) &&
    (publisher === undefined || row.publisher === publisher) &&
    !(fresh === true && row.stale);
};

/** Hits whose text is at hand, as the caller sees them; the others are `undefined`. */
const findHits = (
  context: SpaceContext,
  rows: readonly Row[],
  { sight, seen }: { readonly sight: Sight; readonly seen: SeenRows },
): (Hit | undefined)[] => {
  const { texts, views } = context.shared;
  const until = heldUntilMs(context);
  const isWhole = seen.isShared();
  return rows.map((row) => {
    const advertisement = isWhole || sight.isWhole(row) ? texts.find(row) : views.find(context, row, sight.of(row));
    return advertisement === undefined ? undefined : { entry: entryOf(context, row, until), advertisement };
  });
};

const isComplete = (hits: readonly (Hit | undefined)[]): hits is readonly Hit[] => !hits.includes(undefined);

interface KnownHits {
  readonly sight: Sight;
  readonly known: readonly (Hit | undefined)[];
}

/** Reads the texts that are missing; a document that was removed meanwhile is in no answer. */
const completeHits = async (
  context: SpaceContext,
  rows: readonly Row[],
  { sight, known }: KnownHits,
): Promise<readonly Hit[]> => {
  const until = heldUntilMs(context);
  const hits = await Promise.all(
    rows.map(async (row, at) => {
      const hit = known[at];
      if (hit !== undefined) return hit;
      const found = await context.shared.views.read(context, row, sight);
      return found && { entry: entryOf(context, found.row, until), advertisement: found.text };
    }),
  );
  return hits.filter((hit) => hit !== undefined);
};
