import type { TypedObject, TypedValue } from '../values.js';

/** Whether a value is an object with members. */
export const isMembers = (value: TypedValue): value is TypedObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array);

/** A member of its own, not an inherited one. */
export const memberOf = (value: TypedObject, name: string): TypedValue =>
  Object.hasOwn(value, name) ? value[name] : undefined;

/** Whether a value is an array. */
export const isItems = (value: TypedValue): value is readonly TypedValue[] => Array.isArray(value);

/** Whether a member stands for elements. */
export const isElementMember = (member: string): boolean => !member.startsWith('@') && member !== '$';
