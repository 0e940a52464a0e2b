import { findNamespace } from '../../xml/index.js';
import type { ValueConstraint } from '../model/components.js';
import { checkSimple, equalSimpleValues } from '../simple/index.js';
import type { SimpleType } from '../simple/model.js';
import type { Builder } from './builder.js';
import { rawAttribute } from './node.js';
import type { SchemaNode } from './node.js';

/** Reads `default` and `fixed`; both at once break `rule`. */
export const readValueConstraint = (builder: Builder, node: SchemaNode, rule: string): ValueConstraint | undefined => {
  const [defaulted, fixed] = [rawAttribute(node, 'default'), rawAttribute(node, 'fixed')];
  if (defaulted !== undefined && fixed !== undefined) {
    builder.report.invalid(rule, 'default and fixed exclude each other', node);
  }
  const text = fixed ?? defaulted;
  if (text === undefined) return undefined;
  const { scope } = node.element;
  return {
    kind: fixed === undefined ? 'default' : 'fixed',
    text,
    resolve: (prefix) => findNamespace(scope, prefix),
  };
};

/** Checks that a constraint's text is of its type (section 3.3.6, "Element Default Valid (Immediate)"); IDs take none. */
export const checkValueConstraint = (builder: Builder, node: SchemaNode, given: GivenValue): void => {
  const { constraint, type, rule } = given;
  if (type.builtIn === 'ID') builder.report.invalid(`${rule}.4`, 'an ID takes no default and no fixed value', node);
  const problem = checkSimple(type, constraint.text, { resolve: constraint.resolve, step: builder.report.step });
  if (problem !== undefined) {
    builder.report.invalid(`${rule}.2`, `the ${constraint.kind} value is not of its type: ${problem.message}`, node);
  }
};

/** A constraint, the type its text has to be of, and the rule it would break. */
export interface GivenValue {
  readonly constraint: ValueConstraint;
  readonly type: SimpleType;
  readonly rule: string;
}

/** Whether two constraints mean the same value of a type. */
export const equalConstraints = (type: SimpleType, left: ValueConstraint, right: ValueConstraint): boolean =>
  equalSimpleValues(
    type,
    { text: left.text, qnames: { resolve: left.resolve } },
    { text: right.text, qnames: { resolve: right.resolve } },
  );
