import { LRUCache } from 'lru-cache';
import type { Advertisement } from '../../advertisement/index.js';
import { makeDocumentAdvertisement, readAdvertisement, writeAdvertisement } from '../../advertisement/index.js';
import { fromUtf8 } from '../../base/index.js';
import { parseXml } from '../../xml/index.js';
import type { Row } from '../projection/index.js';
import type { ReadableSpace } from './find-body.js';
import { findBody } from './find-body.js';

/** The advertisements of documents as XML text, kept by row: a row is one version of one document. */
export interface AdvertisementTexts {
  /** What is kept already. */
  readonly find: (row: Row) => string | undefined;
  /** The text for the document's present version, with its row; `undefined` when it was removed meanwhile. */
  readonly read: (context: ReadableSpace, row: Row) => Promise<RowText | undefined>;
  /** The advertisement read from its text. */
  readonly parse: (row: Row, text: string) => Advertisement;
}

export interface RowText {
  readonly row: Row;
  readonly text: string;
}

/** Characters kept: an advertisement has about 2,000, one with a large schema 30,000. */
const MAX_CHARACTERS = 32 * 1024 * 1024;
/** Parsed advertisements kept, for gates. */
const MAX_PARSED = 200;

export const createAdvertisementTexts = (): AdvertisementTexts => {
  const texts = new LRUCache<Row, string>({ maxSize: MAX_CHARACTERS, sizeCalculation: (text) => text.length + 1 });
  const parsed = new LRUCache<Row, Advertisement>({ max: MAX_PARSED });

  const read = async (context: ReadableSpace, row: Row): Promise<RowText | undefined> => {
    if (row.plain) {
      const text = writeAdvertisement(makePlain(context, row));
      texts.set(row, text);
      return { row, text };
    }
    const found = await findBody(context, row.id);
    if (!found) return undefined;
    if (found.row.plain) return read(context, found.row);
    const { bytes, rootStart, rootEnd } = found.body;
    const text = fromUtf8(bytes.subarray(rootStart, rootEnd));
    texts.set(found.row, text);
    return { row: found.row, text };
  };

  return {
    find: (row) => texts.get(row),
    read: async (context, row) => {
      const text = row.removed ? undefined : texts.get(row);
      return text === undefined ? read(context, row) : { row, text };
    },
    parse: (row, text) => {
      const known = parsed.get(row);
      if (known) return known;
      const { root, source } = parseXml(text);
      const advertisement = readAdvertisement(root, source);
      parsed.set(row, advertisement);
      return advertisement;
    },
  };
};

/** By it a plain document is found and fetched; its schema is its space's content schema. */
const makePlain = ({ shared, definition }: ReadableSpace, { id, name, components }: Row): Advertisement => {
  const uri = shared.collaborators.addresses.document(definition, id);
  const made = makeDocumentAdvertisement({ id, name, uri });
  return components.view.size === 0
    ? made
    : { ...made, interface: { methods: [], events: [], schemas: definition.contentSchemas } };
};
