import { equalNames } from '../../xml/index.js';
import type {
  AnyParticle,
  ElementDeclaration,
  ElementParticle,
  GroupParticle,
  Occurrence,
  Particle,
} from '../model/components.js';
import { isDerivedFrom } from '../model/derivation.js';
import { isEmptiable, multiplyOccurs, totalRange } from '../model/particle.js';
import { allowsNamespace, includesConstraint } from '../model/wildcard.js';
import { isAsStrict } from './restricted-attributes.js';
import { equalConstraints } from './value-constraint.js';

const isWithin = (own: Occurrence, base: Occurrence): boolean => own.min >= base.min && own.max <= base.max;

const isFixedAlike = (own: ElementDeclaration, base: ElementDeclaration): boolean => {
  const fixed = base.valueConstraint;
  if (fixed?.kind !== 'fixed') return true;
  const again = own.valueConstraint;
  if (again?.kind !== 'fixed') return false;
  const { type } = base;
  if (type.kind === 'simple') return equalConstraints(type, again, fixed);
  return type.content.kind === 'text' ? equalConstraints(type.content.type, again, fixed) : again.text === fixed.text;
};

/** "Particle Restriction OK (Elt:Elt -- NameAndTypeOK)". */
const restrictsElement = (own: ElementParticle, base: ElementParticle): boolean => {
  const [mine, theirs] = [own.element, base.element];
  if (!isWithin(own, base) || !equalNames(mine.name, theirs.name)) return false;
  if (mine === theirs) return true;
  return (
    (theirs.nillable || !mine.nillable) &&
    isFixedAlike(mine, theirs) &&
    theirs.block.every((derivation) => mine.block.includes(derivation)) &&
    isDerivedFrom(mine.type, theirs.type, ['extension'])
  );
};

/** How a comparison goes on inside groups, and what it counts. */
interface Comparison {
  readonly step: (count: number) => void;
  /** Whether wildcards have to hold in number too; inside a group under a wildcard only the sum counts. */
  readonly counted: boolean;
}

const restrictsWildcard = (comparison: Comparison, own: Particle, base: AnyParticle): boolean => {
  const { constraint } = base.wildcard;
  if (own.kind === 'group') {
    const inside = { ...comparison, counted: false };
    const isInRange = !comparison.counted || isWithin(totalRange(own), base);
    return isInRange && own.particles.every((each) => restrictsWildcard(inside, each, base));
  }
  if (comparison.counted && !isWithin(own, base)) return false;
  if (own.kind === 'element') return allowsNamespace(constraint, own.element.name.namespace);
  return includesConstraint(constraint, own.wildcard.constraint) && isAsStrict(own.wildcard, base.wildcard);
};

/** "Recurse" and "RecurseLax": each particle goes to a later one of the base than the particle before it. */
const mapsInOrder = (comparison: Comparison, own: GroupParticle, base: GroupParticle): boolean => {
  const isLax = base.compositor === 'choice';
  let at = 0;
  for (const particle of own.particles) {
    let isMapped = false;
    while (at < base.particles.length && !isMapped) {
      const candidate = base.particles[at++];
      if (candidate === undefined) return false;
      isMapped = restricts(comparison, particle, candidate);
      if (!isMapped && !isLax && !isEmptiable(candidate)) return false;
    }
    if (!isMapped) return false;
  }
  return isLax || base.particles.slice(at).every(isEmptiable);
};

/** "RecurseUnordered": each particle of the sequence goes to another one of the base's `all`. */
const mapsUnordered = (comparison: Comparison, own: GroupParticle, base: GroupParticle): boolean => {
  const free = new Set(base.particles);
  for (const particle of own.particles) {
    const match = [...free].find((candidate) => restricts(comparison, particle, candidate));
    if (match === undefined) return false;
    free.delete(match);
  }
  return [...free].every(isEmptiable);
};

/** "MapAndSum": each particle of the sequence goes to one of the base's choice, which has to repeat often enough. */
const mapsAndSums = (comparison: Comparison, own: GroupParticle, base: GroupParticle): boolean => {
  const count = own.particles.length;
  const sum = { min: multiplyOccurs(own.min, count), max: multiplyOccurs(own.max, count) };
  if (!isWithin(sum, base)) return false;
  return own.particles.every((particle) =>
    base.particles.some((candidate) => restricts(comparison, particle, candidate)),
  );
};

const restrictsGroup = (comparison: Comparison, own: GroupParticle, base: GroupParticle): boolean => {
  if (own.compositor === base.compositor) return isWithin(own, base) && mapsInOrder(comparison, own, base);
  if (own.compositor !== 'sequence') return false;
  if (base.compositor === 'choice') return mapsAndSums(comparison, own, base);
  return isWithin(own, base) && mapsUnordered(comparison, own, base);
};

const restricts = (comparison: Comparison, own: Particle, base: Particle): boolean => {
  comparison.step(1);
  if (own === base) return true;
  if (base.kind === 'any') return restrictsWildcard(comparison, own, base);
  if (own.kind === 'any') return false;
  if (base.kind === 'element') return own.kind === 'element' && restrictsElement(own, base);
  if (own.kind === 'group') return restrictsGroup(comparison, own, base);
  const { compositor } = base;
  return restrictsGroup(comparison, { kind: 'group', compositor, min: 1, max: 1, particles: [own] }, base);
};

/**
 * Whether `own` is a valid restriction of `base` (section 3.9.6, "Particle Valid (Restriction)"); both without
 * pointless groups. `step` counts the work.
 */
export const isParticleRestriction = (own: Particle, base: Particle, step: (count: number) => void): boolean =>
  restricts({ step, counted: true }, own, base);
