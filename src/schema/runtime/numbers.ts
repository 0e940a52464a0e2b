import type { AtomicCodec, UsualTexts } from './model.js';
import { builtIn } from './simple.js';
import { texts } from './usual-texts.js';

/** A type of whole numbers that JavaScript's numbers hold, within bounds. */
/* @__NO_SIDE_EFFECTS__ */
function small(name: string, least: number, most: number): AtomicCodec {
  const inBounds = (value: number): number | undefined => (value >= least && value <= most ? value : undefined);
  return builtIn(name, {
    facets: 'bounds',
    patterns: 0,
    // The sum turns -0 into 0.
    read: (text) => (/^[+-]?\d{1,15}$/.test(text) ? inBounds(Number(text) + 0) : undefined),
    write: (value) =>
      typeof value === 'number' && Number.isInteger(value) && inBounds(value) !== undefined ? String(value) : undefined,
  });
}

/** A type of whole numbers of any size, within bounds; here of few digits. */
/* @__NO_SIDE_EFFECTS__ */
function large(name: string, least = -Infinity, most = Infinity): AtomicCodec {
  const isUsual = (text: string): boolean =>
    /^[+-]?\d{1,15}$/.test(text) && Number(text) >= least && Number(text) <= most;
  return builtIn(name, {
    facets: 'bounds',
    patterns: 0,
    read: (text) => (isUsual(text) ? BigInt(text) : undefined),
    write: (value) => (typeof value === 'bigint' && isUsual(String(value)) ? String(value) : undefined),
  });
}

const FLOATING = /^[+-]?(?:\d{1,20}(?:\.\d{0,20})?|\.\d{1,20})(?:[eE][+-]?\d)?$/;

/** Numbers of usual size: what is neither rounded to infinity nor to nothing. */
const floating: UsualTexts = {
  facets: 'none',
  patterns: 0,
  read: (text) => (FLOATING.test(text) ? Number(text) : undefined),
  write: (value) => {
    if (typeof value !== 'number') return undefined;
    const text = Object.is(value, -0) ? '-0' : String(value);
    return FLOATING.test(text) ? text : undefined;
  },
};

/** `xs:decimal`. */
export const decimal: AtomicCodec = /* @__PURE__ */ builtIn(
  'decimal',
  // Few digits, so that numbers of JavaScript are in the same order.
  /* @__PURE__ */ texts((text) => text.length < 16 && /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)$/.test(text), 'bounds'),
);
/** `xs:float`. */
export const float: AtomicCodec = /* @__PURE__ */ builtIn('float', floating);
/** `xs:double`. */
export const double: AtomicCodec = /* @__PURE__ */ builtIn('double', floating);
/** `xs:integer`. */
export const integer: AtomicCodec = /* @__PURE__ */ large('integer');
/** `xs:nonPositiveInteger`. */
export const nonPositiveInteger: AtomicCodec = /* @__PURE__ */ large('nonPositiveInteger', -Infinity, 0);
/** `xs:negativeInteger`. */
export const negativeInteger: AtomicCodec = /* @__PURE__ */ large('negativeInteger', -Infinity, -1);
/** `xs:long`. */
export const long: AtomicCodec = /* @__PURE__ */ large('long');
/** `xs:int`. */
export const int: AtomicCodec = /* @__PURE__ */ small('int', -2147483648, 2147483647);
/** `xs:short`. */
export const short: AtomicCodec = /* @__PURE__ */ small('short', -32768, 32767);
/** `xs:byte`. */
export const byte: AtomicCodec = /* @__PURE__ */ small('byte', -128, 127);
/** `xs:nonNegativeInteger`. */
export const nonNegativeInteger: AtomicCodec = /* @__PURE__ */ large('nonNegativeInteger', 0);
/** `xs:unsignedLong`. */
export const unsignedLong: AtomicCodec = /* @__PURE__ */ large('unsignedLong', 0);
/** `xs:unsignedInt`. */
export const unsignedInt: AtomicCodec = /* @__PURE__ */ small('unsignedInt', 0, 4294967295);
/** `xs:unsignedShort`. */
export const unsignedShort: AtomicCodec = /* @__PURE__ */ small('unsignedShort', 0, 65535);
/** `xs:unsignedByte`. */
export const unsignedByte: AtomicCodec = /* @__PURE__ */ small('unsignedByte', 0, 255);
/** `xs:positiveInteger`. */
export const positiveInteger: AtomicCodec = /* @__PURE__ */ large('positiveInteger', 1);
