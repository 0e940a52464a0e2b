import { code, joinCode, nameCode } from './code.js';
import type { Code } from './code.js';

/** Bits of one variable that are used: with 30, all arithmetic stays in small integers. */
const WIDTH = 30;

/** The variable that holds bit number `at`. */
export const maskOf = (at: number): Code => nameCode('r', Math.floor(at / WIDTH));

const valueOf = (at: number): number => 1 << (at % WIDTH);

/** Declares variables for `count` bits, none set. */
export const declareMasks = (count: number): Code => {
  const names = Array.from({ length: Math.ceil(count / WIDTH) }, (_, at) => nameCode('r', at));
  return names.length === 0
    ? code``
    : code`let ${joinCode(
        names.map((name) => code`${name} = 0`),
        code`, `,
      )};`;
};

/** Sets bit number `at`. */
export const setBit = (at: number): Code => code`${maskOf(at)} |= ${valueOf(at)};`;

/** Whether bit number `at` is set. */
export const bitOf = (at: number): Code => code`(${maskOf(at)} & ${valueOf(at)}) !== 0`;

/** Whether all of some bits are set. */
export const hasAll = (bits: readonly number[]): Code => {
  const masks = new Map<number, number>();
  for (const at of bits) masks.set(Math.floor(at / WIDTH), (masks.get(Math.floor(at / WIDTH)) ?? 0) | valueOf(at));
  const tests = [...masks].map(([index, mask]) => code`(${nameCode('r', index)} & ${mask}) === ${mask}`);
  return code`(${joinCode(tests.length === 0 ? [code`true`] : tests, code` && `)})`;
};
