import type { ComplexType, Content, Particle } from '../model/components.js';
import { isAnyType } from '../model/derivation.js';
import { isEmptiable } from '../model/particle.js';
import type { Builder } from './builder.js';
import type { SchemaNode } from './node.js';
import { normalizeParticle } from '../model/normal-particle.js';
import { isParticleRestriction } from './particle-restriction.js';

const mayBeEmpty = (content: Content): boolean =>
  content.kind === 'empty' || (content.kind === 'elements' && isEmptiable(content.particle));

const isEmptyGroup = (particle: Particle): boolean =>
  particle.kind === 'group' && particle.compositor !== 'choice' && particle.particles.length === 0;

/** Whether a particle is a valid restriction of another (section 3.9.6, "Particle Valid (Restriction)"). */
export const isRestriction = (builder: Builder, own: Particle, base: Particle): boolean => {
  const [particle, allowed] = [normalizeParticle(own), normalizeParticle(base)];
  if (isEmptyGroup(particle)) return isEmptiable(allowed);
  return isParticleRestriction(particle, allowed, builder.report.step);
};

/** Why content is not a restriction of the base's (section 3.4.6, "Derivation Valid (Restriction)", 5): clause and message. */
const findProblem = (builder: Builder, base: ComplexType, own: Content): readonly [string, string] | undefined => {
  if (isAnyType(base)) return undefined;
  if (own.kind !== 'elements')
    return mayBeEmpty(base.content) ? undefined : ['5.3', 'the base does not allow empty content'];
  if (base.content.kind !== 'elements') return ['5.4', 'the base allows no elements'];
  if (own.mixed && !base.content.mixed) return ['5.4.1', 'the base is not mixed'];
  if (isRestriction(builder, own.particle, base.content.particle)) return undefined;
  return ['5.4.2', 'the content is not a restriction of the content of the base'];
};

/** Checks that the content of a restriction allows nothing that its base does not. */
export const checkRestriction = (
  builder: Builder,
  node: SchemaNode,
  { base, content }: { readonly base: ComplexType; readonly content: Content },
): void => {
  const problem = findProblem(builder, base, content);
  if (problem !== undefined) builder.report.invalid(`derivation-ok-restriction.${problem[0]}`, problem[1], node);
};
