import { skipDigits } from './characters.js';
import type { PrimitiveName } from './model.js';
import type { ValueSpace } from './value-space.js';

const PLUS = 0x2b;
const MINUS = 0x2d;
const POINT = 0x2e;
const EXPONENT = 0x65;

const skipSign = (text: string, from: number): number => {
  const code = text.charCodeAt(from);
  return code === PLUS || code === MINUS ? from + 1 : from;
};

const isFloating = (text: string): boolean => {
  if (text === 'INF' || text === '-INF' || text === 'NaN') return true;
  const start = skipSign(text, 0);
  let at = skipDigits(text, start);
  let digits = at - start;
  if (text.charCodeAt(at) === POINT) {
    const end = skipDigits(text, at + 1);
    digits += end - at - 1;
    at = end;
  }
  if (digits === 0) return false;
  if ((text.charCodeAt(at) | 0x20) !== EXPONENT) return at === text.length;
  const exponent = skipSign(text, at + 1);
  const end = skipDigits(text, exponent);
  return end > exponent && end === text.length;
};

const toNumber = (text: string): number => {
  if (text === 'INF') return Infinity;
  return text === '-INF' ? -Infinity : Number(text);
};

const createFloatingSpace = (primitive: PrimitiveName, round: (value: number) => number): ValueSpace => {
  const read = (text: string): number => round(toNumber(text));
  return {
    primitive,
    shape: 'number',
    isLexical: isFloating,
    // The sum makes -0 and 0 one value.
    canonical: (text) => String(read(text) + 0),
    // The number as written, which rounds to the value: 0.1 stays 0.1 as a float.
    toValue: (text) => (Number.isFinite(read(text)) ? toNumber(text) : read(text)),
    comparatorTo: (bound) => {
      const limit = read(bound);
      return (text) => {
        const value = read(text);
        // INF - INF and NaN - NaN are NaN, but each equals itself.
        return Object.is(value, limit) ? 0 : value < limit ? -1 : value > limit ? 1 : value - limit;
      };
    },
  };
};

/** `xs:float`: IEEE single precision; a text means the nearest value. NaN equals itself and has no order. */
export const FLOAT_SPACE = /* @__PURE__ */ createFloatingSpace('float', Math.fround);

/** `xs:double`: IEEE double precision. */
export const DOUBLE_SPACE = /* @__PURE__ */ createFloatingSpace('double', (value) => value);
