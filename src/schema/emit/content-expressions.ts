import { toNameKey } from '../../xml/index.js';
import type { AnyParticle, ComplexType, ElementParticle, GroupParticle, Particle } from '../model/components.js';
import { allowsNamespace } from '../model/wildcard.js';
import type { NamespaceConstraint, Wildcard } from '../model/wildcard.js';
import { planMembers } from '../plan/members.js';
import type { Member } from '../plan/members.js';
import { atom, arrow, call, isEmpty, list, literal, number, object } from './printer.js';
import type { Expression } from './printer.js';
import type { ModuleText } from './module-text.js';

/** What content is printed with. */
export interface ContentParts {
  readonly module: ModuleText;
  /** Expression of an element declaration. */
  readonly element: (declaration: ElementParticle['element']) => Expression;
  /** Name of the constant that holds all that is declared globally; `undefined` where wildcards check nothing. */
  readonly declared: string | undefined;
}

type Members = ReadonlyMap<string, Member>;

const isOnce = ({ min, max }: Particle): boolean => min === 1 && max === 1;

const occurs = ({ min, max }: { min: number; max: number }, [least, most]: readonly [number, number]) => ({
  min: min === least ? undefined : number(min),
  max: max === most ? undefined : number(max),
});

const withOptions = (name: string, first: readonly Expression[], options: Expression): Expression =>
  call(name, ...first, ...(isEmpty(options) ? [] : [options]));

const namespacesOf = (constraint: NamespaceConstraint): Expression => {
  switch (constraint.kind) {
    case 'any':
      return literal('any');
    case 'not':
      return object({ not: literal(constraint.namespace) });
    case 'list':
      return list(constraint.namespaces.map(literal));
  }
};

/** Whether what a wildcard lets in is checked by declarations. */
export const isChecked = ({ processContents }: Wildcard): boolean => processContents !== 'skip';

const elementWildcard = ({ module, declared }: ContentParts, wildcard: Wildcard): Expression => {
  const namespaces = namespacesOf(wildcard.constraint);
  if (!isChecked(wildcard) || declared === undefined) return call(module.use('any'), namespaces);
  return call(module.use('anyDeclared'), namespaces, literal(wildcard.processContents), arrow(atom(declared)));
};

/** The wildcard of a type's attributes. */
export const attributeWildcard = ({ module, declared }: ContentParts, wildcard: Wildcard): Expression => {
  const { constraint, processContents } = wildcard;
  const args = [namespacesOf(constraint), literal(processContents)];
  const isKnown = isChecked(wildcard) && declared !== undefined;
  return call(module.use('anyAttribute'), ...args, ...(isKnown ? [arrow(atom(declared))] : []));
};

const anyLeaf = (parts: ContentParts, particle: AnyParticle): Expression =>
  withOptions(parts.module.use('wild'), [elementWildcard(parts, particle.wildcard)], object(occurs(particle, [1, 1])));

const elementLeaf = (parts: ContentParts, particle: ElementParticle, members: Members): Expression => {
  const { name } = particle.element;
  const { member, repeated } = members.get(toNameKey(name)) ?? { member: name.local, repeated: false };
  const { min, max } = particle;
  const isMany = !(max === 1 && min <= 1);
  const kind = isMany ? 'many' : min === 1 ? 'one' : 'optional';
  const options = object({
    ...(isMany && occurs(particle, [0, Infinity])),
    as: member === name.local ? undefined : literal(member),
    array: repeated === max > 1 ? undefined : atom(String(repeated)),
  });
  return withOptions(parts.module.use(kind), [parts.element(particle.element)], options);
};

const leaf = (parts: ContentParts, particle: ElementParticle | AnyParticle, members: Members): Expression =>
  particle.kind === 'any' ? anyLeaf(parts, particle) : elementLeaf(parts, particle, members);

/** Sequences that stand once inside one another, as one. */
const spread = (particle: Particle): readonly Particle[] => {
  const open: Particle[] = [particle];
  const places: Particle[] = [];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (next.kind === 'group' && next.compositor === 'sequence' && isOnce(next))
      open.push(...next.particles.toReversed());
    else places.push(next);
  }
  return places;
};

