import { BIG_INTEGER_SPACE, DECIMAL_SPACE, SMALL_INTEGER_SPACE } from '../../simple/decimal.js';
import { DOUBLE_SPACE, FLOAT_SPACE } from '../../simple/floating.js';
import type { ValueSpace } from '../../simple/value-space.js';
import { builtIn } from './built-in.js';
import type { AtomicCodec } from './built-in.js';

/* @__NO_SIDE_EFFECTS__ */
function whole(name: string, space: ValueSpace, bounds: readonly (string | undefined)[] = []): AtomicCodec {
  const [minInclusive, maxInclusive] = bounds;
  return builtIn(name, space, {
    fractionDigits: 0,
    ...(minInclusive !== undefined && { minInclusive }),
    ...(maxInclusive !== undefined && { maxInclusive }),
  });
}

/** `xs:decimal`. */
export const decimal: AtomicCodec = /* @__PURE__ */ builtIn('decimal', DECIMAL_SPACE);
/** `xs:float`. */
export const float: AtomicCodec = /* @__PURE__ */ builtIn('float', FLOAT_SPACE);
/** `xs:double`. */
export const double: AtomicCodec = /* @__PURE__ */ builtIn('double', DOUBLE_SPACE);
/** `xs:integer`. */
export const integer: AtomicCodec = /* @__PURE__ */ whole('integer', BIG_INTEGER_SPACE);
/** `xs:nonPositiveInteger`. */
export const nonPositiveInteger: AtomicCodec = /* @__PURE__ */ whole('nonPositiveInteger', BIG_INTEGER_SPACE, [
  undefined,
  '0',
]);
/** `xs:negativeInteger`. */
export const negativeInteger: AtomicCodec = /* @__PURE__ */ whole('negativeInteger', BIG_INTEGER_SPACE, [
  undefined,
  '-1',
]);
/** `xs:long`. */
export const long: AtomicCodec = /* @__PURE__ */ whole('long', BIG_INTEGER_SPACE, [
  '-9223372036854775808',
  '9223372036854775807',
]);
/** `xs:int`. */
export const int: AtomicCodec = /* @__PURE__ */ whole('int', SMALL_INTEGER_SPACE, ['-2147483648', '2147483647']);
/** `xs:short`. */
export const short: AtomicCodec = /* @__PURE__ */ whole('short', SMALL_INTEGER_SPACE, ['-32768', '32767']);
/** `xs:byte`. */
export const byte: AtomicCodec = /* @__PURE__ */ whole('byte', SMALL_INTEGER_SPACE, ['-128', '127']);
/** `xs:nonNegativeInteger`. */
export const nonNegativeInteger: AtomicCodec = /* @__PURE__ */ whole('nonNegativeInteger', BIG_INTEGER_SPACE, ['0']);
/** `xs:unsignedLong`. */
export const unsignedLong: AtomicCodec = /* @__PURE__ */ whole('unsignedLong', BIG_INTEGER_SPACE, [
  '0',
  '18446744073709551615',
]);
/** `xs:unsignedInt`. */
export const unsignedInt: AtomicCodec = /* @__PURE__ */ whole('unsignedInt', SMALL_INTEGER_SPACE, ['0', '4294967295']);
/** `xs:unsignedShort`. */
export const unsignedShort: AtomicCodec = /* @__PURE__ */ whole('unsignedShort', SMALL_INTEGER_SPACE, ['0', '65535']);
/** `xs:unsignedByte`. */
export const unsignedByte: AtomicCodec = /* @__PURE__ */ whole('unsignedByte', SMALL_INTEGER_SPACE, ['0', '255']);
/** `xs:positiveInteger`. */
export const positiveInteger: AtomicCodec = /* @__PURE__ */ whole('positiveInteger', BIG_INTEGER_SPACE, ['1']);
