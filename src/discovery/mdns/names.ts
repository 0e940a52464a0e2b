import { StoaError, countUtf8 } from '../../base/index.js';

/**
 * A DNS name as its labels, without the empty one at its end. A label may hold any character, dots too: names are never
 * kept as one text with dots between, which could not be taken apart again.
 */
export type Labels = readonly string[];

/** Longest label in bytes (RFC 1035 section 2.3.4). */
export const MAX_LABEL_BYTES = 63;

/** The domain of the local link. */
export const LOCAL = 'local';

/** What lists the service types of a link (RFC 6763 section 9). */
export const SERVICE_TYPES: Labels = ['_services', '_dns-sd', '_udp', LOCAL];

const UPPER = /[A-Z]/;
/** ASCII letters in lower case: DNS compares no others without case (RFC 6762 section 16). */
export const foldCase = (text: string): string =>
  UPPER.test(text) ? text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase()) : text;

const SPECIAL = /[.\\]/;
const escapeLabel = (label: string): string => (SPECIAL.test(label) ? label.replace(/[.\\]/g, '\\$&') : label);

/** The name as one text, dots within labels escaped: for messages and logs. */
export const formatName = (name: Labels): string => name.map(escapeLabel).join('.');

/** Equal for names that DNS takes for the same. */
export const nameKey = (name: Labels): string => foldCase(formatName(name));

/** Whether DNS takes both for the same name. */
export const isSameName = (left: Labels, right: Labels): boolean =>
  left.length === right.length && left.every((label, at) => foldCase(label) === foldCase(right[at] ?? ''));

const TYPE = /^(_[a-z0-9](?:[a-z0-9-]{0,13}[a-z0-9])?)\.(_tcp|_udp)$/i;
/** Types of others keep fewer rules than ours; what is browsed for only has to be two labels that begin with `_`. */
const ANY_TYPE = /^(_[^.\\]{1,62})\.(_tcp|_udp)$/i;

const typeFault = (type: string): StoaError =>
  new StoaError('PARAMETER_INVALID', `expected a service type such as _stoa._tcp, got '${type.slice(0, 80)}'`);

/** Name under which services of `type` are listed. @throws {StoaError} `PARAMETER_INVALID` */
export const toTypeName = (type: string): Labels => {
  const [, service, protocol] = ANY_TYPE.exec(type) ?? [];
  if (service === undefined || protocol === undefined || countUtf8(service) > MAX_LABEL_BYTES) throw typeFault(type);
  return [service, protocol, LOCAL];
};

/** As {@link toTypeName}, for a type of our own: letters, digits and hyphens, 1 to 15 of them (RFC 6335 section 5.1). */
export const toAnnouncedTypeName = (type: string): Labels => {
  if (!TYPE.test(type)) throw typeFault(type);
  return toTypeName(type);
};

/** Name under which services of `subtype` are listed (RFC 6763 section 7.1). @throws {StoaError} `PARAMETER_INVALID` */
export const toSubtypeName = (subtype: string, type: Labels): Labels => [
  checkLabel(subtype, 'subtype'),
  '_sub',
  ...type,
];

/** The label itself. @throws {StoaError} `PARAMETER_INVALID` unless it has 1 to 63 bytes and no control characters */
export const checkLabel = (label: string, what: string): string => {
  const bytes = countUtf8(label);
  if (bytes === 0 || bytes > MAX_LABEL_BYTES)
    throw new StoaError('PARAMETER_INVALID', `expected a ${what} of 1 to ${MAX_LABEL_BYTES} bytes, got ${bytes}`, {
      limit: 'MAX_LABEL_BYTES',
    });
  if (/[\p{Cc}\p{Surrogate}]/u.test(label))
    throw new StoaError('PARAMETER_INVALID', `expected a ${what} without control characters and lone surrogates`);
  return label;
};

const NUMBERED = /^(.*) \(([1-9]\d{0,8})\)$/su;

/** The next name to try after `label` was lost: `name (2)`, `name (3)`…, shortened where 63 bytes are not enough. */
export const nextName = (label: string): string => {
  const [, stem = label, number = '1'] = NUMBERED.exec(label) ?? [];
  const suffix = ` (${Number(number) + 1})`;
  return shorten(stem, MAX_LABEL_BYTES - suffix.length) + suffix;
};

/** The longest beginning of `text`, in whole characters, that takes at most `maxBytes`. */
export const shorten = (text: string, maxBytes: number): string => {
  let kept = '';
  let bytes = 0;
  for (const character of text) {
    bytes += countUtf8(character);
    if (bytes > maxBytes) break;
    kept += character;
  }
  return kept;
};
