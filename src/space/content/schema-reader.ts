import { LRUCache } from 'lru-cache';
import type { SchemaLimits } from '../../base/index.js';
import type { SchemaOrigin, SpacesObserver } from '../collaborators.js';
import { isSmall, readInline, readOutside } from '../schemas/known-schema.js';
import { digestTexts, joinTexts } from '../schemas/schema-texts.js';
import type { KnownSchema, SchemaDocument, SchemaText, SchemaWorker } from '../schemas/index.js';

/**
 * Characters of the schemas whose models are kept. A model takes some four bytes for a character of its schema, so this bounds
 * the heap to about 64 MB.
 */
const MAX_MODEL_CHARACTERS = 16 * 1024 * 1024;
const sizeOf = ({ texts }: KnownSchema): number => texts.reduce((sum, { xml }) => sum + xml.length, 1);

/** Schemas by some text, bounded by the length of their documents. */
export const createSchemaCache = (): LRUCache<string, KnownSchema> =>
  new LRUCache<string, KnownSchema>({ maxSize: MAX_MODEL_CHARACTERS, sizeCalculation: sizeOf });

/** `next` of a value that may come later. */
export const then = <From, To>(value: From | Promise<From>, next: (value: From) => To): To | Promise<To> =>
  value instanceof Promise ? value.then(next) : next(value);

/** Reads schemas, large ones by the worker, and keeps what was read: `texts` are the same documents. Throws what `readSchema` throws. */
export type SchemaReader = (
  worker: SchemaWorker,
  documents: readonly SchemaDocument[],
  texts: readonly SchemaText[],
) => KnownSchema | Promise<KnownSchema>;

export interface SchemaReaderParts {
  readonly limits: SchemaLimits;
  readonly observer?: Pick<SpacesObserver, 'schemaRead'>;
}

/** Small schemas are read at once, others by the worker. */
export const createSchemaReader = ({ limits, observer }: SchemaReaderParts): SchemaReader => {
  const schemas = createSchemaCache();
  /** Those that were read outside the event loop, by their text. */
  const large = createSchemaCache();

  const told = <Read>(from: SchemaOrigin, read: Read): Read => {
    observer?.schemaRead(from);
    return read;
  };

  const readSmall = (
    worker: SchemaWorker,
    documents: readonly SchemaDocument[],
    texts: readonly SchemaText[],
  ): KnownSchema | Promise<KnownSchema> => {
    const digest = digestTexts(texts);
    const known = schemas.get(digest);
    if (known) return told('cache', known);
    const here = readInline(documents, { texts, digest, limits });
    return then(told(here ? 'here' : 'thread', here ?? readOutside({ worker, texts })), (schema) => {
      schemas.set(digest, schema);
      return schema;
    });
  };

  /** A large schema is known by its text: the digest of so much would take milliseconds. */
  const readLarge = async (worker: SchemaWorker, texts: readonly SchemaText[]): Promise<KnownSchema> => {
    const key = joinTexts(texts);
    const known = large.get(key);
    if (known) return told('cache', known);
    const schema = await told('thread', readOutside({ worker, texts }));
    large.set(key, schema);
    return schema;
  };

  return (worker, documents, texts) =>
    isSmall(documents) ? readSmall(worker, documents, texts) : readLarge(worker, texts);
};
