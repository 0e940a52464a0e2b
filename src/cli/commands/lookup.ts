import { basename } from 'node:path';
import { ADVERTISEMENT_KINDS } from '../../advertisement/index.js';
import type { AdvertisementKind } from '../../advertisement/index.js';
import { StoaError, fromUtf8 } from '../../base/index.js';
import type { Hit, LookupQuery } from '../../client/index.js';
import type { Command, CommandContext } from '../command.js';
import { toJsonText } from '../json.js';
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
const toQuery = async ({ values, positionals, readInput }: CommandContext): Promise<LookupQuery> => {
  const name = values.text('name') ?? positionals[0];
  const schema = await Promise.all(
    values.texts('schema').map(async (path) => ({ location: basename(path), xml: fromUtf8(await readInput(path)) })),
  );
  const kinds = toKinds(values.texts('kind'));
  const publisher = values.text('publisher');
  return {
    ...(name !== undefined && { name }),
    ...(schema.length > 0 && { schema }),
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

const row = ({ entry }: Hit, nowMs: number): readonly string[] => [
  entry.name,
  entry.kind,
  entry.stale ? 'stale' : formatDistance(entry.expiresAtMs, nowMs),
  entry.id,
];

/** Up to `maximum` hits, page by page, and whether there are more. */
const collect = async ({ connect, signal }: CommandContext, query: LookupQuery, maximum: number) => {
  const space = connect();
  const hits: Hit[] = [];
  let page = await space.lookup({ ...query, limit: Math.min(maximum, PAGE_HITS) }, { signal });
  const { sequence } = page;
  hits.push(...page.hits);
  while (page.next !== undefined && hits.length < maximum) {
    page = await space.lookup({ ...query, limit: Math.min(maximum, PAGE_HITS) }, { cursor: page.next, signal });
    hits.push(...page.hits);
  }
  return { sequence, hits: hits.slice(0, maximum), more: page.next !== undefined || hits.length > maximum };
};

/** Hits asked for at once. */
const PAGE_HITS = 100;

/** Finds documents by name and by partial schema. */
export const lookup: Command = {
  name: 'lookup',
  summary: 'find documents by name and by partial schema',
  usage: '[NAME]',
  options: {
    name: { type: 'string', short: 'n', placeholder: 'PATTERN', help: 'exact name, or with * and ?' },
    schema: {
      type: 'string',
      multiple: true,
      placeholder: 'FILE',
      help: 'partial schema (XSD): documents that hold its elements',
    },
    kind: { type: 'string', multiple: true, placeholder: 'KIND', help: 'service, device, space, result or document' },
    publisher: { type: 'string', placeholder: 'SUBJECT', help: 'published by' },
    fresh: { type: 'boolean', help: 'leave out what is stale' },
    limit: { type: 'string', placeholder: 'NUMBER', help: `most hits printed (default ${DEFAULT_LIMIT})` },
  },
  examples: ["stoa lookup --name 'printer*'", 'stoa lookup --schema want-convert.xsd --json'],
  run: async (context) => {
    const maximum = toMaximum(context);
    const query = await toQuery(context);
    const { sequence, hits, more } = await collect(context, query, maximum);
    if (context.format === 'json') context.print(toJsonText(hits));
    else if (context.format === 'xml') context.print(writeHits({ sequence, hits }));
    else if (hits.length === 0) context.note('nothing found; stoa lookup without a name or schema lists everything');
    else
      for (const line of formatTable([
        ['NAME', 'KIND', 'LEASE ENDS', 'ID'],
        ...hits.map((hit) => row(hit, context.nowMs())),
      ]))
        context.print(line);
    if (more) context.note(`there are more; --limit ${maximum * 10} shows them`);
    return 0;
  },
};
