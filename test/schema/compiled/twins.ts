import { isStoaError } from '../../../src/base/index.js';
import { readSchema } from '../../../src/schema/index.js';
import type { EncodeOptions, Schema, SchemaDocument, TypedMessage, TypedValue } from '../../../src/schema/index.js';
import type { XmlElement } from '../../../src/xml/index.js';

/** One schema read twice: never compiled, and compiled at once. */
export interface Twins {
  readonly interpreted: Schema;
  readonly compiled: Schema;
}

/** The twins of a set of schema documents. */
export const createTwins = (documents: readonly SchemaDocument[]): Twins => ({
  interpreted: readSchema(documents, { compileAfter: Infinity }),
  compiled: readSchema(documents, { compileAfter: 0 }),
});

/** What an object has, in the order in which it has it: two values are equal when these texts are. */
const show = (value: unknown): string => {
  if (value === undefined) return 'undefined';
  if (typeof value === 'bigint') return `${String(value)}n`;
  if (typeof value === 'number') return Object.is(value, -0) ? '-0' : String(value);
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (value instanceof Uint8Array) return `bytes ${value.join()}`;
  if (Array.isArray(value)) return `[${value.map(show).join()}]`;
  const kind = Object.getPrototypeOf(Object.getPrototypeOf(value) ?? {}) === null ? '' : 'strange ';
  return `${kind}{${Object.entries(value)
    .map(([name, member]) => `${JSON.stringify(name)}:${show(member)}`)
    .join()}}`;
};

/** Outcome of an operation as a text: its value, or its error with all findings. */
const outcomeOf = (run: () => unknown): string => {
  try {
    return show(run());
  } catch (thrown) {
    if (!isStoaError(thrown)) throw thrown;
    return `${thrown.code} ${thrown.message} ${show(thrown.findings)}`;
  }
};

/** How the twins differ in an operation; `undefined` when they do not. */
const difference = (what: string, { interpreted, compiled }: Twins, run: (schema: Schema) => unknown) => {
  const [wanted, found] = [outcomeOf(() => run(interpreted)), outcomeOf(() => run(compiled))];
  return wanted === found ? undefined : `${what}: the interpreted one gives ${wanted}, the compiled one ${found}`;
};

/** How the twins differ in writing a value. */
export const differenceOfEncoding = (twins: Twins, message: TypedMessage, options?: EncodeOptions) =>
  difference('encode', twins, (schema) => schema.encode(message, options));

/** How the twins differ in checking and decoding a document, and in writing what came of it. */
export const differenceOf = (twins: Twins, root: XmlElement, source?: string): string | undefined => {
  const read =
    difference('check', twins, (schema) => schema.check(root, source)) ??
    difference('decode', twins, (schema) => schema.decode(root, source).value);
  if (read !== undefined) return read;
  let value: TypedValue;
  try {
    value = twins.interpreted.decode(root, source).value;
  } catch (thrown) {
    if (!isStoaError(thrown)) throw thrown;
    return undefined;
  }
  const message = { name: root.name, value };
  return (
    differenceOfEncoding(twins, message) ?? differenceOfEncoding(twins, message, { trusted: true, declaration: true })
  );
};