const isLeaf = (particle: Particle): particle is ElementParticle | AnyParticle => particle.kind !== 'group';

/** A choice of single elements that is made once, or again and again. */
const isPlainChoice = (particle: GroupParticle): boolean =>
  particle.compositor === 'choice' &&
  particle.particles.length > 0 &&
  particle.particles.every((each) => isLeaf(each) && isOnce(each)) &&
  particle.min <= 1 &&
  (particle.max === 1 || particle.max === Infinity);

/** Leaves of places one after the other, when each name has one place and no wildcard takes a name that has one. */
const isOrdered = (places: readonly Particle[]): boolean => {
  const leaves = places.flatMap((each) => (isLeaf(each) ? [each] : each.particles.filter(isLeaf)));
  const names = leaves.flatMap((each) => (each.kind === 'element' ? [each.element.name] : []));
  if (new Set(names.map(toNameKey)).size < names.length) return false;
  const wildcards = leaves.flatMap((each) => (each.kind === 'any' ? [each.wildcard.constraint] : []));
  // Two wildcards next to one another may share values in another way than one after the other.
  if (wildcards.length > 1) return false;
  return !wildcards.some((constraint) => names.some(({ namespace }) => allowsNamespace(constraint, namespace)));
};

const placeExpression = (parts: ContentParts, place: Particle, members: Members): Expression => {
  if (isLeaf(place)) return leaf(parts, place, members);
  const leaves = place.particles.filter(isLeaf).map((each) => leaf(parts, each, members));
  return withOptions(parts.module.use('choice'), [list(leaves)], object(occurs(place, [1, 1])));
};

const particleExpression = (parts: ContentParts, particle: Particle, members: Members): Expression => {
  if (isLeaf(particle)) return leaf(parts, particle, members);
  const inside = particle.particles.map((each) => particleExpression(parts, each, members));
  return withOptions(
    parts.module.use('group'),
    [literal(particle.compositor === 'choice' ? 'choice' : 'sequence'), list(inside)],
    object(occurs(particle, [1, 1])),
  );
};

const allExpression = (parts: ContentParts, particle: GroupParticle, members: Members): Expression => {
  const places = particle.particles.map((each) => {
    if (isLeaf(each)) return leaf(parts, each, members);
    // The only group in an `all` is the choice of what may stand in the place of one element; it says how often.
    const { min } = each;
    return list(each.particles.filter(isLeaf).map((inner) => leaf(parts, { ...inner, min, max: 1 }, members)));
  });
  const options = object({ optional: particle.min === 0 ? atom('true') : undefined });
  return withOptions(parts.module.use('all'), [list(places)], options);
};

const elementsExpression = (parts: ContentParts, particle: Particle): Expression => {
  const members = planMembers(particle);
  if (particle.kind === 'group' && particle.compositor === 'all') return allExpression(parts, particle, members);
  const places = spread(particle);
  if (places.every((each) => isLeaf(each) || isPlainChoice(each)) && isOrdered(places))
    return call(parts.module.use('sequence'), list(places.map((place) => placeExpression(parts, place, members))));
  const whole: GroupParticle =
    particle.kind === 'group'
      ? particle
      : { kind: 'group', compositor: 'sequence', min: 1, max: 1, particles: [particle] };
  return call(parts.module.use('grammar'), particleExpression(parts, whole, members));
};

/** Content of a complex type; `undefined` for an empty one. */
export const contentExpression = (
  parts: ContentParts,
  { content }: ComplexType,
  simple: (type: Extract<ComplexType['content'], { kind: 'text' }>['type']) => Expression,
): Expression | undefined => {
  if (content.kind === 'empty') return undefined;
  if (content.kind === 'text') return call(parts.module.use('text'), simple(content.type));
  const elements = elementsExpression(parts, content.particle);
  return content.mixed ? call(parts.module.use('mixed'), elements) : elements;
};
