import type { Clock } from './clock.js';
import type { Random } from './random.js';

declare const brand: unique symbol;

/** A string that was checked or made to be of one kind, so that kinds cannot be mixed up. */
export type Branded<Name extends string> = string & { readonly [brand]: Name };

/** `urn:uuid:…` of a space. */
export type SpaceId = Branded<'SpaceId'>;
/** URN of a document: `urn:uuid:…`, or the URN that its publisher gave it. */
export type DocumentId = Branded<'DocumentId'>;
/** `urn:uuid:…` of a gate. */
export type GateId = Branded<'GateId'>;
/** `urn:uuid:…` of a lease. */
export type LeaseId = Branded<'LeaseId'>;
/** `urn:uuid:…` of a subscription. */
export type SubscriptionId = Branded<'SubscriptionId'>;
/** Who publishes or asks: `local` as long as there is no authentication. */
export type SubjectId = Branded<'SubjectId'>;
/** Position in a space's change log; a decimal number as text, opaque to clients. */
export type Sequence = number;

/** What new ids are made from. */
export interface IdSource {
  readonly clock: Clock;
  readonly random: Random;
}

/** A fresh UUIDv7 (RFC 9562 section 5.7) as a URN; ids made later sort later to the millisecond. */
export const createUrn = <Id extends Branded<string>>({ clock, random }: IdSource): Id => {
  const bytes = random.bytes(UUID_BYTES);
  let timeMs = clock.nowMs();
  for (let at = 5; at >= 0; at--) {
    bytes[at] = timeMs % 256;
    timeMs = Math.floor(timeMs / 256);
  }
  bytes[6] = 0x70 | ((bytes[6] ?? 0) & 0x0f);
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f);
  return formatUuidUrn(bytes) as Id;
};

const codesOf = (text: string): readonly number[] => Array.from(text, (character) => character.charCodeAt(0));
const PATTERN = /* @__PURE__ */ codesOf('urn:uuid:00000000-0000-0000-0000-000000000000');
const DIGITS = /* @__PURE__ */ codesOf('0123456789abcdef');
/** Characters before the first digit. */
const PREFIX_LENGTH = 9;
const UUID_BYTES = 16;

const isHyphenBefore = (byte: number): boolean => byte === 4 || byte === 6 || byte === 8 || byte === 10;

/**
 * The `urn:uuid:…` of the 16 bytes at `from`. Made of its characters at once: text that is put together of pieces has to be copied when it
 * becomes a key.
 */
export const formatUuidUrn = (bytes: Uint8Array, from = 0): string => {
  const codes = PATTERN.slice();
  let at = PREFIX_LENGTH;
  for (let next = 0; next < UUID_BYTES; next++) {
    if (isHyphenBefore(next)) at++;
    const byte = bytes[from + next] ?? 0;
    codes[at++] = DIGITS[byte >> 4] ?? 0;
    codes[at++] = DIGITS[byte & 15] ?? 0;
  }
  return String.fromCharCode(...codes);
};

const URN = /^urn:[a-z0-9][a-z0-9-]{0,30}[a-z0-9]:[A-Za-z0-9()+,\-.:=@;$_!*'%/?#~&]+$/i;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Longest URN taken as an identity, in characters: ids are parts of store keys, which are short. */
export const MAX_URN_LENGTH = 255;

/** Whether `text` is a URN (RFC 8141) of bounded length. */
export const isUrn = (text: string): boolean => text.length <= MAX_URN_LENGTH && URN.test(text);

/** Whether `text` is a lower-case UUID without the `urn:uuid:` in front. */
export const isUuid = (text: string): boolean => UUID.test(text);

/** `urn:uuid:X` → `X`, any other URN → itself: the short form used as a path segment. */
export const toPathSegment = (id: Branded<string>): string =>
  encodeURIComponent(id.startsWith('urn:uuid:') ? id.slice('urn:uuid:'.length) : id);

/** The id that a decoded path segment stands for, or `undefined` when it is neither a UUID nor a URN. */
export const findIdInPath = <Id extends Branded<string>>(segment: string): Id | undefined => {
  if (isUuid(segment)) return `urn:uuid:${segment}` as Id;
  return isUrn(segment) ? (segment as Id) : undefined;
};
