import { isElementMember, memberOf } from '../../codec/values.js';
import { enter, leave } from '../../codec/writer.js';
import type { Writing } from '../../codec/writer.js';
import type { TypedObject, TypedValue } from '../../values.js';
import type { ElementCodec, LeafCodec, Place } from './model.js';

/** How many values of a leaf an object has; -1 when the member is not as it has to be. */
const countValues = ({ member, repeated }: LeafCodec, value: TypedObject): number => {
  const own = memberOf(value, member);
  if (own === undefined) return 0;
  if (!repeated) return 1;
  return Array.isArray(own) ? own.length : -1;
};

/** How many of an object's members are in a sequence; -1 when it does not fit it. */
const countFitting = (places: readonly Place[], value: TypedObject): number => {
  let members = 0;
  for (const { leaves, min, max } of places) {
    let count = 0;
    for (const leaf of leaves) {
      const found = leaf.kind === 'any' ? 0 : countValues(leaf, value);
      if (found < 0) return -1;
      count += found;
      if (leaf.kind === 'element' && memberOf(value, leaf.member) !== undefined) members++;
    }
    if (count < min || count > max) return -1;
  }
  return members;
};

const countMembers = (value: TypedObject): number => {
  let count = 0;
  for (const member of Object.keys(value)) if (isElementMember(member) && value[member] !== undefined) count++;
  return count;
};

const writeLeaf = (writing: Writing, leaf: LeafCodec, value: TypedObject): void => {
  if (leaf.kind === 'any') return;
  const { element, member, repeated } = leaf;
  const own = memberOf(value, member);
  if (own === undefined) return;
  const items = repeated && Array.isArray(own) ? (own as readonly TypedValue[]) : undefined;
  if (items === undefined) writeAt(writing, element, { value: own, position: 0 });
  else for (let at = 0; at < items.length; at++) writeAt(writing, element, { value: items[at], position: at + 1 });
};

const writeAt = (writing: Writing, element: ElementCodec, given: { value: TypedValue; position: number }): void => {
  enter(writing, element.name.local, given.position);
  element.write(writing, given.value);
  leave(writing);
};

/** Writes an object that fits a sequence place by place; `false`, with nothing written, for another one. */
export const writeFitting = (writing: Writing, places: readonly Place[], value: TypedObject): boolean => {
  if (countFitting(places, value) !== countMembers(value)) return false;
  for (const { leaves } of places) for (const leaf of leaves) writeLeaf(writing, leaf, value);
  return true;
};
