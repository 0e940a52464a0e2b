import { toNameKey } from '../../xml/index.js';
import type { NameKey } from '../../xml/index.js';
import type { ComponentKey } from '../facade.js';
import type { ComplexType, ComponentModel, ElementDeclaration, Particle, Type } from '../model/components.js';
import type { Direction } from './model.js';

/**
 * What a component holds, in 24 bytes: of every child element and attribute that its closure declares, with the element it
 * stands in, one of 188 bits. An element that some documents of one component hold has no place in another one that lacks
 * its bit, so most components that only share a name are told apart without their schemas. 48 hexadecimal digits.
 */
export type Outline = string;

const DIGITS = 48;
/** The last digit says what the bits are good for. */
const FACT_BITS = (DIGITS - 1) * 4;
/** Not all of what it declares may be looked at by a comparison: its bits refuse nothing. */
const VAGUE = 1;
/** It lets in what it does not declare: it is not refused. */
const OPEN = 2;

/** Of a component whose outline would cost too much. It refuses nothing, and nothing refuses it. */
export const UNKNOWN_OUTLINE: Outline = '0'.repeat(DIGITS - 1) + String(VAGUE | OPEN);

/** Most leaves looked at for one outline: with more its bits would say little. */
const MAX_LEAVES = 400;
/** Most leaves looked at for all outlines of one schema: some milliseconds. */
const MAX_ALL_LEAVES = 30_000;

/** The outline of a component of one schema; for the same key object it is made once. */
export type FindOutline = (key: Pick<ComponentKey, 'kind' | 'name'>) => Outline;

/** FNV-1a: outlines are kept, so that they are the same everywhere. */
const hashText = (text: string, start: number): number => {
  let hash = start;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash;
};

/** A type and the element whose it is. */
interface Place {
  readonly parent: number;
  readonly type: ComplexType;
}

/** Goes through a closure; `left` is what it may still look at. */
class Outlining {
  readonly #digits = new Uint8Array(DIGITS);
  readonly #open: Place[] = [];
  readonly #seen = new Map<ComplexType, Set<number>>();
  left: number;

  constructor(left: number) {
    this.left = left;
  }

  /** The outline of what stands in an element, or in a type by itself when there is none. */
  outline(element: ElementDeclaration | undefined, type: Type): Outline {
    if (element?.abstract === true) this.#flag(VAGUE);
    this.#enter(hashText(element ? toNameKey(element.name) : '', 0x811c9dc5), type);
    for (let place = this.#open.pop(); place !== undefined; place = this.#open.pop()) {
      this.#lookAt(place);
      if (this.left < 0) return UNKNOWN_OUTLINE;
    }
    return Array.from(this.#digits, (digit) => digit.toString(16)).join('');
  }

  #enter(parent: number, type: Type): void {
    if (type.kind === 'simple') return;
    const parents = this.#seen.get(type) ?? new Set<number>();
    this.#seen.set(type, parents);
    if (parents.has(parent)) return;
    parents.add(parent);
    this.#open.push({ parent, type });
  }

  #lookAt({ parent, type }: Place): void {
    const { content, attributes, attributeWildcard } = type;
    this.left -= 1 + attributes.length;
    if (type.abstract) this.#flag(VAGUE);
    if (attributeWildcard !== undefined) this.#flag(OPEN);
    if (this.left < 0) return;
    for (const { declaration } of attributes) this.#note(hashText(`@${toNameKey(declaration.name)}`, parent));
    if (content.kind === 'elements') this.#lookInto(content.particle, parent);
  }

  #lookInto(particle: Particle, parent: number): void {
    if (--this.left < 0) return;
    if (particle.kind === 'any') this.#flag(OPEN);
    else if (particle.kind === 'element') this.#lookAtChild(particle.element, parent);
    else {
      // A choice of nothing has no content, and so there is none after it.
      if (particle.compositor === 'choice' && particle.particles.length === 0) this.#flag(VAGUE);
      for (const each of particle.particles) this.#lookInto(each, parent);
    }
  }

  #lookAtChild(element: ElementDeclaration, parent: number): void {
    // Nothing is an instance of it, nor comes after it where it has to be.
    if (element.abstract) this.#flag(VAGUE);
    const key: NameKey = toNameKey(element.name);
    this.#note(hashText(key, parent));
    this.#enter(hashText(key, 0x811c9dc5), element.type);
  }

  #note(hash: number): void {
    const bit = (hash >>> 0) % FACT_BITS;
    const at = bit >> 2;
    this.#digits[at] = (this.#digits[at] ?? 0) | (1 << (bit & 3));
  }

  #flag(flag: number): void {
    this.#digits[DIGITS - 1] = (this.#digits[DIGITS - 1] ?? 0) | flag;
  }
}

/** Outlines of the components of a schema. What is asked first is found first: all together have a budget. */
export const createOutlines = (model: ComponentModel): FindOutline => {
  let left = MAX_ALL_LEAVES;
  const known = new WeakMap<object, Outline>();
  const find = ({ kind, name }: Pick<ComponentKey, 'kind' | 'name'>): Outline => {
    const element = kind === 'element' ? model.elements.get(name) : undefined;
    const type = element?.type ?? (kind === 'type' ? model.types.get(name) : undefined);
    if (type === undefined || left <= 0) return UNKNOWN_OUTLINE;
    const budget = Math.min(MAX_LEAVES, left);
    const outlining = new Outlining(budget);
    const outline = outlining.outline(element, type);
    left -= budget - outlining.left;
    return outline;
  };
  return (key) => {
    const outline = known.get(key) ?? find(key);
    known.set(key, outline);
    return outline;
  };
};

const digitAt = (outline: Outline, at: number): number => Number.parseInt(outline.charAt(at), 16);

const refusesOneWay = (narrow: Outline, wide: Outline): boolean => {
  if ((digitAt(narrow, DIGITS - 1) & VAGUE) !== 0 || (digitAt(wide, DIGITS - 1) & OPEN) !== 0) return false;
  for (let at = 0; at < DIGITS - 1; at++) {
    if ((digitAt(narrow, at) & ~digitAt(wide, at)) !== 0) return true;
  }
  return false;
};

/**
 * Whether the outlines of two components of the same kind and name say that they do not fit, as `compareComponents` would
 * find in that direction: it would not say `compatible`. `false` says nothing.
 */
export const refusesByOutline = (wanted: Outline, advertised: Outline, direction: Direction): boolean => {
  if (direction === 'in') return refusesOneWay(wanted, advertised);
  if (direction === 'out') return refusesOneWay(advertised, wanted);
  const [one, other] = [refusesOneWay(wanted, advertised), refusesOneWay(advertised, wanted)];
  return direction === 'both' ? one || other : one && other;
};
