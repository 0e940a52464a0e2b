import type { LRUCache } from 'lru-cache';
import { given } from '../../base/index.js';
import type { DocumentId, SchemaLimits, XmlLimits } from '../../base/index.js';
import type { AdvertisementKind, Interface, SchemaPart } from '../../advertisement/index.js';
import {
  assertInterface,
  compileOrder,
  isAdvertisement,
  readAdvertisement,
  tailorAdvertisement,
  writeAdvertisement,
} from '../../advertisement/index.js';
import type { Schema } from '../../schema/index.js';
import { createOutlines, hashAttributes, XSD_NAMESPACE } from '../../schema/index.js';
import type { XmlDocument, XmlName } from '../../xml/index.js';
import { parseXml, toNameKey } from '../../xml/index.js';
import type { ComponentSet } from '../tables/index.js';
import { NO_COMPONENTS, writeComponentSet } from '../tables/index.js';
import { findLiveness } from '../../advertisement/index.js';
import { withRoles } from './roles.js';
import type { Outlined } from './roles.js';
import { rootRange } from './root-range.js';
import type { RootRange } from './root-range.js';
import { readSentAdvertisement } from './sent-advertisement.js';
import type { SentAdvertisement } from './sent-advertisement.js';
import { describeSchema, toTexts } from './schema-texts.js';
import type { DescribedSchema, SchemaText } from './schema-texts.js';

/** The schema of an interface, with its documents as texts. */
export interface AdvertisedSchema extends DescribedSchema {
  readonly texts: readonly SchemaText[];
}

/** What a space needs of an advertisement that was read outside the event loop. */
export interface LargeAdvertisement {
  readonly kind: AdvertisementKind;
  readonly name: string;
  readonly id?: DocumentId;
  readonly guarded?: true;
  readonly probed?: true;
  /** What it is found by: the digest of the set and its record. */
  readonly set: { readonly digest: string; readonly record: Uint8Array };
  /** `undefined` without an interface. */
  readonly schema?: AdvertisedSchema;
}

/** What a space needs of a document that was read outside the event loop: its tree stays there. */
export interface LargeDocument extends RootRange {
  readonly root: XmlName;
  /** `undefined` for any other document. */
  readonly advertisement?: LargeAdvertisement;
}

/** Reading of documents that are too large for the event loop, from their bytes on. Everything goes in and comes out as plain data. */
export interface LargeDocumentTasks {
  /**
   * Reads what was sent for publishing.
   *
   * @throws what `parseXml` throws; for an advertisement what `readAdvertisement` and `compileInterface` throw
   */
  readonly readDocument: (bytes: Uint8Array, limits: XmlLimits) => LargeDocument;
  /** The schema of an advertisement that was published; `undefined` when it has none. */
  readonly readAdvertised: (text: string) => AdvertisedSchema | undefined;
  /** An advertisement that was published, as far as gates need it. */
  readonly openAdvertisement: (text: string) => SentAdvertisement;
  /** The text of an advertisement with some of its methods, and the part of its schema that these need. */
  readonly tailor: (text: string, methods: readonly string[]) => string;
  /** The text of a schema document, `undefined` when the bytes hold XML of another kind. @throws what `parseXml` throws */
  readonly openSchema: (bytes: Uint8Array, limits: XmlLimits) => string | undefined;
}

export interface LargeDocumentsParts {
  /** Reads a schema, or finds it when it was read before. `texts` are the same documents. */
  readonly read: (parts: readonly SchemaPart[], texts: readonly SchemaText[]) => Schema;
  /** Documents read last, by their text: what is opened is read next. */
  readonly opened: LRUCache<string, XmlDocument>;
  readonly limits: SchemaLimits;
}

const toRecord = (set: ComponentSet): LargeAdvertisement['set'] => ({
  digest: set.digest,
  record: writeComponentSet(set),
});

export const createLargeDocumentTasks = (parts: LargeDocumentsParts): LargeDocumentTasks => {
  const { read: readSchema, opened, limits: schemaLimits } = parts;
  const readInterface = (description: Interface): Outlined & { readonly texts: readonly SchemaText[] } => {
    const texts = toTexts(description.schemas);
    const schema = readSchema(description.schemas, texts);
    assertInterface(description, schema.hasElement);
    compileOrder(description, schema);
    return {
      texts,
      components: schema.components(),
      outlineOf: createOutlines(schema.model),
      attributes: hashAttributes(schema.model),
    };
  };

  const describe = ({ root, source }: XmlDocument): LargeAdvertisement => {
    const advertisement = readAdvertisement(root, source);
    const { kind, name, id, guarded, interface: description } = advertisement;
    const probed = findLiveness(advertisement) && ({ probed: true } as const);
    const head = { kind, name, ...given('id', id), ...given('guarded', guarded), ...probed };
    if (!description) return { ...head, set: toRecord(NO_COMPONENTS) };
    const { texts, ...read } = readInterface(description);
    const set = toRecord(withRoles(read, description));
    return { ...head, set, schema: { texts, ...describeSchema(texts, read) } };
  };

  return {
    readDocument: (bytes, limits) => {
      const document = parseXml(bytes, limits);
      const { namespace, local } = document.root.name;
      const advertisement = isAdvertisement(document.root) ? describe(document) : undefined;
      return { root: { namespace, local }, ...rootRange(bytes, document), ...given('advertisement', advertisement) };
    },
    readAdvertised: (text) => {
      const { root, source } = parseXml(text);
      const description = readAdvertisement(root, source).interface;
      if (!description) return undefined;
      const { texts, ...read } = readInterface(description);
      return { texts, ...describeSchema(texts, read) };
    },
    openAdvertisement: readSentAdvertisement,
    tailor: (text, methods) => {
      const { root, source } = parseXml(text);
      return writeAdvertisement(tailorAdvertisement(readAdvertisement(root, source), methods, schemaLimits));
    },
    openSchema: (bytes, limits) => {
      const document = parseXml(bytes, limits);
      const { name } = document.root;
      if (toNameKey(name) !== toNameKey({ namespace: XSD_NAMESPACE, local: 'schema' })) return undefined;
      opened.set(document.source, document);
      return document.source;
    },
  };
};
