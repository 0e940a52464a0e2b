import { buildNodes } from '../../automaton/nodes.js';
import { createStates } from '../../automaton/state.js';
import type { State } from '../../automaton/state.js';
import { arrange } from '../../codec/arrange.js';
import { createAllMatcher, createStateMatcher } from '../../instance/matcher.js';
import type { Leaf, Particle } from '../../model/components.js';
import type { AllPlan } from '../../plan/model.js';
import type { Occurs } from './leaves.js';
import type { ElementsContent, LeafCodec } from './model.js';
import { indexLeaves } from './sequence.js';

/** A group of elements, wildcards and other groups. */
export interface GroupCodec {
  readonly kind: 'group';
  readonly compositor: 'sequence' | 'choice';
  readonly particles: readonly ParticleCodec[];
  readonly min: number;
  readonly max: number;
}

/** A part of a grammar. */
export type ParticleCodec = LeafCodec | GroupCodec;

/** A group of a grammar: its parts one after the other, or one of them. */
/* @__NO_SIDE_EFFECTS__ */
export function group(
  compositor: GroupCodec['compositor'],
  particles: readonly ParticleCodec[],
  { min = 1, max = 1 }: Occurs = {},
): GroupCodec {
  return { kind: 'group', compositor, particles, min, max };
}

const leavesOf = (particle: ParticleCodec): readonly LeafCodec[] =>
  particle.kind === 'group' ? particle.particles.flatMap(leavesOf) : [particle];

const ignoreSteps = (): void => undefined;

/** Content of any shape: followed by an automaton that is made as messages come. */
/* @__NO_SIDE_EFFECTS__ */
export function grammar(root: GroupCodec): ElementsContent {
  let state: State<LeafCodec> | undefined;
  // Leaves here have all that the automaton asks leaves for: what they take, and how often.
  const getState = (): State<LeafCodec> =>
    (state ??= createStates(buildNodes(root as unknown as Particle), {
      planOf: (leaf: Leaf) => leaf as unknown as LeafCodec,
      step: ignoreSteps,
    }));
  return {
    kind: 'elements',
    writeItems: undefined,
    start: () => createStateMatcher(getState()),
    arrange: (queues) => arrange(createStateMatcher(getState()), queues),
    ...indexLeaves(leavesOf(root)),
  };
}

/** Children in any order: each place is taken by one of its leaves, or by none when it may be missing. */
/* @__NO_SIDE_EFFECTS__ */
export function all(
  places: readonly (LeafCodec | readonly LeafCodec[])[],
  { optional = false }: { readonly optional?: boolean } = {},
): ElementsContent {
  const slots = places.map((place) => ('kind' in place ? [place] : place));
  const leaves = slots.flat();
  const plan = {
    optional,
    children: slots.flatMap((slot, at) =>
      slot.map((leaf) => ({ plan: leaf, element: leaf.element, slot: at, required: leaf.min > 0 })),
    ),
  } as unknown as AllPlan<LeafCodec>;
  return {
    kind: 'elements',
    writeItems: undefined,
    start: () => createAllMatcher(plan),
    arrange: (queues) => arrange(createAllMatcher(plan), queues),
    ...indexLeaves(leaves),
  };
}
