import { toBase64Url, toUtf8 } from '../../base/index.js';
import { hashSha256 } from '../../base/digest.js';
import type { SchemaPart } from '../../advertisement/index.js';
import type { ComponentKey } from '../../schema/index.js';
import { sliceElement, writeXml } from '../../xml/index.js';
import type { PackedKeys } from './packed-keys.js';
import { packKeys } from './packed-keys.js';

/** A schema document as text, complete in itself. */
export interface SchemaText {
  readonly location: string;
  readonly xml: string;
}

/** A schema document: parsed, or as text when it is too large to be parsed in the event loop. */
export type SchemaDocument = SchemaPart | SchemaText;

/** What is known of a schema that was read outside the event loop. */
export interface DescribedSchema {
  /** Equal for equal schema documents. */
  readonly digest: string;
  /** Global elements and types. */
  readonly components: PackedKeys;
  /** Hash of the global attributes. */
  readonly attributes: string;
}

/** Whether a schema document is not parsed. */
export const isSchemaText = (document: SchemaDocument): document is SchemaText => 'xml' in document;

const toText = (document: SchemaDocument): SchemaText => {
  // One of an interface that was read elsewhere makes its tree when that is asked for, so no more of it is passed on.
  if (isSchemaText(document)) return { location: document.location, xml: document.xml };
  const { location, root, source } = document;
  return { location, xml: source === undefined ? writeXml(root) : sliceElement(source, root) };
};

/** The documents of a schema as texts that are complete in themselves. */
export const toTexts = (documents: readonly SchemaDocument[]): readonly SchemaText[] => documents.map(toText);

/** Digest of schema documents and their locations. */
export const digestTexts = (texts: readonly SchemaText[]): string => toBase64Url(hashSha256(toUtf8(joinTexts(texts))));

/** One text for schema documents and their locations. */
export const joinTexts = (texts: readonly SchemaText[]): string =>
  texts.map(({ location, xml }) => `${location}\n${xml}`).join('\n');

/** What is told of a schema that was read. */
export const describeSchema = (
  texts: readonly SchemaText[],
  { components, attributes }: { readonly components: readonly ComponentKey[]; readonly attributes: string },
): DescribedSchema => ({ digest: digestTexts(texts), components: packKeys(components), attributes });
