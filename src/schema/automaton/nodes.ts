import type { GroupParticle, Leaf, Occurrence, Particle } from '../model/components.js';
import { isEmptiable } from '../model/particle.js';

/** A place in a content model where one element is taken `min` to `max` times before going on to `next`. */
export interface LeafNode {
  readonly kind: 'leaf';
  readonly id: number;
  readonly leaf: Leaf;
  readonly min: number;
  readonly max: number;
  /** Whether there may be other nodes of the leaf: it stands in a group that is copied, or is itself copied. */
  readonly copied: boolean;
  readonly next: Node;
}

/** A fork: any of `outs` may be taken, with nothing consumed. */
export interface ForkNode {
  readonly kind: 'fork';
  readonly id: number;
  readonly outs: readonly Node[];
}

/** The end of the content. */
export interface EndNode {
  readonly kind: 'end';
  readonly id: number;
}

export type Node = LeafNode | ForkNode | EndNode;

/** Makes the nodes of one content model. */
interface NodeMaker {
  nextId: number;
}

type Continue = (next: Node) => Node;

/** What a particle goes on to, and what the groups around it mean for its leaves. */
interface Around {
  readonly next: Node;
  /** Leaves may count, since no group around them repeats. */
  readonly counts: boolean;
  /** Leaves stand in a group that is copied. */
  readonly copied: boolean;
}

const createLeaf = (maker: NodeMaker, leaf: Leaf, parts: Occurrence & Omit<Around, 'counts'>): LeafNode => ({
  kind: 'leaf',
  id: maker.nextId++,
  leaf,
  min: parts.min,
  max: parts.max,
  copied: parts.copied,
  next: parts.next,
});

/**
 * A count that no document comes to, whatever its elements are: 4 MiB hold fewer. Beyond it a group repeats without end,
 * since copies of it would have no end either.
 */
const ENDLESS = 1_048_576;

const isEndless = ({ max }: Occurrence): boolean => max >= ENDLESS;

/** Whether what stands so often is copied, rather than looped over. */
const isCopied = ({ min, max }: Occurrence): boolean => min > 1 || (max > 1 && !isEndless({ min, max }));

const createFork = (maker: NodeMaker, ...outs: readonly Node[]): ForkNode => ({
  kind: 'fork',
  id: maker.nextId++,
  outs,
});

/** A loop: `body` again and again, or on to `next`. Gives its fork, and the body's entry. */
const createLoop = (
  maker: NodeMaker,
  body: Continue,
  next: Node,
): { readonly fork: ForkNode; readonly entry: Node } => {
  const outs: Node[] = [];
  const fork: ForkNode = { kind: 'fork', id: maker.nextId++, outs };
  const entry = body(fork);
  outs.push(entry, next);
  return { fork, entry };
};

/** `body` from `min` to `max` times, by copies of it: finite counts of groups have no counters. */
const repeat = (maker: NodeMaker, body: Continue, { min, max, next }: Occurrence & { readonly next: Node }): Node => {
  let entry = next;
  let required = min;
  if (isEndless({ min, max })) {
    const loop = createLoop(maker, body, next);
    entry = min === 0 ? loop.fork : loop.entry;
    required = Math.max(0, min - 1);
  } else {
    for (let count = max; count > min; count--) entry = createFork(maker, body(entry), next);
  }
  for (let count = 0; count < required; count++) entry = body(entry);
  return entry;
};

const buildOnce = (maker: NodeMaker, group: GroupParticle, around: Around): Node => {
  if (group.compositor === 'choice') {
    return createFork(maker, ...group.particles.map((each) => build(maker, each, around)));
  }
  return group.particles.reduceRight((next, each) => build(maker, each, { ...around, next }), around.next);
};

/** Nodes of a particle. */
const build = (maker: NodeMaker, particle: Particle, { next, counts, copied }: Around): Node => {
  const { min, max } = particle;
  if (particle.kind === 'group') {
    const occurs = { min: isEmptiable(particle) ? 0 : min, max };
    const inside = { counts: counts && max === 1, copied: copied || isCopied(occurs) };
    return repeat(maker, (after) => buildOnce(maker, particle, { next: after, ...inside }), { ...occurs, next });
  }
  const isSimple = min <= 1 && (max === 1 || max === Infinity);
  if (isSimple || !counts) {
    const once = { min: 1, max: 1, copied: copied || isCopied(particle) };
    return repeat(maker, (after) => createLeaf(maker, particle, { ...once, next: after }), { min, max, next });
  }
  const counted = createLeaf(maker, particle, { min: Math.max(1, min), max, copied, next });
  return min === 0 ? createFork(maker, counted, next) : counted;
};

/** Entry of the nodes of a content model. An `all` is not one: it is matched by what was seen. */
export const buildNodes = (particle: Particle): Node => {
  const maker = { nextId: 1 };
  return build(maker, particle, { next: { kind: 'end', id: 0 }, counts: true, copied: false });
};

/** How often the nodes of what stands so often are made. */
export const copiesOf = ({ min, max }: Occurrence): number => Math.max(1, isEndless({ min, max }) ? min : max);

/** How many leaves the nodes of a particle have: what {@link buildNodes} costs. */
export const countLeaves = (particle: Particle, counts = true): number => {
  if (particle.kind !== 'group') return counts ? 1 : copiesOf(particle);
  const inside = counts && particle.max === 1;
  const own = particle.particles.reduce((sum, each) => sum + countLeaves(each, inside), 1);
  return own * copiesOf(particle);
};

/** Whether some group that repeats has to be copied. */
export const hasCopies = (particle: Particle): boolean =>
  particle.kind === 'group' && (isCopied(particle) || particle.particles.some(hasCopies));
