import { Buffer } from 'node:buffer';
import { LRUCache } from 'lru-cache';
import type { XmlLimits } from '../../base/index.js';
import { countUtf8, fromUtf8, isStoaError, toBase64Url, toOwnText, toUtf8 } from '../../base/index.js';
import { hashSha256 } from '../../base/digest.js';
import type { Advertisement, Interface } from '../../advertisement/index.js';
import { findAroundInterface, findLiveness, LIVENESS } from '../../advertisement/index.js';
import type { NamespaceScope, XmlDocument, XmlElement, XmlName } from '../../xml/index.js';
import { childElements, equalNames, parseXml } from '../../xml/index.js';
import type { ComponentSet } from '../tables/index.js';
import type { Head, HeadFacts, KnownHead, ReadHead } from './known-heads.js';
import { createKnownHead } from './known-heads.js';

/** An advertisement as far as a space needs it, found without reading its interface again. */
export interface KnownAdvertisement {
  readonly advertisement: HeadFacts;
  readonly components: ComponentSet;
  /** It asks to be asked after. */
  readonly probed: boolean;
  /** Offset in bytes of the root element's `<`. */
  readonly rootStart: number;
  /** Bytes behind the root element. */
  readonly bytesBehind: number;
  /** Digest and length of the bytes from the interface on; `undefined` for a short one. */
  readonly tail: TailBytes | undefined;
}

/** What the bytes of a tail are known by. */
interface TailBytes {
  /** SHA-256. */
  readonly digest: string;
  readonly length: number;
}

/**
 * Advertisements from the interface on to their end, as they were read: most of what is published has an interface that many
 * others have, written alike. Such an interface, and what is behind it, is what it was before wherever it stands in the same root
 * element with the same namespaces in scope, so only what is before it has to be read.
 */
export interface KnownTails {
  /** `undefined` for a document that has to be read as a whole, be it that something is wrong with it. */
  readonly find: (bytes: Uint8Array, limits: XmlLimits) => KnownAdvertisement | undefined;
  /** Keeps the tail of a document that was read as a whole, and nothing was wrong with it. */
  readonly keep: (
    document: XmlDocument,
    advertisement: Advertisement,
    read: Pick<KnownAdvertisement, 'components' | 'probed'>,
  ) => void;
}

/** A head with where its root element begins, in bytes. */
interface PlacedHead {
  readonly head: KnownHead;
  readonly rootStart: number;
}

interface KnownTail {
  readonly bytes: Uint8Array;
  /** The root element that it stood in: its prefix and the namespaces declared by it. */
  readonly prefix: string;
  readonly scope: NamespaceScope | undefined;
  /** The interface as far as other parts of an advertisement depend on it. */
  readonly description: Interface;
  /** What is behind the interface, as far as it depends on what is before it. */
  readonly extensions: Advertisement['extensions'];
  readonly components: ComponentSet;
  readonly probed: boolean;
  readonly bytesBehind: number;
  /** Characters of the text that it was read from, parts of which are kept, and its own bytes. */
  readonly characters: number;
  /** What its bytes are known by, once a second document had them. */
  known: TailBytes | undefined;
  /** What stood before it, the last one first. */
  readonly heads: readonly PlacedHead[];
  /** How often in a row what stood before it had to be read. */
  misses: number;
}

/** Characters of the texts that are kept. */
const MAX_CHARACTERS = 16 * 1024 * 1024;
/** About what is kept beside a text, in characters. */
const ENTRY_CHARACTERS = 500;
/** How an interface begins; one with a prefix is read each time. */
const BEGIN = '<interface';
const BEGIN_BYTES = Buffer.from(BEGIN);
/** The shortest element: no document has more elements than its length has room for. */
const ELEMENT_BYTES = '<a/>'.length;

/** About how many bytes tails are looked up by; those that share them are compared. */
const SAMPLES = 256;
/** Most tails that share them. */
const MAX_TWINS = 16;
/** Shortest tail that is worth being kept apart from what stands before it. */
const MIN_SHARED_BYTES = 256;
/** Most heads kept of a tail. */
const MAX_HEADS = 4;

/** A number for the bytes from `at` on: of their count and some of them, since all take longer than comparing. */
const sample = (bytes: Uint8Array, at: number): number => {
  const count = bytes.length - at;
  const step = Math.ceil(count / SAMPLES);
  let hash = count;
  for (let next = bytes.length - 1; next >= at; next -= step) hash = (Math.imul(hash, 31) + (bytes[next] ?? 0)) | 0;
  return hash;
};

/** Characters that a tail keeps in memory, about. */
const charactersOf = ({ characters, heads }: KnownTail): number =>
  heads.reduce((sum, { head }) => sum + head.length, characters + ENTRY_CHARACTERS);

const isPowerOfTwo = (count: number): boolean => (count & (count - 1)) === 0;

/** Whether the same is declared, in the same order. */
const isSameScope = (left: NamespaceScope | undefined, right: NamespaceScope | undefined): boolean => {
  let [one, other] = [left, right];
  while (one !== undefined && other !== undefined) {
    if (one.prefix !== other.prefix || one.namespace !== other.namespace) return false;
    one = one.outer;
    other = other.outer;
  }
  return one === other;
};

const nameOf = (prefix: string): string => (prefix === '' ? 'advertisement' : `${prefix}:advertisement`);

const isInterface = (name: XmlName, root: XmlName): boolean =>
  name.local === 'interface' && name.namespace === root.namespace;

/**
 * The root element of what is before a tail, closed there. It is well-formed only when the tail begins in the content of the
 * root element: in a tag, a comment or another element the closing tag would be none.
 */
