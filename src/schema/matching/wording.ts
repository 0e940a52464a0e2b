import type { AttributeUse, ElementDeclaration, Particle, Type } from '../model/components.js';
import { isAnyType } from '../model/derivation.js';
import { nameWildcard } from '../model/wildcard.js';
import { nameSimple } from '../simple/index.js';
import type { Place } from './comparison.js';

/** How a type is called: `xs:int`, the name of a type of the schema, or what an anonymous one comes from. */
export const nameType = (type: Type): string => {
  if (type.kind === 'simple') return nameSimple(type);
  if (isAnyType(type)) return 'xs:anyType';
  return type.name === undefined ? 'an anonymous complex type' : type.name.slice(type.name.indexOf('}') + 1);
};

/** The place of an attribute. */
export const attributePlace = ({ declaration }: AttributeUse): Place => ({
  segment: `@${declaration.name.local}`,
  subject: `@${declaration.name.local}`,
});

/** The place of a child element, of which there may be several. */
export const elementPlace = ({ name }: ElementDeclaration, isRepeated: boolean): Place => ({
  segment: `${name.local}${isRepeated ? '[]' : ''}`,
  subject: `element ${name.local}`,
});

/** A number of times, for sentences. */
export const describeCount = (count: number): string => (count === Infinity ? 'unbounded' : String(count));

const describeOccurs = ({ min, max }: Particle): string => {
  if (min === 1 && max === 1) return '';
  if (min === 0 && max === 1) return '?';
  if (max === Infinity && min <= 1) return min === 0 ? '*' : '+';
  return max === min ? `{${String(min)}}` : `{${String(min)},${max === Infinity ? '' : String(max)}}`;
};

const SEPARATORS = { sequence: ', ', choice: ' | ', all: ' & ' } as const;

/** Longest text for a content model. */
const MAX_MODEL = 160;

const writeModel = (particle: Particle): string => {
  const occurs = describeOccurs(particle);
  if (particle.kind === 'element') return particle.element.name.local + occurs;
  if (particle.kind === 'any') return `${nameWildcard(particle.wildcard)}${occurs}`;
  const inside: string[] = [];
  let length = 0;
  for (const each of particle.particles) {
    if (length > MAX_MODEL) break;
    const text = writeModel(each);
    length += text.length;
    inside.push(text);
  }
  return `(${inside.join(SEPARATORS[particle.compositor])})${occurs}`;
};

/** A content model as it is read aloud: `(a, b?, (c | d)*)`, cut where it is long. */
export const describeModel = (particle: Particle): string => {
  const text = writeModel(particle);
  return text.length <= MAX_MODEL ? text : `${text.slice(0, MAX_MODEL - 1)}…`;
};
