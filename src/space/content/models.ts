import { LRUCache } from 'lru-cache';
import type { SchemaLimits } from '../../base/index.js';
import { hashSha256, toBase64Url, toUtf8 } from '../../base/index.js';
import type { Interface, SchemaPart } from '../../advertisement/index.js';
import { compileInterface } from '../../advertisement/index.js';
import type { Schema } from '../../schema/index.js';
import { readSchema } from '../../schema/index.js';
import { writeXml } from '../../xml/index.js';
import type { ComponentSet } from '../tables/index.js';
import { withRoles } from './roles.js';

/** Schemas of all spaces, and what interfaces are found by, kept by the content of their schema documents. */
export interface Models {
  /** Checks an interface and gives the components by which it is found. @throws what `compileInterface` throws */
  readonly readInterface: (description: Interface) => ComponentSet;
  /** @throws what `readSchema` throws */
  readonly readSchema: (parts: readonly SchemaPart[]) => Schema;
  /** The same with the digest of the schema documents. */
  readonly readSchemaByDigest: (parts: readonly SchemaPart[]) => DigestedSchema;
}

/** A schema with the digest of the documents that it was read from. */
export interface DigestedSchema {
  readonly schema: Schema;
  readonly digest: string;
}

/** A model of a real service takes about 100 kB, so this bounds the heap to some tens of megabytes. */
const MAX_MODELS = 300;
/** A set of components takes some kilobytes. */
const MAX_INTERFACES = 2000;

const digestOf = (parts: readonly SchemaPart[]): string =>
  toBase64Url(hashSha256(toUtf8(parts.map(({ location, root }) => `${location}\n${writeXml(root)}`).join('\n'))));

const namesOf = ({ methods, events }: Interface): string => JSON.stringify([methods, events]);

export const createModels = (limits: SchemaLimits): Models => {
  const interfaces = new LRUCache<string, ComponentSet>({ max: MAX_INTERFACES });
  const schemas = new LRUCache<string, Schema>({ max: MAX_MODELS });
  const readSchemaByDigest = (parts: readonly SchemaPart[]): DigestedSchema => {
    const digest = digestOf(parts);
    const schema = schemas.get(digest) ?? readSchema(parts, { limits });
    schemas.set(digest, schema);
    return { schema, digest };
  };
  return {
    readInterface: (description) => {
      const key = `${digestOf(description.schemas)} ${namesOf(description)}`;
      const known = interfaces.get(key);
      if (known) return known;
      const components = withRoles(compileInterface(description, { limits }).components(), description);
      interfaces.set(key, components);
      return components;
    },
    readSchema: (parts) => readSchemaByDigest(parts).schema,
    readSchemaByDigest,
  };
};
