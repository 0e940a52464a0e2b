import { DEFAULT_SCHEMA_LIMITS } from '../base/index.js';
import type { SchemaLimits } from '../base/index.js';
import { toNameKey } from '../xml/index.js';
import { createEncoder } from './codec/encode.js';
import type { ComponentKey, Schema, SchemaDocument } from './facade.js';
import { listComponents } from './fingerprint/fingerprints.js';
import { createInstanceReader } from './instance/check.js';
import { createPlans } from './plan/create-plans.js';
import { readModel } from './reader/read-model.js';

/** How schema documents are read. */
export interface ReadSchemaOptions {
  /** Defaults to `DEFAULT_SCHEMA_LIMITS`. */
  readonly limits?: SchemaLimits;
}

/**
 * Reads XSD 1.0 documents given together. Includes and imports are looked for among them, by location (as it is written,
 * or by its path relative to the including document); nothing is fetched.
 *
 * @throws {StoaError} `SCHEMA_INVALID` with findings by the rules' names in XSD 1.0, `SCHEMA_UNSUPPORTED` with the constructs
 *   and their places, `SCHEMA_LIMIT_EXCEEDED` with the limit
 */
export const readSchema = (documents: readonly SchemaDocument[], options: ReadSchemaOptions = {}): Schema => {
  const { limits = DEFAULT_SCHEMA_LIMITS } = options;
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
    ...createInstanceReader(plans, limits.maxFindings),
    encode: createEncoder(plans, limits.maxFindings),
  });
};
