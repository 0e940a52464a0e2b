import { Buffer } from 'node:buffer';
import type { DocumentId, XmlLimits } from '../../base/index.js';
import { countUtf8, toOwnText } from '../../base/index.js';
import type { Advertisement, Endpoint } from '../../advertisement/index.js';
import { isAdvertisementId, isEndpointUri } from '../../advertisement/index.js';
import type { XmlElement } from '../../xml/index.js';
import { childElements } from '../../xml/index.js';

/** What a space keeps of what stands before an interface: name and id are in memory of their own. */
export type HeadFacts = Pick<Advertisement, 'kind' | 'name' | 'id' | 'guarded'>;

/** What stands before an interface: bytes up to an offset. */
export interface Head {
  readonly bytes: Buffer;
  readonly end: number;
}

/**
 * What stood before an interface, with holes for what most differs between services that are alike: the name, the id and the
 * addresses. What fills them is of characters that mean nothing to a parser, so whatever has the same text around its holes
 * has the same structure, and only the values are to be checked.
 */
export interface KnownHead {
  /** What reading gives for a head that differs in its holes alone; `undefined` for any other, and for values that are wrong or unusual. */
  readonly find: (head: Head, limits: XmlLimits) => HeadFacts | undefined;
  /** Bytes that it keeps in memory. */
  readonly length: number;
}

/** A head as it was read, and nothing was wrong with it. */
export interface ReadHead {
  readonly text: string;
  readonly root: XmlElement;
  readonly advertisement: Advertisement;
  /** The limits that were kept to. */
  readonly limits: XmlLimits;
}

/** Longest head that is kept, in characters. */
const MAX_CHARACTERS = 4096;
/** Longest name by the schema of advertisements. */
const MAX_NAME = 256;

