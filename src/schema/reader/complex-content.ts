import type { ComplexType, Content, Particle } from '../model/components.js';
import type { Builder } from './builder.js';
import { booleanAttribute, childNode, childNodes, localName } from './node.js';
import type { SchemaNode } from './node.js';
import { isAll, readParticle } from './particles.js';

const EMPTY: Content = { kind: 'empty' };
const EMPTY_SEQUENCE: Particle = { kind: 'group', compositor: 'sequence', min: 1, max: 1, particles: [] };

/** The model group of a type or derivation; `undefined` where it says that nothing may stand (section 3.4.2, 2.1). */
const readModel = (builder: Builder, node: SchemaNode): Particle | undefined => {
  const model = childNode(node, 'sequence', 'choice', 'all', 'group');
  const particle = model === undefined ? undefined : readParticle(builder, model);
  if (model === undefined || particle === undefined) return undefined;
  builder.measure(particle);
  if (localName(model) === 'group' || childNodes(model).length > 0) return particle;
  return localName(model) === 'choice' && particle.min > 0 ? particle : undefined;
};

/** Effective content of a node that holds a model: of a complex type, or of its extension or restriction. */
export const readOwnContent = (builder: Builder, node: SchemaNode, mixed: boolean): Content => {
  const particle = readModel(builder, node);
  if (particle !== undefined) return { kind: 'elements', particle, mixed };
  return mixed ? { kind: 'elements', particle: EMPTY_SEQUENCE, mixed } : EMPTY;
};

/** Whether the type or its complexContent says that its content is mixed; the latter has the last word. */
export const readMixed = (typeNode: SchemaNode, contentNode: SchemaNode | undefined): boolean =>
  (contentNode === undefined ? undefined : booleanAttribute(contentNode, 'mixed')) ??
  booleanAttribute(typeNode, 'mixed') ??
  false;

/** Content of an extension: the base's, then the own (section 3.4.2, and 3.4.6 "Derivation Valid (Extension)"). */
export const extendContent = (
  builder: Builder,
  node: SchemaNode,
  parts: { base: ComplexType; own: Content },
): Content => {
  const { base, own } = parts;
  if (own.kind !== 'elements') return base.content;
  if (base.content.kind === 'empty') return own;
  if (base.content.kind === 'text') {
    builder.report.invalid('cos-ct-extends.1.4', 'a type with simple content cannot be extended by elements', node);
    return base.content;
  }
  if (base.content.mixed !== own.mixed) {
    const message = `the base is ${base.content.mixed ? 'mixed' : 'not mixed'}, so its extension has to be so too`;
    builder.report.invalid('cos-ct-extends.1.4.2.2.2.1', message, node);
  }
  if (own.particle.kind === 'group' && own.particle.particles.length === 0 && own.particle.compositor !== 'choice') {
    return base.content;
  }
  if (isAll(base.content.particle) || isAll(own.particle)) {
    builder.report.invalid('cos-all-limited.1', 'an xs:all cannot stand beside other content', node);
  }
  const particles = [base.content.particle, own.particle];
  const particle: Particle = { kind: 'group', compositor: 'sequence', min: 1, max: 1, particles };
  builder.measure(particle);
  return { kind: 'elements', mixed: own.mixed, particle };
};
