import { ADVERTISEMENT_KINDS } from '../../advertisement/index.js';
import type { AdvertisementKind } from '../../advertisement/index.js';
import { StoaError } from '../../base/index.js';
import type { Hit, LookupPage, LookupQuery, Match } from '../../client/index.js';
import type { Command, CommandContext } from '../command.js';
import { seekHit } from '../find-document.js';
import { explainLines, formatShare } from '../explain-lines.js';
import { toJsonText } from '../json.js';
import { SCHEMA_OPTIONS, readSchemaQuery } from '../schema-options.js';
import { formatDistance, formatTable } from '../table.js';
import { writeHits } from '../write-hits.js';

const toKinds = (texts: readonly string[]): readonly AdvertisementKind[] =>
  texts.map((text) => {
    const kind = ADVERTISEMENT_KINDS.find((one) => one === text);
    if (kind === undefined)
      throw new StoaError('USAGE', `expected one of ${ADVERTISEMENT_KINDS.join(', ')} for --kind, got '${text}'`);
    return kind;
  });

/** The question that the options of a lookup ask. */
const toQuery = async (context: CommandContext): Promise<Omit<LookupQuery, 'explain'>> => {
  const { values, positionals } = context;
  const name = values.text('name') ?? positionals[0];
  const kinds = toKinds(values.texts('kind'));
  const publisher = values.text('publisher');
  return {
    ...(name !== undefined && { name }),
    ...(await readSchemaQuery(context)),
    ...(kinds.length > 0 && { kinds }),
    ...(publisher !== undefined && { publisher }),
    ...(values.flag('fresh') && { fresh: true }),
  };
};

const toMaximum = ({ values }: CommandContext): number => {
  const text = values.text('limit');
  const limit = Number(text ?? DEFAULT_LIMIT);
  if (!Number.isInteger(limit) || limit < 1)
    throw new StoaError('USAGE', `expected a number from 1 for --limit, got '${text ?? ''}'`);
  return limit;
};

/** Most hits printed unless told otherwise. */
const DEFAULT_LIMIT = 100;

/** How the last call of a service went that the space has seen. */
const formatUse = ({ use }: Hit['entry'], nowMs: number): string => {
  const { lastCallAtMs = 0, lastFailureAtMs = 0, lastFailure } = use ?? {};
  if (lastFailure !== undefined && lastFailureAtMs > lastCallAtMs)
    return `${lastFailure} ${formatDistance(lastFailureAtMs, nowMs)}`;
  return lastCallAtMs > 0 ? formatDistance(lastCallAtMs, nowMs) : '';
};

const row = ({ entry }: Pick<Hit, 'entry'>, nowMs: number): readonly string[] => [
  entry.name,
  entry.kind,
  entry.stale
    ? 'stale'
    : `${formatDistance(entry.expiresAtMs, nowMs)}${entry.use?.suspect === true ? ' (suspect)' : ''}`,
];

const gradeCells = (match: Match | undefined): readonly string[] =>
  match === undefined ? ['', ''] : [match.grade, formatShare(match.share)];

const HEADINGS = ['NAME', 'KIND', 'LEASE ENDS'];

/** A table of hits; with grades when the lookup was by structure, with the last call where one was seen. */
const printTable = ({ print, nowMs }: CommandContext, hits: readonly Hit[]): void => {
  const isGraded = hits.some(({ match }) => match !== undefined);
  const isUsed = hits.some(({ entry }) => formatUse(entry, nowMs()) !== '');
  const rows = hits.map((hit) => [
    ...(isGraded ? gradeCells(hit.match) : []),
    ...row(hit, nowMs()),
    ...(isUsed ? [formatUse(hit.entry, nowMs())] : []),
    hit.entry.id,
  ]);
  const headings = [...(isGraded ? ['GRADE', 'SHARE'] : []), ...HEADINGS, ...(isUsed ? ['LAST CALL'] : []), 'ID'];
  for (const line of formatTable([headings, ...rows])) print(line);
};

