/**
 * What generated codecs are made of, version 1: names here keep their meaning for as long as `stoa/runtime/v1` is exported, so that
 * output of an older generator keeps working. Every export is small and free of side effects, so that a bundler leaves out
 * what a module does not use. Neither the reader of schemas nor the codec that walks them is among it.
 */
export { any, anyAttribute, anyDeclared } from './any.js';
export { anyType, declare, looseType } from './declared.js';
export type { Declared, Namespaces } from './any.js';
export { builtInTypes } from './all-built-ins.js';
export { base64Binary, hexBinary } from './binaries.js';
export type { AtomicCodec } from './built-in.js';
export { decode, encode } from './codec.js';
export type { EncodeMessageOptions, MessageOptions, Source } from './codec.js';
export { complex, text } from './complex.js';
export type { ComplexOptions } from './complex.js';
export { list } from './list.js';
export { restrict } from './restrict.js';
export { pattern } from './restriction.js';
export type { Restriction, TextPattern } from './restriction.js';
export { union } from './union.js';
export { attribute, element, lazy, oneOfTypes } from './element.js';
export type { AttributeOptions, Constraint, ElementOptions, FindType, Lazy } from './element.js';
export { expression } from './expression.js';
export { all, grammar, group } from './grammar.js';
export type { GroupCodec, ParticleCodec } from './grammar.js';
export { identity } from './identity.js';
export { many, one, optional, wild } from './leaves.js';
export type { LeafOptions, Occurs } from './leaves.js';
export { mixed } from './mixed.js';
export type {
  AnyAttributeCodec,
  AnyCodec,
  AttributeCodec,
  ComplexCodec,
  ContentCodec,
  ElementCodec,
  ElementsContent,
  LeafCodec,
  Place,
  SimpleCodec,
  TypeCodec,
} from './model.js';
export { namespace } from './names.js';
export {
  byte,
  decimal,
  double,
  float,
  int,
  integer,
  long,
  negativeInteger,
  nonNegativeInteger,
  nonPositiveInteger,
  positiveInteger,
  short,
  unsignedByte,
  unsignedInt,
  unsignedLong,
  unsignedShort,
} from './numbers.js';
export { choice, sequence } from './sequence.js';
export type { Part } from './sequence.js';
export {
  ENTITIES,
  ENTITY,
  ID,
  IDREF,
  IDREFS,
  NCName,
  NMTOKEN,
  NMTOKENS,
  NOTATION,
  Name,
  QName,
  anySimpleType,
  anyURI,
  boolean,
  language,
  normalizedString,
  string,
  token,
} from './strings.js';
export { date, dateTime, duration, gDay, gMonth, gMonthDay, gYear, gYearMonth, time } from './times.js';
export { XSD_NAMESPACE } from '../facade.js';
export type { TypedObject, TypedValue } from '../values.js';
