import { checkIds, readAttributes } from './attributes.js';
import type { AttributeGroup, Builder } from './builder.js';
import type { SchemaNode } from './node.js';
import { refersToItself } from './redefine.js';
import { findAttributeProblems } from './restricted-attributes.js';

/** A redefined attribute group that does not refer to itself allows nothing that it did not allow before (`src-redefine.7.2.2`). */
const checkRedefinition = (builder: Builder, node: SchemaNode, own: AttributeGroup): void => {
  const before = node.redefines === undefined ? undefined : builder.readAttributeGroup(node.redefines.node);
  const [problem] = before === undefined ? [] : findAttributeProblems(own, before);
  if (problem === undefined) return;
  const [clause, message] = problem;
  const told = `the redefined attribute group is not a restriction (derivation-ok-restriction.${clause}): ${message}`;
  builder.report.invalid('src-redefine.7.2.2', told, node);
};

/** Reads the definition of an attribute group (section 3.6.2); what it prohibits says nothing. */
export const readAttributeGroup = (builder: Builder, node: SchemaNode): AttributeGroup => {
  builder.report.component();
  const { uses, wildcard } = readAttributes(builder, node);
  const group = { uses, wildcard };
  checkIds(builder, node, uses);
  if (!refersToItself(node)) builder.finally(() => checkRedefinition(builder, node, group));
  return group;
};
