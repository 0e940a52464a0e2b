/**
 * What generated codecs are made of, version 1: names here keep their meaning for as long as `stoa/runtime/v1` is exported, so that
 * output of an older generator keeps working. Every export is small and free of side effects, so that a bundler leaves out
 * what a module does not use. Neither the reader of schemas nor the codec that walks them is among it.
 */
export { any, anyAttribute, anyDeclared } from './any.js';
export { anyType, declare, looseType } from './declared.js';
export { builtInTypes } from './all-built-ins.js';
export { base64Binary, hexBinary } from './binaries.js';
export { decode, encode } from './codec.js';
export type { DescribedMessage, EncodeMessageOptions, MessageFacts, MessageOptions, Source } from './message.js';
export { complex, text } from './complex.js';
export type { ComplexOptions } from './complex.js';
export { all, choice, grammar, group, mixed, sequence } from './contents.js';
export type { Part } from './contents.js';
export { attribute, element, identity, lazy, oneOfTypes } from './element.js';
export type { AttributeOptions, ElementOptions, Lazy } from './element.js';
export { many, one, optional, wild } from './leaves.js';
export type { LeafOptions, Occurs } from './leaves.js';
export { expression, list, pattern, restrict, union } from './simple.js';
export type {
  AnyAttributeCodec,
  AnyCodec,
  AtomicCodec,
  AttributeCodec,
  ComplexCodec,
  Constraint,
  ContentCodec,
  Declared,
  ElementCodec,
  ElementsContent,
  FindType,
  GroupCodec,
  LeafCodec,
  Namespaces,
  ParticleCodec,
  Place,
  Restriction,
  SimpleCodec,
  TextPattern,
  TypeCodec,
} from './model.js';
export { XSD_NAMESPACE, namespace } from './names.js';
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
export type { TypedObject, TypedValue } from '../values.js';
