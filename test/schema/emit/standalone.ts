import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isStoaError } from '../../../src/base/index.js';
import { emitCodecs } from '../../../src/schema/index.js';
import type { EmitCodecsOptions, Schema, TypedValue } from '../../../src/schema/index.js';
import type { ElementCodec, MessageFacts } from '../../../src/schema/runtime/index.js';
import { readUsual } from '../../../src/schema/runtime/usual/read.js';
import { writeUsual } from '../../../src/schema/runtime/usual/write.js';
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
  /** The description of its root element, and what is known of messages before they are written. */
  readonly codec: ElementCodec;
  readonly facts: MessageFacts;
}

/** A module that was emitted and loaded. */
export interface Standalone {
  readonly text: string;
  /** Messages that were read, and written, in the usual way, and those that were left to the codec of everything. */
  readonly counts?: { usual: number; left: number };
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
  // The descriptions are for the module itself, and for clients that stand in it.
  writeFileSync(file, `${text}\nexport { ${roots.map(({ codec }) => codec).join(', ')} };\n`);
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  try {
    const module = (await import(stripTypes(file).href)) as Record<string, unknown>;
    return {
      text,
      counts: { usual: 0, left: 0 },
      roots: new Map(
        roots.map(({ name, decode, encode, codec, facts }) => [
          toNameKey(name),
          {
            decode: module[decode],
            encode: module[encode],
            codec: module[codec],
            facts: Object.fromEntries(facts.map((fact) => [fact, true])),
          } as StandaloneRoot,
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
  standalone: Standalone,
  schema: Schema,
  { root, source }: { readonly root: XmlElement; readonly source: string | undefined },
): string | undefined => {
  const { roots, counts } = standalone;
  const codec = roots.get(toNameKey(root.name));
  if (codec === undefined) return `no codec of ${toNameKey(root.name)}`;
  const wanted = outcomeOf(() => schema.decode(root, source).value);
  const found = outcomeOf(() => codec.decode(source === undefined ? root : { root, source }));
  if (wanted !== found) return `decode: the schema gives ${wanted}, the module ${found}`;
  const usual = source === undefined ? undefined : readUsual(codec.codec, { root, source });
  if (usual !== undefined && show(usual.value) !== wanted)
    return `decode: the schema gives ${wanted}, reading in the usual way ${show(usual.value)}`;
  if (counts) counts[usual === undefined ? 'left' : 'usual']++;
  let value: TypedValue;
  try {
    ({ value } = schema.decode(root, source));
  } catch (thrown) {
    if (!isStoaError(thrown)) throw thrown;
    return undefined;
  }
  return differenceInWriting(standalone, schema, { name: root.name, value });
};

/** How a module differs from its schema in writing a value; `undefined` when it does not. */
export const differenceInWriting = (
  { roots, counts }: Standalone,
  schema: Schema,
  message: { readonly name: XmlName; readonly value: TypedValue },
): string | undefined => {
  const codec = roots.get(toNameKey(message.name));
  if (codec === undefined) return `no codec of ${toNameKey(message.name)}`;
  for (const options of [{}, { trusted: true, declaration: true }]) {
    const wanted = outcomeOf(() => schema.encode(message, options));
    const found = outcomeOf(() => codec.encode(message.value, options));
    if (wanted !== found) return `encode: the schema gives ${wanted}, the module ${found}`;
    const usual = writeUsual(codec.codec, message.value, { ...options, ...codec.facts });
    if (usual !== undefined && show(usual) !== wanted)
      return `encode: the schema gives ${wanted}, writing in the usual way ${usual}`;
    if (counts) counts[usual === undefined ? 'left' : 'usual']++;
  }
  return undefined;
};