const findRoot = (head: string, prefix: string, limits: XmlLimits): XmlElement | undefined => {
  try {
    return parseXml(`${head}</${nameOf(prefix)}>`, limits).root;
  } catch (thrown) {
    if (isStoaError(thrown)) return undefined;
    throw thrown;
  }
};

const measure = (bytes: Uint8Array): TailBytes | undefined =>
  bytes.length < MIN_SHARED_BYTES ? undefined : { digest: toBase64Url(hashSha256(bytes)), length: bytes.length };

const describe = (tail: KnownTail, advertisement: HeadFacts, rootStart: number): KnownAdvertisement => {
  const { components, probed, bytesBehind } = tail;
  return { advertisement, components, probed, rootStart, bytesBehind, tail: (tail.known ??= measure(tail.bytes)) };
};

/** An advertisement with a head that is alike one that was read before it. */
const findHead = (tail: KnownTail, read: Head, limits: XmlLimits): KnownAdvertisement | undefined => {
  for (const { head, rootStart } of tail.heads) {
    const advertisement = head.find(read, limits);
    if (!advertisement) continue;
    tail.misses = 0;
    return describe(tail, advertisement, rootStart);
  }
  return undefined;
};

/** Whether it can be asked after as a tail wants it to be: at its addresses, which stand before the tail. */
const isAskable = ({ endpoints }: Advertisement, { extensions }: KnownTail): boolean => {
  try {
    findLiveness({ endpoints, extensions });
    return true;
  } catch (thrown) {
    if (isStoaError(thrown)) return false;
    throw thrown;
  }
};

const toFacts = ({ kind, name, id, guarded }: Advertisement): HeadFacts => ({
  kind,
  name: toOwnText(name),
  ...(id !== undefined && { id: toOwnText(id) }),
  ...(guarded && { guarded }),
});

/** Reads what is before a tail; `undefined` when anything is wrong with it. */
const readHead = (tail: KnownTail, text: string, limits: XmlLimits): ReadHead | undefined => {
  const root = findRoot(text, tail.prefix, limits);
  if (root?.prefix !== tail.prefix || !isSameScope(root.scope, tail.scope)) return undefined;
  const advertisement = findAroundInterface(root, tail.description);
  if (advertisement === undefined || !isAskable(advertisement, tail)) return undefined;
  return { text, root, advertisement, limits };
};

/** Text of what is before a tail; `undefined` when it is none. */
const readText = (bytes: Uint8Array): string | undefined => {
  try {
    return fromUtf8(bytes);
  } catch (thrown) {
    if (isStoaError(thrown)) return undefined;
    throw thrown;
  }
};

/** Knows no tail at first. */
export const createKnownTails = (): KnownTails => {
  /** By their samples. */
  const tails = new LRUCache<number, readonly KnownTail[]>({
    maxSize: MAX_CHARACTERS,
    sizeCalculation: (twins) => twins.reduce((sum, tail) => sum + charactersOf(tail), 0),
  });

  const findTail = (bytes: Buffer, at: number, key: number): KnownTail | undefined =>
    tails.get(key)?.find((tail) => bytes.compare(tail.bytes, 0, tail.bytes.length, at) === 0);

  /** Keeps a head of a tail for the next that is alike. */
  const keepHead = (key: number, tail: KnownTail, placed: PlacedHead): void => {
    const heads = [placed, ...tail.heads.slice(0, MAX_HEADS - 1)];
    tails.set(key, tails.get(key)?.map((twin) => (twin === tail ? { ...tail, heads } : twin)) ?? []);
  };

  const find: KnownTails['find'] = (given, limits) => {
    const bytes = Buffer.isBuffer(given) ? given : Buffer.from(given.buffer, given.byteOffset, given.length);
    const at = bytes.indexOf(BEGIN_BYTES);
    if (at < 0 || bytes.length > limits.maxElements * ELEMENT_BYTES) return undefined;
    const key = sample(bytes, at);
    const tail = findTail(bytes, at, key);
    if (tail === undefined) return undefined;
    const known = findHead(tail, { bytes, end: at }, limits);
    if (known) return known;
    const text = readText(bytes.subarray(0, at));
    const read = text === undefined ? undefined : readHead(tail, text, limits);
    if (!read) return undefined;
    const rootStart = countUtf8(read.text.slice(0, read.root.start));
    const described = describe(tail, toFacts(read.advertisement), rootStart);
    tail.misses++;
    // Where no head is like another, fewer and fewer are kept; where its addresses are to be asked, each is looked at.
    const head = isPowerOfTwo(tail.misses) && !tail.probed ? createKnownHead(read) : undefined;
    if (head) keepHead(key, tail, { head, rootStart });
    return described;
  };

  return {
    find,
    keep: ({ root, source }, { interface: description, extensions }, read) => {
      const at = source.indexOf(BEGIN);
      const interfaceAt = childElements(root).find(({ name }) => isInterface(name, root.name))?.start;
      if (description === undefined || interfaceAt !== at) return;
      const bytes = toUtf8(source.slice(at));
      const key = sample(bytes, 0);
      const tail: KnownTail = {
        bytes,
        prefix: root.prefix,
        scope: root.scope,
        // Trees of schemas take ten times their text.
        description: { ...description, schemas: [] },
        extensions: extensions.filter(({ name }) => equalNames(name, LIVENESS)),
        ...read,
        bytesBehind: countUtf8(source.slice(root.end)),
        characters: source.length + bytes.length,
        known: undefined,
        heads: [],
        misses: 0,
      };
      const others = (tails.get(key) ?? []).filter((twin) => Buffer.compare(twin.bytes, bytes) !== 0);
      tails.set(key, [tail, ...others.slice(0, MAX_TWINS - 1)]);
    },
  };
};
