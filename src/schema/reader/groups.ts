import type { GroupParticle } from '../model/components.js';
import type { Builder } from './builder.js';
import { childNode } from './node.js';
import type { SchemaNode } from './node.js';
import { readModelGroup } from './particles.js';

const ONCE = { min: 1, max: 1 };
const NOTHING: GroupParticle = { kind: 'group', compositor: 'sequence', ...ONCE, particles: [] };

/** Reads the definition of a model group (section 3.7.2): its model group, standing once. */
export const readGroupDefinition = (builder: Builder, node: SchemaNode): GroupParticle => {
  builder.report.component();
  const model = childNode(node, 'sequence', 'choice', 'all');
  const group = model === undefined ? NOTHING : readModelGroup(builder, model, ONCE);
  builder.measure(group);
  return group;
};
