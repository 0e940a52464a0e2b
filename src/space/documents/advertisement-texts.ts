import { LRUCache } from 'lru-cache';
import type { Advertisement } from '../../advertisement/index.js';
import { makeDocumentAdvertisement, writeAdvertisement } from '../../advertisement/index.js';
import { fromUtf8 } from '../../base/index.js';
import type { Row } from '../projection/index.js';
import type { ReadableSpace } from './find-body.js';
import { isSmallDocument, openAdvertisement, openSentAdvertisement } from '../schemas/index.js';
import type { Asker, OpenedAdvertisement, SchemaWorker } from '../schemas/index.js';
import { askerOf, findBody } from './find-body.js';

/** The advertisements of documents as XML text, kept by row: a row is one version of one document. */
export interface AdvertisementTexts {
  /** What is kept already. */
  readonly find: (row: Row) => string | undefined;
  /** The text for the document's present version, with its row; `undefined` when it was removed meanwhile. */
  readonly read: (context: ReadableSpace, row: Row) => Promise<RowText | undefined>;
  /** The advertisement read from its text, outside the event loop when it is large. */
  readonly open: (context: ReadableSpace, found: RowText) => OpenedAdvertisement | Promise<OpenedAdvertisement>;
  /** The same for a text that was made of one; it is not kept. */
  readonly openText: (context: ReadableSpace, text: string) => OpenedAdvertisement | Promise<OpenedAdvertisement>;
  /** As `open`, for a text that is small. */
  readonly parse: (found: RowText) => Advertisement;
}

interface Workers {
  readonly for: (asker: Asker) => Pick<SchemaWorker, 'openAdvertisement'>;
}

export interface RowText {
  readonly row: Row;
  readonly text: string;
}

/** Characters kept: an advertisement has about 2,000, one with a large schema 30,000. */
const MAX_CHARACTERS = 32 * 1024 * 1024;
/** Characters of the advertisements that are kept parsed, for gates: trees take ten times as much. */
const MAX_OPENED_CHARACTERS = 8 * 1024 * 1024;

/** `workers` read what is too large for the event loop. */
export const createAdvertisementTexts = (workers: Workers): AdvertisementTexts => {
  const texts = new LRUCache<Row, string>({ maxSize: MAX_CHARACTERS, sizeCalculation: (text) => text.length + 1 });
  const opened = new LRUCache<Row, OpenedAdvertisement & Pick<RowText, 'text'>>({
    maxSize: MAX_OPENED_CHARACTERS,
    sizeCalculation: ({ text }) => text.length + 1,
  });

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

  const keep = ({ row, text }: RowText, read: OpenedAdvertisement): OpenedAdvertisement => {
    opened.set(row, { ...read, text });
    return read;
  };

  const openText = (context: ReadableSpace, text: string): OpenedAdvertisement | Promise<OpenedAdvertisement> =>
    isSmallDocument(text) ? openAdvertisement(text) : openOutside(context, text);

  const openOutside = async (context: ReadableSpace, text: string): Promise<OpenedAdvertisement> =>
    openSentAdvertisement(await workers.for(askerOf(context)).openAdvertisement(text));

  return {
    find: (row) => texts.get(row),
    read: async (context, row) => {
      const text = row.removed ? undefined : texts.get(row);
      return text === undefined ? read(context, row) : { row, text };
    },
    open: (context, found) => {
      const read = opened.get(found.row) ?? openText(context, found.text);
      return read instanceof Promise ? read.then((late) => keep(found, late)) : keep(found, read);
    },
    openText,
    parse: (found) => (opened.get(found.row) ?? keep(found, openAdvertisement(found.text))).advertisement,
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
