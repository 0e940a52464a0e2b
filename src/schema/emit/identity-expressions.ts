import type { IdentityConstraint, IdentityPath, NameTest } from '../model/components.js';
import type { ContentParts } from './content-expressions.js';
import type { ModuleText } from './module-text.js';
import { arrow, atom, call, list, literal, object } from './printer.js';
import type { Expression } from './printer.js';

const testExpression = (module: ModuleText, test: NameTest): Expression => {
  switch (test.kind) {
    case 'any':
      return object({ kind: literal('any') });
    case 'namespace':
      return object({ kind: literal('namespace'), namespace: literal(test.namespace) });
    case 'name':
      return object({ kind: literal('name'), name: module.name(test.name) });
  }
};

const pathExpression = (module: ModuleText, { descendant, steps, attribute }: IdentityPath): Expression =>
  object({
    descendant: atom(String(descendant)),
    steps: list(steps.map((step) => testExpression(module, step))),
    attribute: attribute === undefined ? atom('undefined') : testExpression(module, attribute),
  });

const constraintExpression = (module: ModuleText, constraint: IdentityConstraint): Expression => {
  const { kind, name, selector, fields, refer } = constraint;
  const paths = (alternatives: readonly IdentityPath[]): Expression =>
    list(alternatives.map((path) => pathExpression(module, path)));
  return object({
    kind: literal(kind),
    name: literal(name),
    selector: paths(selector),
    fields: list(fields.map(paths)),
    refer: refer === undefined ? atom('undefined') : literal(refer),
  });
};

/** An element with identity constraints. */
export const identityExpression = (
  { module, declared }: ContentParts,
  element: Expression,
  constraints: readonly IdentityConstraint[],
): Expression =>
  call(
    module.use('identity'),
    element,
    list(constraints.map((constraint) => constraintExpression(module, constraint))),
    ...(declared === undefined ? [] : [arrow(atom(declared))]),
  );
