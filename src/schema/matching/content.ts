import { toNameKey } from '../../xml/index.js';
import { takes } from '../automaton/state.js';
import type { AnyParticle, ElementDeclaration, ElementParticle, Particle } from '../model/components.js';
import { includesConstraint } from '../model/wildcard.js';
import type { Comparison } from './comparison.js';
import type { Configuration, ConfigurationMove } from './configurations.js';
import { failModel } from './content-differences.js';
import { isRepeated } from './inventory.js';
import { elementPlace } from './wording.js';

const STRICTNESS = { skip: 0, lax: 1, strict: 2 } as const;

/** Whether a wide wildcard takes every element that is valid by a narrow declaration. */
const isLetIn = (comparison: Comparison, element: ElementDeclaration, { wildcard }: AnyParticle): boolean => {
  if (wildcard.processContents === 'skip') return true;
  const declared = comparison.wide.elements.get(toNameKey(element.name));
  if (declared === undefined) return wildcard.processContents === 'lax';
  return comparison.includesElement(comparison, element, declared);
};

const includesWildcard = ({ wildcard: own }: AnyParticle, { wildcard: other }: AnyParticle): boolean =>
  includesConstraint(other.constraint, own.constraint) &&
  STRICTNESS[other.processContents] <= STRICTNESS[own.processContents];

/** Two content models that are compared, and what is known of the names in the narrow one. */
interface ContentPair {
  readonly narrow: Particle;
  readonly wide: Particle;
  readonly isRepeated: (leaf: ElementParticle) => boolean;
}

/** How a step of the narrow content goes on in the wide one. */
type Answer = { readonly target: Configuration | undefined; readonly fits: boolean };

const answerElement = (
  comparison: Comparison,
  leaf: ElementParticle,
  parts: { pair: ContentPair; other: Configuration },
): Answer => {
  const { pair, other } = parts;
  const match = other.moves.find((move) => takes(move.leaf, leaf.element.name));
  if (match === undefined) return { target: undefined, fits: false };
  const place = elementPlace(leaf.element, comparison.isCollecting() && pair.isRepeated(leaf));
  if (match.leaf.kind === 'any') {
    const { leaf: wildcard } = match;
    const fits = comparison.inside(place, () => isLetIn(comparison, leaf.element, wildcard));
    return { target: fits ? match.next() : undefined, fits };
  }
  const { element } = match.leaf;
  const fits = comparison.inside(place, () => comparison.includesElement(comparison, leaf.element, element));
  // With the difference noted inside, differences further on are looked for as if there were none.
  return { target: match.next(), fits };
};

const answer = (
  comparison: Comparison,
  move: ConfigurationMove,
  parts: { pair: ContentPair; other: Configuration },
): Answer => {
  const { leaf } = move;
  if (leaf.kind === 'element') return answerElement(comparison, leaf, parts);
  const match = parts.other.moves.find((each) => each.leaf.kind === 'any' && includesWildcard(leaf, each.leaf));
  return { target: match?.next(), fits: match !== undefined };
};

/** What walking two content models in step found. */
interface Walk {
  /** Whether every element fits that stands where the wide model takes one of its name. */
  readonly fits: boolean;
  /** Whether the wide model takes elements in the places where the narrow one has them. */
  readonly isInPlace: boolean;
}

/**
 * Goes through both models in step. Content models are unambiguous, so there is one way to go for each element. Ends at the
 * first difference unless they are collected.
 */
const walk = (comparison: Comparison, pair: ContentPair): Walk => {
  const seen = new Set<string>();
  const { configurationOf } = comparison;
  const open: [Configuration, Configuration][] = [
    [configurationOf.call(comparison, pair.narrow), configurationOf.call(comparison, pair.wide)],
  ];
  let fits = true;
  let isInPlace = true;
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [own, other] = next;
    const key = `${own.key} ${other.key}`;
    if (seen.has(key)) continue;
    seen.add(key);
    if (!comparison.step(Math.max(1, own.moves.length))) return { fits: false, isInPlace: true };
    if (own.accepting && !other.accepting) isInPlace = false;
    for (const move of own.moves) {
      const { target, fits: isFitting } = answer(comparison, move, { pair, other });
      if (!isFitting) fits = false;
      if (target === undefined) isInPlace = false;
      else open.push([move.next(), target]);
      if (!(fits && isInPlace) && !comparison.isCollecting()) return { fits, isInPlace };
    }
  }
  return { fits, isInPlace };
};

/** Whether every content of the narrow model is one of the wide one. */
export const includesParticle = (comparison: Comparison, narrow: Particle, wide: Particle): boolean => {
  const { fits, isInPlace } = walk(comparison, { narrow, wide, isRepeated: isRepeated(narrow, wide) });
  if (!isInPlace && comparison.isCollecting()) failModel(comparison, narrow, wide);
  return fits && isInPlace;
};
