import { StoaError } from '../../base/index.js';
import { toNameKey } from '../../xml/index.js';
import type { NameKey, XmlName } from '../../xml/index.js';
import type { Schema } from '../facade.js';
import { elementSchema } from './elements.js';
import type { JsonSchema } from './json.js';
import { createScope } from './scope.js';

/**
 * JSON Schema (2020-12) of the values of a message in their JSON form, without `$id`: objects as in `TypedValue`, bigints as
 * digits or safe numbers, bytes as base64. It takes every value that `Schema.encode` takes, and no other but where it says so: a
 * `$comment` stands at each place where more is taken, and one at the root lists what is left out. That may be
 *
 * - the order and number of elements among text, and counts of members that depend on one another (repeated groups, names that
 *   stand in several places); choices, optional groups and ranges of counts are exact;
 * - what wildcards let in, beyond the namespaces of its names;
 * - facets of texts that hold white space to be collapsed; patterns and digits of decimals given as JSON numbers; bounds and
 *   enumerations of dates, times and durations; enumerations of `xs:float`; patterns of lists, unions, names and bytes;
 * - patterns without an exact counterpart in ECMAScript, or with one that could hold up an engine that backtracks.
 *
 * Never said, and not noted: identity constraints, references and the uniqueness of IDs, and how deep values may be nested.
 * For `ajv`: `strict` may be on, `ownProperties` has to be where elements are called `constructor` and the like.
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
