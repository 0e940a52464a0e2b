import type { GroupParticle, Occurrence, Particle } from '../model/components.js';
import type { Builder } from './builder.js';
import { readLocalElement } from './elements.js';
import { attribute, childNodes, localName } from './node.js';
import type { SchemaNode } from './node.js';
import { readWildcard } from './wildcards.js';

/** Reads `minOccurs` and `maxOccurs`; the first must not be larger (`p-props-correct.2.1`). */
const readOccurrence = (builder: Builder, node: SchemaNode): Occurrence => {
  const [minText, maxText] = [attribute(node, 'minOccurs') ?? '1', attribute(node, 'maxOccurs') ?? '1'];
  const min = Number(minText);
  const max = maxText === 'unbounded' ? Infinity : Number(maxText);
  if (min > max) {
    builder.report.invalid('p-props-correct.2.1', `minOccurs ${minText} is larger than maxOccurs ${maxText}`, node);
  }
  return { min, max };
};

/** Whether a particle is an `xs:all`. */
export const isAll = (particle: Particle): boolean => particle.kind === 'group' && particle.compositor === 'all';

/** An `all` stands alone in a content model, and what it holds stands at most once (`cos-all-limited`). */
const checkAll = (builder: Builder, node: SchemaNode, group: GroupParticle): void => {
  if (isAll(group) && group.particles.some(({ max }) => max > 1)) {
    builder.report.invalid('cos-all-limited.2', 'an element of an xs:all stands at most once', node);
  }
  if (group.particles.some(isAll)) {
    const message = `an xs:all is the whole content of a type: its group cannot stand in an xs:${group.compositor}`;
    builder.report.invalid('cos-all-limited.1', message, node);
  }
};

/** Reads a sequence, choice or all with its children (section 3.8.2). */
export const readModelGroup = (builder: Builder, node: SchemaNode, occurrence: Occurrence): GroupParticle => {
  const local = localName(node);
  const compositor = local === 'choice' || local === 'all' ? local : 'sequence';
  const particles: Particle[] = [];
  for (const child of childNodes(node)) {
    const particle = readParticle(builder, child);
    if (particle !== undefined) particles.push(particle);
  }
  const group: GroupParticle = { kind: 'group', compositor, ...occurrence, particles };
  checkAll(builder, node, group);
  return group;
};

/**
 * The particle of a reference to a model group (section 3.7.2): the particles of the definition are shared by all its
 * references, not copied. `undefined` after a finding, or where nothing may stand.
 */
const readGroupReference = (builder: Builder, node: SchemaNode, occurrence: Occurrence): GroupParticle | undefined => {
  const definition = builder.findGroup(node, attribute(node, 'ref') ?? '');
  if (definition === undefined || occurrence.max === 0) return undefined;
  if (isAll(definition) && occurrence.max > 1) {
    const found = occurrence.max === Infinity ? 'unbounded' : String(occurrence.max);
    const message = `expected maxOccurs 1 for a group that is an xs:all, found ${found}`;
    builder.report.invalid('cos-all-limited.1.2', message, node);
  }
  return { ...definition, ...occurrence };
};

/** Reads a sequence, choice, all, group, element or wildcard (section 3.9.2); `undefined` where nothing may stand. */
export const readParticle = (builder: Builder, node: SchemaNode): Particle | undefined => {
  builder.report.component();
  const occurrence = readOccurrence(builder, node);
  switch (localName(node)) {
    case 'element': {
      const element = readLocalElement(builder, node);
      return element === undefined || occurrence.max === 0 ? undefined : { kind: 'element', ...occurrence, element };
    }
    case 'any': {
      const wildcard = readWildcard(node);
      return occurrence.max === 0 ? undefined : { kind: 'any', ...occurrence, wildcard };
    }
    case 'group':
      return readGroupReference(builder, node, occurrence);
    case 'sequence':
    case 'choice':
    case 'all': {
      const group = builder.nested(() => readModelGroup(builder, node, occurrence));
      return occurrence.max === 0 ? undefined : group;
    }
    default:
      return undefined;
  }
};
