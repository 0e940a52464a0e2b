import { LRUCache } from 'lru-cache';
import type { XmlLimits } from '../../base/index.js';
import { countUtf8, isStoaError } from '../../base/index.js';
import type { Advertisement, Interface } from '../../advertisement/index.js';
import { findAroundInterface } from '../../advertisement/index.js';
import type { NamespaceScope, XmlDocument, XmlElement, XmlName } from '../../xml/index.js';
import { childElements, parseXml } from '../../xml/index.js';
import type { ComponentSet } from '../tables/index.js';

/** An advertisement as far as a space needs it, found without reading its interface again. */
export interface KnownAdvertisement {
  readonly advertisement: Pick<Advertisement, 'kind' | 'name' | 'id' | 'guarded'>;
  readonly components: ComponentSet;
  /** It asks to be asked after. */
  readonly probed: boolean;
  /** Offset in bytes of the root element's `<`. */
  readonly rootStart: number;
  /** Bytes behind the root element. */
  readonly bytesBehind: number;
}

/**
 * Advertisements from the interface on to their end, as they were read: most of what is published has an interface that many
 * others have, written alike. Such an interface, and what is behind it, is what it was before wherever it stands in the same root
 * element with the same namespaces in scope, so only what is before it has to be read.
 */
export interface KnownTails {
  /** `undefined` for a document that has to be read as a whole, be it that something is wrong with it. */
  readonly find: (source: string, limits: XmlLimits) => KnownAdvertisement | undefined;
  /** Keeps the tail of a document that was read as a whole, and nothing was wrong with it. */
  readonly keep: (
    document: XmlDocument,
    advertisement: Advertisement,
    read: Pick<KnownAdvertisement, 'components' | 'probed'>,
  ) => void;
}

interface KnownTail {
  readonly text: string;
  /** The root element that it stood in: its prefix and the namespaces declared by it. */
  readonly prefix: string;
  readonly scope: NamespaceScope | undefined;
  /** The interface as far as other parts of an advertisement depend on it. */
  readonly description: Interface;
  readonly components: ComponentSet;
  readonly probed: boolean;
  readonly bytesBehind: number;
  /** Characters of the whole text, which the tail keeps in memory. */
  readonly characters: number;
}

/** Characters of the texts that are kept. */
const MAX_CHARACTERS = 16 * 1024 * 1024;
/** About what is kept beside a text, in characters. */
const ENTRY_CHARACTERS = 500;
/** How an interface begins; one with a prefix is read each time. */
const BEGIN = '<interface';
/** The shortest element: no text has more elements than its length has room for. */
const ELEMENT_LENGTH = '<a/>'.length;

/** Distance of the characters by which a text is looked up; those that share them are compared. */
const SAMPLE_STEP = 5;
/** Most tails that share them. */
const MAX_TWINS = 8;

/** A number for the text of `source` from `at` on: of its length and some of its characters, since all take longer than comparing. */
const sample = (source: string, at: number): number => {
  let hash = source.length - at;
  for (let next = source.length - 1; next >= at; next -= SAMPLE_STEP) {
    hash = (Math.imul(hash, 31) + source.charCodeAt(next)) | 0;
  }
  return hash;
};

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

/** Knows no tail at first. */
export const createKnownTails = (): KnownTails => {
  /** By their samples. */
  const tails = new LRUCache<number, readonly KnownTail[]>({
    maxSize: MAX_CHARACTERS,
    sizeCalculation: (twins) => twins.reduce((sum, { characters }) => sum + characters + ENTRY_CHARACTERS, 0),
  });

  const findTail = (source: string, at: number): KnownTail | undefined => {
    const text = source.slice(at);
    return tails.get(sample(source, at))?.find((tail) => tail.text === text);
  };

  const find = (source: string, limits: XmlLimits): KnownAdvertisement | undefined => {
    const at = source.indexOf(BEGIN);
    const tail = at < 0 ? undefined : findTail(source, at);
    if (tail === undefined || source.length > limits.maxElements * ELEMENT_LENGTH) return undefined;
    const root = findRoot(source.slice(0, at), tail.prefix, limits);
    if (root?.prefix !== tail.prefix || !isSameScope(root.scope, tail.scope)) return undefined;
    const advertisement = findAroundInterface(root, tail.description);
    if (advertisement === undefined) return undefined;
    const { components, probed, bytesBehind } = tail;
    return { advertisement, components, probed, bytesBehind, rootStart: countUtf8(source.slice(0, root.start)) };
  };

  return {
    find,
    keep: ({ root, source }, { interface: description }, read) => {
      const at = source.indexOf(BEGIN);
      const interfaceAt = childElements(root).find(({ name }) => isInterface(name, root.name))?.start;
      if (description === undefined || interfaceAt !== at) return;
      const text = source.slice(at);
      const twins = tails.get(sample(source, at)) ?? [];
      const tail: KnownTail = {
        text,
        prefix: root.prefix,
        scope: root.scope,
        // Trees of schemas take ten times their text.
        description: { ...description, schemas: [] },
        ...read,
        bytesBehind: countUtf8(source.slice(root.end)),
        characters: source.length,
      };
      const others = twins.filter((twin) => twin.text !== text);
      tails.set(sample(source, at), [tail, ...others.slice(0, MAX_TWINS - 1)]);
    },
  };
};
