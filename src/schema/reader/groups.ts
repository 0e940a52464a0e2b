import type { GroupParticle } from '../model/components.js';
import type { Builder } from './builder.js';
import { childNode } from './node.js';
import type { SchemaNode } from './node.js';
import { readModelGroup } from './particles.js';
import { refersToItself } from './redefine.js';
import { isRestriction } from './restriction.js';

const ONCE = { min: 1, max: 1 };
const NOTHING: GroupParticle = { kind: 'group', compositor: 'sequence', ...ONCE, particles: [] };

/** A redefined group that does not refer to itself allows nothing that it did not allow before (`src-redefine.6.2.2`). */
const checkRedefinition = (builder: Builder, node: SchemaNode, own: GroupParticle): void => {
  const before = node.redefines === undefined ? undefined : builder.readGroup(node.redefines.node);
  if (before === undefined) return;
  for (const each of [own, before]) builder.measure(each);
  if (isRestriction(builder, builder.writeOut(own), builder.writeOut(before))) return;
  builder.report.invalid('src-redefine.6.2.2', 'the redefined group is not a restriction of what it was before', node);
};

/** Reads the definition of a model group (section 3.7.2): its model group, standing once. */
export const readGroupDefinition = (builder: Builder, node: SchemaNode): GroupParticle => {
  builder.report.component();
  const model = childNode(node, 'sequence', 'choice', 'all');
  const group = model === undefined ? NOTHING : readModelGroup(builder, model, ONCE);
  builder.measure(group);
  if (!refersToItself(node)) builder.finally(() => checkRedefinition(builder, node, group));
  return group;
};
