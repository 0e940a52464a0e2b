import { toNameKey } from '../../xml/index.js';
import type { GroupParticle, Particle } from '../model/components.js';
import { isEmptiable } from '../model/particle.js';
import type { Wildcard } from '../model/wildcard.js';
import type { AllChild, AllPlan, ChildPlan, ElementPlan, TypePlan } from '../plan/model.js';

/**
 * The order in which members are written. `member`: an element, so many times. `mixture`: elements of several names in any
 * order, written name by name, so many in all. `sequence`: all parts; an optional one stands for nothing when it has no
 * member. `choice`: one part. `all`: all parts or, if optional, none. `wild`: what a wildcard takes; programs write it where
 * nothing else is in the content.
 */
export type WritePart =
  | { readonly kind: 'member'; readonly member: WrittenMember; readonly min: number; readonly max: number }
  | { readonly kind: 'mixture'; readonly members: readonly WrittenMember[]; readonly min: number; readonly max: number }
  | { readonly kind: 'sequence' | 'choice' | 'all'; readonly parts: readonly WritePart[]; readonly optional: boolean }
  | WildPart;

/** A wildcard, for so many elements. */
export interface WildPart {
  readonly kind: 'wild';
  readonly wildcard: Wildcard;
  readonly min: number;
  readonly max: number;
  readonly optional: boolean;
}

/** An element member. */
export interface WrittenMember {
  readonly name: string;
  readonly repeated: boolean;
  readonly element: ElementPlan;
}

/** Members of a type by the names of their elements. */
type MembersByName = ReadonlyMap<string, WrittenMember>;

const toMember = ({ member, repeated, element }: ChildPlan): readonly [string, WrittenMember][] =>
  element === undefined ? [] : [[toNameKey(element.declaration.name), { name: member, repeated, element }]];

const takeMember = (members: Map<string, WrittenMember>, particle: Particle): WrittenMember | undefined => {
  if (particle.kind !== 'element') return undefined;
  const key = toNameKey(particle.element.name);
  const member = members.get(key);
  // Each name stands for one place: where it stands in two, members are put into order by the interpreted writer.
  members.delete(key);
  return member?.element.declaration === particle.element ? member : undefined;
};

const isOnce = ({ min, max }: Particle): boolean => min === 1 && max === 1;

/** A repeated choice of single elements; no other group may repeat. */
const planMixture = (group: GroupParticle, members: Map<string, WrittenMember>): WritePart | undefined => {
  if (group.compositor !== 'choice' || !group.particles.every(isOnce)) return undefined;
  const taken = group.particles.map((each) => takeMember(members, each));
  const known = taken.filter((each) => each !== undefined);
  return known.length === taken.length
    ? { kind: 'mixture', members: known, min: group.min, max: group.max }
    : undefined;
};

const planGroup = (group: GroupParticle, members: Map<string, WrittenMember>): WritePart | undefined => {
  if (group.max !== 1) return planMixture(group, members);
  const parts = group.particles.map((each) => planParticle(each, members));
  const known = parts.filter((part) => part !== undefined);
  if (known.length < parts.length) return undefined;
  return { kind: group.compositor, parts: known, optional: group.min === 0 || isEmptiable(group) };
};

const planParticle = (particle: Particle, members: Map<string, WrittenMember>): WritePart | undefined => {
  if (particle.kind === 'group') return planGroup(particle, members);
  if (particle.kind === 'any') {
    const { wildcard, min, max } = particle;
    return { kind: 'wild', wildcard, min, max, optional: min === 0 };
  }
  const member = takeMember(members, particle);
  return member && { kind: 'member', member, min: particle.min, max: particle.max };
};

/** What takes one place of an `all`: an element, or one of those that may stand for one another. */
const planSlot = (children: readonly AllChild[], members: MembersByName): WritePart | undefined => {
  const known = children.flatMap(({ element }) => members.get(toNameKey(element.name)) ?? []);
  const [first] = known;
  if (first === undefined || known.length < children.length) return undefined;
  const optional = !children.some(({ required }) => required);
  if (known.length === 1) return { kind: 'member', member: first, min: optional ? 0 : 1, max: 1 };
  return { kind: 'choice', parts: known.map((member) => ({ kind: 'member', member, min: 1, max: 1 })), optional };
};

const planAll = ({ children, optional }: AllPlan, members: MembersByName): WritePart | undefined => {
  const slots = [...new Set(children.map(({ slot }) => slot))];
  const parts = slots.map((slot) =>
    planSlot(
      children.filter((child) => child.slot === slot),
      members,
    ),
  );
  const known = parts.filter((part) => part !== undefined);
  return known.length === parts.length ? { kind: 'all', parts: known, optional } : undefined;
};

/** How the members of a type are written, if one order of them is always right; else `undefined`. */
export const planParts = ({ type, content, members }: TypePlan): WritePart | undefined => {
  const byName = new Map([...members.values()].flatMap(toMember));
  if (content.kind === 'all') return content.mixed ? undefined : planAll(content.all, byName);
  if (content.kind !== 'elements' || content.mixed) return undefined;
  if (type.kind !== 'complex' || type.content.kind !== 'elements') return undefined;
  return planParticle(type.content.particle, byName);
};

/** Members of a part, in its order. */
export const membersOf = (part: WritePart): readonly WrittenMember[] => {
  switch (part.kind) {
    case 'member':
      return [part.member];
    case 'mixture':
      return part.members;
    case 'wild':
      return [];
    case 'sequence':
    case 'choice':
    case 'all':
      return part.parts.flatMap(membersOf);
  }
};

/** The wildcard that is all there is in a part. */
export const findOnlyWild = (part: WritePart | undefined): WildPart | undefined => {
  if (part === undefined || part.kind === 'wild') return part;
  const [only, second] = part.kind === 'sequence' ? part.parts : [];
  return only?.kind === 'wild' && second === undefined && part.kind === 'sequence' && part.optional === only.optional
    ? only
    : undefined;
};
