import { toDateTime } from '../base/index.js';
import type { Mismatch } from '../schema/index.js';
import type { Entry, Hit, LookupAnswer, Match, NearMiss, ServiceUse, WantedReport } from '../space/index.js';
import { toLookupResponse } from '../space/index.js';
import { escapeAttribute, escapeText } from '../xml/index.js';
import { SPACE_NAMESPACE, toTypedValue, writeMessage } from './messages.js';
import type { AnswerFormat } from './negotiation.js';

/** Whether the start tag of an element declares a default namespace, so that none from outside reaches into it. */
const DECLARES_DEFAULT = /^<[^\s>/]+(?:\s+[^\s=]+\s*=\s*(?:"[^"]*"|'[^']*'))*?\s+xmlns\s*=/;

const writeUse = ({ lastCallAtMs, lastFailureAtMs, lastFailure, suspect }: ServiceUse): string =>
  (lastCallAtMs === undefined ? '' : ` lastCallAt="${toDateTime(lastCallAtMs)}"`) +
  (lastFailureAtMs === undefined ? '' : ` lastFailureAt="${toDateTime(lastFailureAtMs)}"`) +
  (lastFailure === undefined ? '' : ` lastFailure="${lastFailure}"`) +
  (suspect === true ? ' suspect="true"' : '');

const writeEntry = (tag: string, entry: Entry): string => {
  const published = toDateTime(entry.publishedAtMs);
  const updated = entry.updatedAtMs === entry.publishedAtMs ? published : toDateTime(entry.updatedAtMs);
  return (
    `<${tag} id="${escapeAttribute(entry.id)}" kind="${entry.kind}" name="${escapeAttribute(entry.name)}"` +
    ` version="${entry.version}" sequence="${entry.sequence}" publisher="${escapeAttribute(entry.publisher)}"` +
    ` published="${published}" updated="${updated}"` +
    ` expires="${toDateTime(entry.expiresAtMs)}" stale="${String(entry.stale)}" bytes="${entry.byteLength}"` +
    (entry.use === undefined ? '/>' : `${writeUse(entry.use)}/>`)
  );
};

const writeMismatch = (tag: string, { path, rule, message, change }: Mismatch): string =>
  `<${tag} path="${escapeAttribute(path)}" rule="${escapeAttribute(rule)}"` +
  ` message="${escapeAttribute(message)}" change="${escapeAttribute(change)}"/>`;

const writeWanted = (prefix: string, { kind, name, verdict, found, role, mismatches }: WantedReport): string => {
  const tag = `${prefix}wanted`;
  const start =
    `<${tag} kind="${kind}" name="${escapeAttribute(name)}" verdict="${verdict}"` +
    (found === undefined ? '' : ` found="${escapeAttribute(found)}"`) +
    (role === undefined ? '' : ` role="${role}"`);
  if (mismatches.length === 0) return `${start}/>`;
  return `${start}>${mismatches.map((each) => writeMismatch(`${prefix}mismatch`, each)).join('')}</${tag}>`;
};

const writeMatch = (prefix: string, { grade, share, wanted = [] }: Match): string => {
  const tag = `${prefix}match`;
  const start = `<${tag} grade="${grade}" share="${String(share)}"`;
  if (wanted.length === 0) return `${start}/>`;
  return `${start}>${wanted.map((each) => writeWanted(prefix, each)).join('')}</${tag}>`;
};

const writeHit = (prefix: string, { entry, advertisement, match }: Hit): string =>
  `<${prefix}hit>${writeEntry(`${prefix}entry`, entry)}` +
  `<${prefix}advertisement>${advertisement}</${prefix}advertisement>` +
  `${match === undefined ? '' : writeMatch(prefix, match)}</${prefix}hit>`;

const writeNearMiss = (prefix: string, { entry, match }: NearMiss): string =>
  `<${prefix}nearMiss>${writeEntry(`${prefix}entry`, entry)}${writeMatch(prefix, match)}</${prefix}nearMiss>`;

/**
 * `lookupResponse` as XML text: what the codec writes for the same answer, byte for byte (a test compares them), at a
 * fraction of the cost. Lookups by name are the bulk of reads in discovery.
 */
export const writeLookupAnswer = ({ sequence, hits, nearMisses = [], next }: LookupAnswer): string => {
  // An advertisement with elements in no namespace must not come under a default one.
  const isPlain = hits.every(({ advertisement }) => DECLARES_DEFAULT.test(advertisement));
  const prefix = isPlain ? '' : 'n1:';
  const declaration = isPlain ? `xmlns="${SPACE_NAMESPACE}"` : `xmlns:n1="${SPACE_NAMESPACE}"`;
  const head = `<${prefix}lookupResponse ${declaration} sequence="${sequence}"`;
  let content = '';
  for (const hit of hits) content += writeHit(prefix, hit);
  for (const miss of nearMisses) content += writeNearMiss(prefix, miss);
  if (next !== undefined) content += `<${prefix}next>${escapeText(next)}</${prefix}next>`;
  return content === '' ? `${head}/>` : `${head}>${content}</${prefix}lookupResponse>`;
};

/** `lookupResponse` in the form asked for. */
export const writeLookup = (answer: LookupAnswer, format: AnswerFormat): string =>
  format === 'xml'
    ? writeLookupAnswer(answer)
    : writeMessage('lookupResponse', toTypedValue(toLookupResponse(answer)), format);
