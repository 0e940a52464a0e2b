import { compilePattern } from '../pattern/compile-pattern.js';
import type { TextPattern } from './restriction.js';

/** A pattern of XML Schema that only an engine of our own matches in linear time. */
/* @__NO_SIDE_EFFECTS__ */
export function expression(source: string): TextPattern {
  return compilePattern(source);
}
