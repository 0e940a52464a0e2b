import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isStoaError } from '../../../src/base/index.js';
import { emitCodecs } from '../../../src/schema/index.js';
import type { EmitCodecsOptions, Schema, TypedValue } from '../../../src/schema/index.js';
import { toNameKey } from '../../../src/xml/index.js';
import type { XmlDocument, XmlElement, XmlName } from '../../../src/xml/index.js';
import { importableUrl, stripTypes } from '../../support/compiled.js';

/** The functions of one root of a module that was emitted and loaded. */
export interface StandaloneRoot {
  readonly decode: (message: string | XmlElement | XmlDocument) => TypedValue;
  readonly encode: (
    value: TypedValue,
    options?: { readonly declaration?: boolean; readonly trusted?: boolean },
  ) => string;
}

/** A module that was emitted and loaded. */
export interface Standalone {
  readonly text: string;
  readonly roots: ReadonlyMap<string, StandaloneRoot>;
}

/** Where emitted modules find the runtime in this repository. */
export const RUNTIME = importableUrl('src/schema/runtime/index.ts');

/** Emits the codecs of some roots (all global elements when none is named), and loads the module from a file of its own. */
export const loadStandalone = async (
  schema: Schema,
  names: readonly XmlName[] = [...schema.model.elements.values()].map(({ name }) => name),
  options: EmitCodecsOptions = {},
): Promise<Standalone> => {
  const { text, roots } = emitCodecs(schema, names, { runtime: RUNTIME, ...options });
  const folder = mkdtempSync(join(tmpdir(), 'stoa-emit-'));
  const file = join(folder, 'codecs.ts');
  writeFileSync(file, text);
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  try {
    const module = (await import(stripTypes(file).href)) as Record<string, unknown>;
    return {
      text,
      roots: new Map(
        roots.map(({ name, decode, encode }) => [
          toNameKey(name),
          { decode: module[decode], encode: module[encode] } as StandaloneRoot,
        ]),
      ),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
};

/** What an object has, in the order in which it has it. */
export const show = (value: unknown): string => {
  if (value === undefined) return 'undefined';
  if (typeof value === 'bigint') return `${String(value)}n`;
  if (typeof value === 'number') return Object.is(value, -0) ? '-0' : String(value);
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (value instanceof Uint8Array) return `bytes ${value.join()}`;
  if (Array.isArray(value)) return `[${value.map(show).join()}]`;
  return `{${Object.entries(value)
    .map(([name, member]) => `${JSON.stringify(name)}:${show(member)}`)
    .join()}}`;
};

/** Outcome of an operation: its value, or its error's code and first finding. */
export const outcomeOf = (run: () => unknown): string => {
  try {
    return show(run());
  } catch (thrown) {
    if (!isStoaError(thrown)) throw thrown;
    const [first] = thrown.findings;
    if (first === undefined) return thrown.code;
    // A module does not know which types it has left out, so it cannot tell an unknown name from one that does not fit.
    const isNoType = first.rule === 'cvc-elt.4.2' || first.rule === 'cvc-elt.4.3';
    const told = isNoType ? 'cvc-elt.4' : `${first.rule}: ${first.message}`;
    return `${thrown.code} at ${first.path ?? ''} ${told}`;
  }
};

/** How a module differs from its schema in reading a document, and in writing what came of it; `undefined` when it does not. */
export const differenceInReading = (
  { roots }: Standalone,
  schema: Schema,
  { root, source }: { readonly root: XmlElement; readonly source: string | undefined },
): string | undefined => {
  const codec = roots.get(toNameKey(root.name));
  if (codec === undefined) return `no codec of ${toNameKey(root.name)}`;
  const wanted = outcomeOf(() => schema.decode(root, source).value);
  const found = outcomeOf(() => codec.decode(source === undefined ? root : { root, source }));
  if (wanted !== found) return `decode: the schema gives ${wanted}, the module ${found}`;
  let value: TypedValue;
  try {
    ({ value } = schema.decode(root, source));
  } catch (thrown) {
    if (!isStoaError(thrown)) throw thrown;
    return undefined;
  }
  return differenceInWriting({ roots, text: '' }, schema, { name: root.name, value });
};

/** How a module differs from its schema in writing a value; `undefined` when it does not. */
export const differenceInWriting = (
  { roots }: Standalone,
  schema: Schema,
  message: { readonly name: XmlName; readonly value: TypedValue },
): string | undefined => {
  const codec = roots.get(toNameKey(message.name));
  if (codec === undefined) return `no codec of ${toNameKey(message.name)}`;
  for (const options of [{}, { trusted: true, declaration: true }]) {
    const wanted = outcomeOf(() => schema.encode(message, options));
    const found = outcomeOf(() => codec.encode(message.value, options));
    if (wanted !== found) return `encode: the schema gives ${wanted}, the module ${found}`;
  }
  return undefined;
};
