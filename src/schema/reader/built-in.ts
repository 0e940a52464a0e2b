import { StoaError } from '../../base/index.js';
import { BUILT_IN_TYPES } from '../simple/index.js';
import type { SimpleType } from '../simple/model.js';

/** A built-in simple type that the reader itself needs. */
export const getBuiltIn = (name: string): SimpleType => {
  const type = BUILT_IN_TYPES.get(name);
  if (type === undefined) throw new StoaError('INTERNAL', `expected a built-in type, found ${name}`);
  return type;
};

/** `xs:anySimpleType`: the type of an attribute that names none. */
export const anySimpleType: SimpleType = getBuiltIn('anySimpleType');