/** Visible ASCII but what begins markup or references, or ends a value: no parser changes it, and it is one token. */
const PLAIN_NAME = /^[!#-%'-;=?-~]+$/;
/** The plain ones of `xs:anyURI`, with neither escapes nor fragments. */
const PLAIN_URI = /^[A-Za-z][A-Za-z0-9+.-]*:[A-Za-z0-9._~:/?@!$()*+,;=-]*$/;

/** A place whose value differs. */
interface Hole {
  readonly kind: 'name' | 'id' | 'uri';
  /** Where its value stands. */
  readonly at: number;
  readonly value: string;
  /** Whether a value is one that the rest of a head may stand with. */
  readonly isTaken: (value: string) => boolean;
}

type Place = Pick<Hole, 'at' | 'value'>;

const isName = (text: string): boolean => text.length <= MAX_NAME && PLAIN_NAME.test(text);

const isId = (text: string): boolean => PLAIN_URI.test(text) && isAdvertisementId(text);

const isUriOf = ({ binding, priority }: Endpoint): ((uri: string) => boolean) => {
  /** Taken last: many services may be behind one address. */
  let taken = '';
  return (uri) => {
    if (uri === taken) return true;
    if (!PLAIN_URI.test(uri) || !isEndpointUri({ uri, binding, priority })) return false;
    taken = toOwnText(uri);
    return true;
  };
};

/** Where an element has nothing but `value` as its content. */
const findContent = (text: string, { start }: XmlElement, value: string): Place | undefined => {
  const at = text.indexOf('>', start) + 1;
  // A tag has no `<` in it, so what ended before `at` is the tag.
  return text.startsWith(value, at) && text[at + value.length] === '<' ? { at, value } : undefined;
};

/** The beginning of a tag up to an attribute, all in double quotes. */
const BEFORE_ATTRIBUTE = /^<[^'">]*(?:"[^'">]*"[^'">]*)*\s$/;

const findValue = (
  text: string,
  { start }: XmlElement,
  [name, value]: readonly [string, string],
): Place | undefined => {
  const from = text.indexOf(`${name}="${value}"`, start);
  if (from < 0 || !BEFORE_ATTRIBUTE.test(text.slice(start, from))) return undefined;
  return { at: from + name.length + 2, value };
};

const findHoles = ({ text, root, advertisement }: ReadHead): readonly Hole[] => {
  const { name, id, endpoints } = advertisement;
  const holes: Hole[] = [];
  const add = (kind: Hole['kind'], place: Place | undefined, isTaken: Hole['isTaken']): void => {
    // What is unusual once stays as it is written.
    if (place && isTaken(place.value)) holes.push({ kind, ...place, isTaken });
  };
  if (id !== undefined) add('id', findValue(text, root, ['id', id]), isId);
  const parts = childElements(root).filter((child) => child.name.namespace === root.name.namespace);
  const named = parts.find((part) => part.name.local === 'name');
  if (named) add('name', findContent(text, named, name), isName);
  parts
    .filter((part) => part.name.local === 'endpoint')
    .forEach((part, at) => {
      const endpoint = endpoints[at];
      if (endpoint) add('uri', findValue(text, part, ['uri', endpoint.uri]), isUriOf(endpoint));
    });
  return holes;
};

/** A hole with what is behind it, up to the next one. */
interface Part extends Pick<Hole, 'kind' | 'isTaken'> {
  readonly piece: Buffer;
  /** What ends the value: a byte of ASCII. */
  readonly end: number;
}

/** What is before the first hole, and the holes. */
interface Shape {
  readonly first: Buffer;
  readonly parts: readonly Part[];
}

const cut = (text: string, holes: readonly Hole[]): Shape => ({
  first: Buffer.from(text.slice(0, holes[0]?.at)),
  parts: holes.map(({ kind, at, value, isTaken }, place) => {
    const piece = Buffer.from(text.slice(at + value.length, holes[place + 1]?.at));
    return { kind, isTaken, piece, end: piece[0] ?? 0 };
  }),
});

type Filled = Record<Exclude<Hole['kind'], 'uri'>, string | undefined>;

/** Whether a piece stands in a head, all of it before the head's end. */
const stands = (piece: Buffer, { bytes, end }: Head, at: number): boolean =>
  at + piece.length <= end && bytes.compare(piece, 0, piece.length, at, at + piece.length) === 0;

/** What fills the holes of a head: the name and the id, where there is a hole for them. `undefined` for a head that is another. */
const fill = (head: Head, { first, parts }: Shape, maxLength: number): Filled | undefined => {
  if (!stands(first, head, 0)) return undefined;
  const filled: Filled = { name: undefined, id: undefined };
  let at = first.length;
  for (const { kind, piece, end, isTaken } of parts) {
    const behind = head.bytes.indexOf(end, at);
    if (behind < 0 || behind - at > maxLength || !stands(piece, head, behind)) return undefined;
    // Of other bytes than ASCII it makes characters that no value is taken with.
    const value = head.bytes.toString('latin1', at, behind);
    if (!isTaken(value)) return undefined;
    if (kind !== 'uri') filled[kind] = value;
    at = behind + piece.length;
  }
  return at === head.end ? filled : undefined;
};

/** A head for others that are written alike; `undefined` when it is too long to be kept. */
export const createKnownHead = (read: ReadHead): KnownHead | undefined => {
  const { text, advertisement, limits } = read;
  if (text.length > MAX_CHARACTERS) return undefined;
  const shape = cut(text, findHoles(read));
  const { kind, guarded = false } = advertisement;
  const own = { name: toOwnText(advertisement.name), id: advertisement.id && toOwnText(advertisement.id) };
  return {
    length: countUtf8(text),
    find: (head, given) => {
      const filled = given === limits ? fill(head, shape, limits.maxAttributeLength) : undefined;
      if (!filled) return undefined;
      const id = (filled.id as DocumentId | undefined) ?? own.id;
      return { kind, name: filled.name ?? own.name, ...(id !== undefined && { id }), ...(guarded && { guarded }) };
    },
  };
};
