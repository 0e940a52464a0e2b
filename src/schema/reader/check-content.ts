import { toNameKey } from '../../xml/index.js';
import type { NameKey } from '../../xml/index.js';
import { findAmbiguity, listLeaves, nameLeaf } from '../automaton/ambiguity.js';
import { countLeaves } from '../automaton/nodes.js';
import type { Particle, Type } from '../model/components.js';
import type { ReadComplexType } from './create-builder.js';
import { limitError } from './report.js';
import type { Report } from './report.js';

/** Elements of one name in one content model have one type (section 3.8.6, "Element Declarations Consistent"). */
const findInconsistent = (particle: Particle): NameKey | undefined => {
  const types = new Map<NameKey, Type>();
  for (const leaf of listLeaves(particle)) {
    if (leaf.kind === 'any') continue;
    const key = toNameKey(leaf.element.name);
    const before = types.get(key);
    if (before !== undefined && before !== leaf.element.type) return key;
    types.set(key, leaf.element.type);
  }
  return undefined;
};

/** Checks the content model of one complex type: its size, that it is consistent, and that it is unambiguous. */
export const checkContent = (report: Report, { type, node }: ReadComplexType): void => {
  if (type.content.kind !== 'elements') return;
  const { particle } = type.content;
  if (countLeaves(particle) > report.limits.maxStates) {
    throw limitError('maxStates', report.limits, 'a content model has too many states');
  }
  const inconsistent = findInconsistent(particle);
  if (inconsistent !== undefined) {
    report.invalid('cos-element-consistent', `elements named ${inconsistent} have different types`, node);
  }
  const ambiguity = findAmbiguity(particle, report.step);
  if (ambiguity !== undefined) {
    const [left, right] = ambiguity.map(nameLeaf);
    report.invalid(
      'cos-nonambig',
      `an element could be either of two particles: ${left ?? ''} or ${right ?? ''}`,
      node,
    );
  }
};
