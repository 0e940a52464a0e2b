import { readFields, writeFields } from './fields.js';

const VERSION = 1;

/** A count that has a key of its own; no record counts as 0. */
export const writeCount = (count: number): Uint8Array => writeFields(VERSION, [count]);

export const readCount = (bytes: Uint8Array | undefined): number => {
  if (bytes === undefined) return 0;
  const [count] = readFields(VERSION, bytes) as readonly [number];
  return count;
};

/** A text that has a key of its own, such as the id behind an alias. */
export const writeText = (text: string): Uint8Array => writeFields(VERSION, [text]);

export const readText = (bytes: Uint8Array): string => {
  const [text] = readFields(VERSION, bytes) as readonly [string];
  return text;
};