/** Hits and near misses, each with its reasons. */
const printExplained = ({ print, note, nowMs }: CommandContext, { hits, nearMisses }: Found): void => {
  const printOne = ({ entry, match }: Pick<Hit, 'entry' | 'match'>): void => {
    const cells = [...gradeCells(match), ...row({ entry }, nowMs()), formatUse(entry, nowMs()), entry.id];
    print(cells.filter((cell) => cell !== '').join('  '));
    if (match) for (const line of explainLines(match)) print(line);
  };
  for (const hit of hits) printOne(hit);
  if (hits.length === 0) note('nothing found');
  if (nearMisses.length > 0) print(`${hits.length > 0 ? '\n' : ''}near misses, the nearest first:`);
  for (const miss of nearMisses) printOne(miss);
};

type Found = Pick<LookupPage, 'hits' | 'nearMisses'>;

/** Up to `maximum` hits, page by page, and whether there are more. */
const collect = async ({ connect, signal }: CommandContext, query: LookupQuery, maximum: number) => {
  const space = connect();
  const hits: Hit[] = [];
  let page = await space.lookup({ ...query, limit: Math.min(maximum, PAGE_HITS) }, { signal });
  const { sequence, nearMisses } = page;
  hits.push(...page.hits);
  while (page.next !== undefined && hits.length < maximum) {
    page = await space.lookup({ ...query, limit: Math.min(maximum, PAGE_HITS) }, { cursor: page.next, signal });
    hits.push(...page.hits);
  }
  return { sequence, nearMisses, hits: hits.slice(0, maximum), more: page.next !== undefined || hits.length > maximum };
};

/** Hits asked for at once. */
const PAGE_HITS = 100;

const noteNothing = ({ note }: CommandContext, { schema, methods }: LookupQuery): void => {
  note(
    (schema ?? methods) === undefined
      ? 'nothing found; stoa lookup without a name or schema lists everything'
      : 'nothing found; --explain says what came near and why it is no hit, --grade overlap takes what fits in part',
  );
};

/** Finds documents by name and by partial schema. */
export const lookup: Command = {
  name: 'lookup',
  summary: 'find documents by name and by partial schema',
  usage: '[NAME]',
  options: {
    name: { type: 'string', short: 'n', placeholder: 'PATTERN', help: 'exact name, or with * and ?' },
    ...SCHEMA_OPTIONS,
    explain: { type: 'boolean', help: 'say why each hit is one, and what keeps near misses from being one' },
    kind: { type: 'string', multiple: true, placeholder: 'KIND', help: 'service, device, space, result or document' },
    publisher: { type: 'string', placeholder: 'SUBJECT', help: 'published by' },
    fresh: { type: 'boolean', help: 'leave out what is stale' },
    limit: { type: 'string', placeholder: 'NUMBER', help: `most hits printed (default ${DEFAULT_LIMIT})` },
  },
  speaks: true,
  seeks: async (context) => seekHit(await toQuery(context)),
  examples: [
    "stoa lookup --name 'printer*'",
    'stoa lookup --schema want-convert.xsd --explain',
    'stoa lookup --schema order.xsd --input order --output confirmation --grade overlap',
  ],
  run: async (context) => {
    const maximum = toMaximum(context);
    const query = { ...(await toQuery(context)), ...(context.values.flag('explain') && { explain: true }) };
    const { sequence, hits, nearMisses, more } = await collect(context, query, maximum);
    const isExplained = query.explain === true;
    if (context.format === 'json') context.print(toJsonText(isExplained ? { hits, nearMisses } : hits));
    else if (context.format === 'xml') context.print(writeHits({ sequence, hits, nearMisses }));
    else if (isExplained) printExplained(context, { hits, nearMisses });
    else if (hits.length === 0) noteNothing(context, query);
    else printTable(context, hits);
    if (more) context.note(`there are more; --limit ${maximum * 10} shows them`);
    return 0;
  },
};
