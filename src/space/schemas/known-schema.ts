import type { SchemaLimits } from '../../base/index.js';
import { isStoaError } from '../../base/index.js';
import type { SchemaPart } from '../../advertisement/index.js';
import type { ComponentKey, Schema } from '../../schema/index.js';
import { createOutlines, hashAttributes, readSchema, UNKNOWN_OUTLINE } from '../../schema/index.js';
import { parseXml } from '../../xml/index.js';
import { unpackKeys } from './packed-keys.js';
import type { Outlined } from './roles.js';
import type { SchemaWorker } from './schema-tasks.js';
import { isSchemaText } from './schema-texts.js';
import type { DescribedSchema, SchemaDocument, SchemaText } from './schema-texts.js';

/** What a space knows of a schema: its components; and the schema itself only where it is small. */
export interface KnownSchema extends Outlined {
  /** Equal for equal schema documents. */
  readonly digest: string;
  /** `undefined` for a schema that is too large to be worked on in the event loop. */
  readonly schema: Schema | undefined;
  /** The documents as text, for the worker: a small schema may be compared with a large one. */
  readonly texts: readonly SchemaText[];
}

/**
 * Characters of schema documents up to which a schema is read in the event loop. Reading costs some 0.1 ms for a thousand
 * characters, and almost every real service stays below.
 */
const MAX_INLINE_CHARACTERS = 32_768;

/**
 * Limits of reading and checking in the event loop, so that no small but hostile schema holds it for long; the worker has the
 * full ones. Three million steps of a check take some 40 ms.
 */
const INLINE_LIMITS = { maxSteps: 50_000, maxComponents: 4_000, maxStates: 4_000, maxCheckSteps: 3_000_000 } as const;

/** Limits in force in the event loop. */
export const toInlineLimits = (limits: SchemaLimits): SchemaLimits => ({
  ...limits,
  maxSteps: Math.min(limits.maxSteps, INLINE_LIMITS.maxSteps),
  maxComponents: Math.min(limits.maxComponents, INLINE_LIMITS.maxComponents),
  maxStates: Math.min(limits.maxStates, INLINE_LIMITS.maxStates),
  maxCheckSteps: Math.min(limits.maxCheckSteps, INLINE_LIMITS.maxCheckSteps),
});

/** Whether a schema or a document was refused only because it is read in the event loop. */
export const isInlineLimit = (thrown: unknown): boolean =>
  isStoaError(thrown, 'SCHEMA_LIMIT_EXCEEDED') && Object.keys(INLINE_LIMITS).includes(thrown.limit ?? '');

/** Whether a document is small enough to be parsed in the event loop: all of a larger one is left to the worker. */
export const isSmallDocument = ({ length }: { readonly length: number }): boolean => length <= MAX_INLINE_CHARACTERS;

const lengthOf = (document: SchemaDocument): number =>
  isSchemaText(document) ? document.xml.length : document.root.end - document.root.start;

/** Whether schema documents are small enough to be read in the event loop. */
export const isSmall = (documents: readonly SchemaDocument[]): boolean =>
  documents.reduce((sum, document) => sum + lengthOf(document), 0) <= MAX_INLINE_CHARACTERS;

const toPart = (document: SchemaDocument): SchemaPart =>
  isSchemaText(document) ? { location: document.location, ...parseXml(document.xml) } : document;

/** How a schema is read. */
export interface Reading {
  readonly texts: readonly SchemaText[];
  readonly limits: SchemaLimits;
  readonly worker: SchemaWorker;
}

/** A small schema, or `undefined` when reading it takes longer than it may in the event loop. @throws what `readSchema` throws */
export const readInline = (
  documents: readonly SchemaDocument[],
  { limits, digest, texts }: Pick<Reading, 'limits' | 'texts'> & Pick<KnownSchema, 'digest'>,
): KnownSchema | undefined => {
  try {
    const schema = readSchema(documents.map(toPart), { limits: toInlineLimits(limits) });
    // Fingerprints cost as much as reading, and comparing needs none.
    return Object.freeze({
      digest,
      schema,
      texts,
      outlineOf: createOutlines(schema.model),
      get components() {
        return schema.components();
      },
      get attributes() {
        return hashAttributes(schema.model);
      },
    });
  } catch (thrown) {
    if (isInlineLimit(thrown)) return undefined;
    throw thrown;
  }
};

/** What is known of a schema that the worker has read. */
export const toKnownSchema = (
  { digest, components, attributes }: DescribedSchema,
  texts: readonly SchemaText[],
): KnownSchema => {
  let unpacked: readonly ComponentKey[] | undefined;
  return Object.freeze({
    digest,
    schema: undefined,
    texts,
    outlineOf: () => UNKNOWN_OUTLINE,
    attributes,
    get components() {
      return (unpacked ??= unpackKeys(components));
    },
  });
};

/** A schema read outside the event loop. @throws what `readSchema` throws */
export const readOutside = async ({ worker, texts }: Pick<Reading, 'worker' | 'texts'>): Promise<KnownSchema> =>
  toKnownSchema(await worker.describe(texts), texts);

/** What a schema looks for when it is a partial one: its elements, or its types when it has none. */
export const wantedOf = ({ components }: KnownSchema): readonly ComponentKey[] => {
  const elements = components.filter(({ kind }) => kind === 'element');
  return elements.length > 0 ? elements : components;
};
