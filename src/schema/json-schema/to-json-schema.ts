import { StoaError } from '../../base/index.js';
import { toNameKey } from '../../xml/index.js';
import type { NameKey, XmlName } from '../../xml/index.js';
import type { Schema } from '../facade.js';
import { elementSchema } from './elements.js';
import type { JsonSchema } from './json.js';
import { createScope } from './scope.js';

/**
 * JSON Schema (2020-12) of the values of a message in their JSON form, without `$id`.
 *
 * @throws {StoaError} `MESSAGE_UNDECLARED` when no global element has the name, `SCHEMA_LIMIT_EXCEEDED` when it would have
 *   more than {@link MAX_JSON_SCHEMA_NODES} subschemas
 */
export const toJsonSchema = ({ model }: Schema, name: XmlName | NameKey): JsonSchema => {
  const key = typeof name === 'string' ? name : toNameKey(name);
  const declaration = model.elements.get(key);
  if (declaration === undefined) throw new StoaError('MESSAGE_UNDECLARED', `no element ${key} is declared`);
  const scope = createScope(model);
  const root = elementSchema(scope, declaration);
  const $defs = scope.finish();
  const description = model.documentationOf(declaration);
  const gaps = [...scope.approximations].sort();
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    ...(gaps.length > 0 && { $comment: `takes more than the XML schema: ${gaps.join('; ')}` }),
    title: key,
    ...(description !== undefined && { description }),
    ...root,
    ...(Object.keys($defs).length > 0 && { $defs }),
  };
};
