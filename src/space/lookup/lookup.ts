import type { Caller } from '../../base/index.js';
import { StoaError } from '../../base/index.js';
import { ADVERTISEMENT_KINDS } from '../../advertisement/index.js';
import type { SchemaPart } from '../../advertisement/index.js';
import { admit, shownCredentials } from '../admission.js';
import type { SpaceContext } from '../context.js';
import { heldUntilMs } from '../parts.js';
import type { Hit, LookupAnswer, LookupInput } from '../model.js';
import type { Row } from '../projection/index.js';
import { toEntry } from '../projection/index.js';
import { digestQuery, readCursor, writeCursor } from './cursor.js';
import type { Wanted } from './matcher.js';
import { createNamePattern } from './name-pattern.js';
import type { RowSource } from './page.js';
import { takePage } from './page.js';

/** Hits on a page when no limit is given. */
const DEFAULT_PAGE_HITS = 100;

/**
 * Documents whose name matches, or whose schema matches, or both: the union, each once; without criteria all. In the
 * order of publishing.
 *
 * @throws {StoaError} `SCHEMA_INVALID`, `SCHEMA_UNSUPPORTED`, `SCHEMA_LIMIT_EXCEEDED`, `CURSOR_INVALID`,
 *   `PARAMETER_INVALID` (limit, name), `CREDENTIAL_REQUIRED`, `CREDENTIAL_INVALID`
 */
export const lookup = async (context: SpaceContext, caller: Caller, input: LookupInput): Promise<LookupAnswer> => {
  admit(context, shownCredentials(caller, undefined), 'all');
  const limit = pageLimit(context, input);
  assertNamePattern(context, input.name);
  const { schemas } = input;
  // Nothing is awaited that is there already: a lookup by name is the bulk of reads in discovery.
  const wanted = schemas === undefined || schemas.length === 0 ? undefined : await readWanted(context, schemas);
  const after = input.cursor === undefined ? 0 : readCursor(digestQuery(input), input.cursor);
  // From here to the answer's sequence nothing waits: the page is the state after that entry.
  const sources = findSources(context, input, wanted);
  const rows = takePage(sources, { after, count: limit + 1, accepts: createFilter(input) });
  const sequence = context.sequence();
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  const known = findHits(context, page);
  const hits = isComplete(known) ? known : await completeHits(context, page, known);
  return {
    sequence,
    hits,
    ...(last && rows.length > limit && { next: writeCursor(digestQuery(input), last.sequence) }),
  };
};

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

const readWanted = async (context: SpaceContext, schemas: readonly SchemaPart[]): Promise<Wanted> => {
  const { matcher } = context.shared;
  const wanted = matcher.read(schemas);
  for (let round = 0, sequence = -1; round < MAX_ROUNDS && sequence !== context.sequence(); round++) {
    sequence = context.sequence();
    await matcher.decide(context, wanted);
  }
  return wanted;
};

const findSources = (
  { projection, shared }: SpaceContext,
  { name, kinds }: LookupInput,
  wanted: Wanted | undefined,
): readonly RowSource[] => {
  if (name === undefined && wanted === undefined) {
    const asked = kinds !== undefined && kinds.length > 0 ? new Set(kinds) : ADVERTISEMENT_KINDS;
    return [...asked].map((kind) => projection.ofKind(kind));
  }
  const named = name === undefined ? [] : findNamed(projection.names, name);
  const matching = wanted === undefined ? [] : shared.matcher.find(projection, wanted);
  return [...named, ...matching];
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

/** Hits whose text is at hand; the others are `undefined`. */
const findHits = (context: SpaceContext, rows: readonly Row[]): (Hit | undefined)[] => {
  const { texts } = context.shared;
  const until = heldUntilMs(context);
  return rows.map((row) => {
    const advertisement = texts.find(row);
    return advertisement === undefined ? undefined : { entry: toEntry(row, until), advertisement };
  });
};

const isComplete = (hits: readonly (Hit | undefined)[]): hits is readonly Hit[] => !hits.includes(undefined);

/** Reads the texts that are missing; a document that was removed meanwhile is in no answer. */
const completeHits = async (
  context: SpaceContext,
  rows: readonly Row[],
  known: readonly (Hit | undefined)[],
): Promise<readonly Hit[]> => {
  const until = heldUntilMs(context);
  const hits = await Promise.all(
    rows.map(async (row, at) => {
      const hit = known[at];
      if (hit !== undefined) return hit;
      const found = await context.shared.texts.read(context, row);
      return found && { entry: toEntry(found.row, until), advertisement: found.text };
    }),
  );
  return hits.filter((hit) => hit !== undefined);
};
