import { toNameKey } from '../../xml/index.js';
import type { ElementParticle, GroupParticle, Leaf, Occurrence, Particle } from '../model/components.js';
import type { ChildPlan, TypePlan } from '../plan/model.js';
import type { Machine, MachineMove, MachineState } from './machine.js';

/** One place in a sequence: what may stand there, once or any number of times. */
interface Place extends Occurrence {
  readonly leaves: readonly Leaf[];
}

const isOnce = ({ min, max }: Occurrence): boolean => min === 1 && max === 1;

/** Whether something may be counted by one state: there or not, once or without end. */
const isPlain = ({ min, max }: Occurrence): boolean => min <= 1 && (max === 1 || max === Infinity);

const toPlace = (particle: Particle): Place | undefined => {
  const { min, max } = particle;
  if (!isPlain(particle)) return undefined;
  if (particle.kind !== 'group') return { min, max, leaves: [particle] };
  if (particle.compositor !== 'choice') return undefined;
  const leaves = particle.particles.filter((each) => each.kind !== 'group');
  return leaves.length === particle.particles.length && leaves.length > 0 && leaves.every(isOnce)
    ? { min, max, leaves }
    : undefined;
};

const listPlaces = (sequence: GroupParticle): readonly Place[] | undefined => {
  const places: Place[] = [];
  for (const particle of sequence.particles) {
    const inner = particle.kind === 'group' && particle.compositor === 'sequence' && isOnce(particle);
    const found = inner ? listPlaces(particle) : toPlace(particle);
    if (found === undefined) return undefined;
    if ('leaves' in found) places.push(found);
    else places.push(...found);
  }
  return places;
};

/** The plan of an element that stands in one place only, or of a wildcard. */
const planLeaf = (leaf: Leaf, children: Map<string, ChildPlan>): ChildPlan | undefined => {
  if (leaf.kind === 'any') return { element: undefined, wildcard: leaf.wildcard, member: '', repeated: true };
  return takeChild(leaf, children);
};

const takeChild = ({ element }: ElementParticle, children: Map<string, ChildPlan>): ChildPlan | undefined => {
  const key = toNameKey(element.name);
  const plan = children.get(key);
  children.delete(key);
  return plan?.element?.declaration === element ? plan : undefined;
};

interface PlannedPlace extends Occurrence {
  readonly leaves: readonly { readonly leaf: Leaf; readonly plan: ChildPlan }[];
}

const planPlaces = (places: readonly Place[], { members }: TypePlan): readonly PlannedPlace[] | undefined => {
  const children = new Map<string, ChildPlan>();
  for (const plan of members.values())
    if (plan.element !== undefined) children.set(toNameKey(plan.element.declaration.name), plan);
  const planned: PlannedPlace[] = [];
  for (const { min, max, leaves } of places) {
    const plans = leaves.flatMap((leaf) => {
      const plan = planLeaf(leaf, children);
      return plan === undefined ? [] : [{ leaf, plan }];
    });
    if (plans.length < leaves.length) return undefined;
    planned.push({ min, max, leaves: plans });
  }
  return planned;
};

/**
 * Before each place a state, and after the last one; and for a place where something has to stand, and may stand again, a
 * state in it.
 */
const toStates = (places: readonly PlannedPlace[]): Machine => {
  const inside: { readonly place: number; readonly number: number }[] = [];
  const before = places.map(({ min, leaves, max }, place): Omit<MachineState, 'accepting'> => {
    let target = place + 1;
    if (max === Infinity) target = min === 0 ? place : places.length + 1 + inside.length;
    if (target > places.length) inside.push({ place, number: target });
    const moves = leaves.map(({ leaf, plan }): MachineMove => ({ leaf, plan, target }));
    return { repeat: undefined, moves, tail: min === 0 ? place + 1 : undefined };
  });
  const lastRequired = places.findLastIndex(({ min }) => min > 0);
  const states: MachineState[] = before.map((state, place) => ({ ...state, accepting: place > lastRequired }));
  states.push({ accepting: true, repeat: undefined, moves: [], tail: undefined });
  for (const { place, number } of inside) {
    const moves = (places[place]?.leaves ?? []).map(({ leaf, plan }): MachineMove => ({ leaf, plan, target: number }));
    states.push({ accepting: place >= lastRequired, repeat: undefined, moves, tail: place + 1 });
  }
  return states;
};

/**
 * The machine of a sequence of elements, wildcards, and choices of these, each name in one place: made from the schema
 * directly, in steps that grow with its length alone. `undefined` for any other content model.
 */
export const findSequenceMachine = (plan: TypePlan): Machine | undefined => {
  const { type, content } = plan;
  if (content.kind !== 'elements' || type.kind !== 'complex' || type.content.kind !== 'elements') return undefined;
  const { particle } = type.content;
  const sequence: GroupParticle =
    particle.kind === 'group' && particle.compositor === 'sequence' && isOnce(particle)
      ? particle
      : { kind: 'group', compositor: 'sequence', min: 1, max: 1, particles: [particle] };
  const places = listPlaces(sequence);
  const planned = places && planPlaces(places, plan);
  return planned && toStates(planned);
};
