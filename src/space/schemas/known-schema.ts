import type { SchemaLimits } from '../../base/index.js';
import { hashSha256, isStoaError, toBase64Url, toUtf8 } from '../../base/index.js';
import type { SchemaPart } from '../../advertisement/index.js';
import type { ComponentKey, Schema } from '../../schema/index.js';
import { readSchema } from '../../schema/index.js';
import { sliceElement, writeXml } from '../../xml/index.js';
import type { SchemaText, SchemaWorker } from './schema-tasks.js';

/** What a space knows of a schema: its components; and the schema itself only where it is small. */
export interface KnownSchema {
  /** Equal for equal schema documents. */
  readonly digest: string;
  /** Global elements and types. */
  readonly components: readonly ComponentKey[];
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

/** Whether schema documents are small enough to be read in the event loop. */
export const isSmall = (parts: readonly SchemaPart[]): boolean =>
  parts.reduce((sum, { root }) => sum + root.end - root.start, 0) <= MAX_INLINE_CHARACTERS;

const toText = ({ location, root, source }: SchemaPart): SchemaText => ({
  location,
  xml: source === undefined ? writeXml(root) : sliceElement(source, root),
});

/** Digest of schema documents and their locations. */
export const digestTexts = (texts: readonly SchemaText[]): string =>
  toBase64Url(hashSha256(toUtf8(texts.map(({ location, xml }) => `${location}\n${xml}`).join('\n'))));

/** The documents of a schema as texts that are complete in themselves. */
export const toTexts = (parts: readonly SchemaPart[]): readonly SchemaText[] => parts.map(toText);

interface Reading {
  readonly texts: readonly SchemaText[];
  readonly digest: string;
  readonly limits: SchemaLimits;
  readonly worker: SchemaWorker;
}

const readInline = (parts: readonly SchemaPart[], { limits, digest, texts }: Reading): KnownSchema | undefined => {
  try {
    const schema = readSchema(parts, { limits: toInlineLimits(limits) });
    // Fingerprints cost as much as reading, and comparing needs none.
    return Object.freeze({
      digest,
      schema,
      texts,
      get components() {
        return schema.components();
      },
    });
  } catch (thrown) {
    if (isInlineLimit(thrown)) return undefined;
    throw thrown;
  }
};

const readOutside = async ({ worker, texts, digest }: Reading): Promise<KnownSchema> => ({
  digest,
  schema: undefined,
  components: await worker.describe(texts),
  texts,
});

/**
 * Reads a schema: here when it is small, else outside the event loop.
 *
 * @throws {StoaError} what `readSchema` throws
 */
export const readKnownSchema = (parts: readonly SchemaPart[], reading: Reading): KnownSchema | Promise<KnownSchema> =>
  (isSmall(parts) ? readInline(parts, reading) : undefined) ?? readOutside(reading);

/** What a schema looks for when it is a partial one: its elements, or its types when it has none. */
export const wantedOf = ({ components }: KnownSchema): readonly ComponentKey[] => {
  const elements = components.filter(({ kind }) => kind === 'element');
  return elements.length > 0 ? elements : components;
};
