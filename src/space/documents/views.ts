import { LRUCache } from 'lru-cache';
import { hashSha256 } from '../../base/digest.js';
import { toBase64Url, toUtf8 } from '../../base/index.js';
import type { SchemaLimits } from '../../base/index.js';
import { tailorAdvertisement, writeAdvertisement, writeProtectedAdvertisement } from '../../advertisement/index.js';
import type { Seen, Sight } from '../access/sight.js';
import type { Row } from '../projection/index.js';
import type { AdvertisementTexts, RowText } from './advertisement-texts.js';
import type { ReadableSpace } from './find-body.js';

/** The advertisement of a document as somebody sees it. */
export interface View extends RowText {
  /** Tells views apart that have other bytes; `undefined` for the complete advertisement. */
  readonly view: string | undefined;
}

/** Advertisements as callers see them: complete, protected, or with some methods and the part of the schema that these need. */
export interface Views {
  /** What is at hand. */
  readonly find: (context: ReadableSpace, row: Row, seen: Seen) => string | undefined;
  /** As the caller sees the document's present version; `undefined` when it was removed meanwhile, or is hidden. */
  readonly read: (context: ReadableSpace, row: Row, sight: Pick<Sight, 'of'>) => Promise<View | undefined>;
}

/** Characters kept of tailored advertisements; equal grants share them. */
const MAX_CHARACTERS = 16 * 1024 * 1024;

const DIGEST_BYTES = 6;

const digest = (text: string): string => toBase64Url(hashSha256(toUtf8(text)).subarray(0, DIGEST_BYTES));

const writeProtected = ({ shared, definition }: ReadableSpace, { id, kind, name }: Row): string => {
  const { addresses } = shared.collaborators;
  const complete = `${addresses.document(definition, id)}/advertisement`;
  return writeProtectedAdvertisement({ id, kind, name, complete, authentication: addresses.authentication?.() });
};

/** Views over the texts of advertisements. */
export const createViews = (texts: AdvertisementTexts, limits: SchemaLimits): Views => {
  const tailored = new LRUCache<string, string>({
    maxSize: MAX_CHARACTERS,
    sizeCalculation: (text) => text.length + 1,
  });
  const keyOf = ({ definition }: ReadableSpace, row: Row, methods: readonly string[]): string =>
    JSON.stringify([definition.id, row.id, row.sequence, row.version, ...methods]);

  const find: Views['find'] = (context, row, seen) => {
    if (seen === 'complete') return texts.find(row);
    if (seen === 'protected') return writeProtected(context, row);
    return seen === 'hidden' ? undefined : tailored.get(keyOf(context, row, seen));
  };

  const tailor = (context: ReadableSpace, { row, text }: RowText, methods: readonly string[]): string => {
    const key = keyOf(context, row, methods);
    const known = tailored.get(key);
    if (known !== undefined) return known;
    const made = writeAdvertisement(tailorAdvertisement(texts.parse(row, text), methods, limits));
    tailored.set(key, made);
    return made;
  };

  return {
    find,
    read: async (context, row, sight) => {
      const found = await texts.read(context, row);
      const seen = found && sight.of(found.row);
      if (found === undefined || seen === undefined || seen === 'hidden') return undefined;
      if (seen === 'complete') return { ...found, view: undefined };
      const text = seen === 'protected' ? writeProtected(context, found.row) : tailor(context, found, seen);
      return { row: found.row, text, view: digest(text) };
    },
  };
};
