import type { Occurrence, Particle } from '../model/components.js';
import type { Builder } from './builder.js';
import { readLocalElement } from './elements.js';
import { attribute, childNodes, localName } from './node.js';
import type { SchemaNode } from './node.js';
import { limitError } from './report.js';
import { readWildcard } from './wildcards.js';

const readCount = (builder: Builder, text: string): number => {
  const count = Number(text);
  const { limits } = builder.report;
  if (count > limits.maxOccurs)
    throw limitError('maxOccurs', limits, `an occurrence of ${text.slice(0, 20)} is too large`);
  return count;
};

/** Reads `minOccurs` and `maxOccurs`; the first must not be larger (`p-props-correct.2.1`). */
const readOccurrence = (builder: Builder, node: SchemaNode): Occurrence => {
  const [minText, maxText] = [attribute(node, 'minOccurs') ?? '1', attribute(node, 'maxOccurs') ?? '1'];
  const min = readCount(builder, minText);
  const max = maxText === 'unbounded' ? Infinity : readCount(builder, maxText);
  if (min > max) {
    builder.report.invalid('p-props-correct.2.1', `minOccurs ${minText} is larger than maxOccurs ${maxText}`, node);
  }
  return { min, max };
};

/** An `all` stands alone in a content model, and what it holds stands at most once (`cos-all-limited`). */
const checkAll = (builder: Builder, node: SchemaNode, particles: readonly Particle[]): void => {
  if (particles.some(({ max }) => max > 1)) {
    builder.report.invalid('cos-all-limited.2', 'an element of an xs:all stands at most once', node);
  }
};

const readGroup = (builder: Builder, node: SchemaNode, occurrence: Occurrence): Particle => {
  const local = localName(node);
  const compositor = local === 'choice' || local === 'all' ? local : 'sequence';
  const particles: Particle[] = [];
  for (const child of childNodes(node)) {
    const particle = readParticle(builder, child);
    if (particle !== undefined) particles.push(particle);
  }
  if (compositor === 'all') checkAll(builder, node, particles);
  return { kind: 'group', compositor, ...occurrence, particles };
};

/** Reads a sequence, choice, all, element or wildcard (section 3.9.2); `undefined` where nothing may stand. */
export const readParticle = (builder: Builder, node: SchemaNode): Particle | undefined => {
  builder.report.component();
  const occurrence = readOccurrence(builder, node);
  switch (localName(node)) {
    case 'element': {
      const element = readLocalElement(builder, node);
      return element === undefined || occurrence.max === 0 ? undefined : { kind: 'element', ...occurrence, element };
    }
    case 'any': {
      const wildcard = readWildcard(node);
      return occurrence.max === 0 ? undefined : { kind: 'any', ...occurrence, wildcard };
    }
    case 'sequence':
    case 'choice':
    case 'all': {
      const group = readGroup(builder, node, occurrence);
      return occurrence.max === 0 ? undefined : group;
    }
    default:
      return undefined;
  }
};
