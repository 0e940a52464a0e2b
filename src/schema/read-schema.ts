import { DEFAULT_SCHEMA_LIMITS } from '../base/index.js';
import type { SchemaLimits } from '../base/index.js';
import { toNameKey } from '../xml/index.js';
import { createTieredCodecs } from './compiled/tiered-codecs.js';
import type { ComponentKey, Schema, SchemaDocument } from './facade.js';
import { listComponents } from './fingerprint/fingerprints.js';
import { createPlans } from './plan/create-plans.js';
import { readModel } from './reader/read-model.js';

/** How schema documents are read. */
export interface ReadSchemaOptions {
  /** Defaults to `DEFAULT_SCHEMA_LIMITS`. */
  readonly limits?: SchemaLimits;
  /**
   * Uses after which the codec of a root element is compiled, apart for checking, decoding and encoding: 0 = at once,
   * `Infinity` = never. Default 64: what is met a few times only is not worth the millisecond.
   */
  readonly compileAfter?: number;
}

const DEFAULT_COMPILE_AFTER = 64;

/**
 * Reads XSD 1.0 documents given together. Includes and imports are looked for among them, by location (as it is written,
 * or by its path relative to the including document); nothing is fetched.
 *
 * @throws {StoaError} `SCHEMA_INVALID` with findings by the rules' names in XSD 1.0, `SCHEMA_LIMIT_EXCEEDED` with the limit
 */
export const readSchema = (documents: readonly SchemaDocument[], options: ReadSchemaOptions = {}): Schema => {
  const { limits = DEFAULT_SCHEMA_LIMITS, compileAfter = DEFAULT_COMPILE_AFTER } = options;
  const model = readModel(documents, limits);
  const plans = createPlans(model);
  let keys: readonly ComponentKey[] | undefined;
  const components = (): readonly ComponentKey[] => (keys ??= listComponents(model));
  return Object.freeze<Schema>({
    model,
    components,
    wanted: () => {
      const elements = components().filter(({ kind }) => kind === 'element');
      return elements.length > 0 ? elements : components();
    },
    hasElement: (name) => model.elements.has(toNameKey(name)),
    ...createTieredCodecs({
      plans,
      checks: limits,
      compileAfter,
      maxCodeLength: limits.maxCodeLength,
      hasIdentity: model.identity.size > 0,
    }),
  });
};
