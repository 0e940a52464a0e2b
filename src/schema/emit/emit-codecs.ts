import { StoaError } from '../../base/index.js';
import { fromNameKey, toNameKey } from '../../xml/index.js';
import type { NameKey, XmlName } from '../../xml/index.js';
import type { Schema } from '../facade.js';
import type { ElementDeclaration } from '../model/components.js';
import { Emitter } from './emitter.js';
import { createModuleText } from './module-text.js';
import { toStringLiteral } from '../typescript/literals.js';
import { createSubtypes, reach } from './reach.js';
import { reachesUnqualifiedElement } from './unqualified.js';

/** How codecs are emitted. */
export interface EmitCodecsOptions {
  /** From where the module imports what it needs to run. Default `stoa/runtime/v1`. */
  readonly runtime?: string;
  /**
   * Name of the TypeScript type of a root's values, which whoever asks puts into the module or imports; `TypedValue` of the
   * runtime where it is `undefined`.
   */
  readonly valueType?: (name: XmlName) => string | undefined;
  /**
   * What wildcards that are not `skip` do with elements and attributes that the schema declares: `check` them, for which all that
   * is declared gets into the module, or `keep` them as they are, as XML texts. Default `check`.
   */
  readonly wildcards?: 'check' | 'keep';
  /**
   * What the module exports: `functions` that read and write each root, or the `descriptions` of the roots, which load nothing that reads
   * them; `none` where more text of the same module makes use of these. Default `functions`.
   */
  readonly exports?: 'functions' | 'descriptions' | 'none';
  /** Names of constants that more text of the same module has. */
  readonly reserved?: readonly string[];
}

/** Types of the runtime that a module may import: no type of a value in the same module is called like that. */
export const CODEC_TYPES: readonly string[] = ['ComplexCodec', 'Declared', 'ElementCodec', 'FindType'];

/** What there is for one root element. */
export interface EmittedRoot {
  readonly name: XmlName;
  /** The constant that describes it. */
  readonly codec: string;
  /** What has to be known before a message is written: members of the runtime's `MessageFacts` that are true. */
  readonly facts: readonly string[];
  /** `decodeX(message)`: the value of a message. */
  readonly decode: string;
  /** `encodeX(value, options)`: the text of a message. */
  readonly encode: string;
}

/** The codecs of some root elements as TypeScript. */
export interface EmittedCodecs {
  /** The module: imports, constants, functions. */
  readonly text: string;
  /** The import declaration alone, and all that follows it, for those who put more into one file. */
  readonly importText: string;
  readonly body: string;
  readonly roots: readonly EmittedRoot[];
}

const DEFAULT_RUNTIME = 'stoa/runtime/v1';

const WIDTH = 120;

const importText = (names: readonly string[], from: string): string => {
  const short = `import { ${names.join(', ')} } from ${toStringLiteral(from)};`;
  if (short.length <= WIDTH) return short;
  return `import {\n${names.map((name) => `  ${name},\n`).join('')}} from ${toStringLiteral(from)};`;
};

const findRoot = (schema: Schema, name: XmlName): ElementDeclaration => {
  const found = schema.model.elements.get(toNameKey(name));
  if (found !== undefined) return found;
  throw new StoaError('MESSAGE_UNDECLARED', `no element ${toNameKey(name)} is declared`);
};

/** The head of a function that gives a text, with a line for each parameter where one line is too long. */
const signature = (head: string, parameters: readonly string[]): string => {
  const line = `${head}(${parameters.join(', ')}): string {`;
  return line.length <= WIDTH ? line : `${head}(\n${parameters.map((each) => `  ${each},\n`).join('')}): string {`;
};

const functionText = (root: EmittedRoot, type: string): string => {
  const { name, codec, facts } = root;
  const shown = name.local.replace(/[^\w.-]/g, '_');
  const told = facts.map((fact) => `${fact}: true`).join(', ');
  const options = facts.length === 0 ? 'options' : `{ ...options, ${told} }`;
  return `/** Reads the message \`${shown}\`: its text, its bytes, or what was parsed from them. */
export function ${root.decode}(message: Source): ${type} {
  return decode(${codec}, message);
}

/** Writes the message \`${shown}\`, checked as it is written. */
${signature(`export function ${root.encode}`, [`value: ${type}`, 'options?: MessageOptions'])}
  return encode(${codec}, value, ${options});
}`;
};

/**
 * Codecs of root elements as the text of a TypeScript module that stands alone: it needs neither the schema nor its reader, makes
 * no code from strings, and imports from the runtime only what it uses. What it reads and writes is what
 * `schema.decode` and `schema.encode` read and write, byte for byte, and so are its errors, but for two cases: where a built-in
 * simple type is declared, `xsi:type` may name that one only, and in a message that is wrong not every finding need be the same.
 * The text is the same from run to run.
 *
 * @throws {StoaError} `MESSAGE_UNDECLARED` for a root that is not declared
 */
export const emitCodecs = (
  schema: Schema,
  roots: readonly (XmlName | NameKey)[],
  options: EmitCodecsOptions = {},
): EmittedCodecs => {
  const { runtime = DEFAULT_RUNTIME, wildcards = 'check', exports = 'functions', valueType, reserved } = options;
  const { model } = schema;
  const declarations = roots.map((root) => findRoot(schema, typeof root === 'string' ? fromNameKey(root) : root));
  const module = createModuleText(reserved);
  const subtypes = createSubtypes(model);
  const reached = reach(declarations, { model, subtypes, keepsWild: wildcards === 'keep' });
  const emitter = new Emitter({
    model,
    module,
    roots: declarations,
    reached,
    subtypes,
    exported: exports === 'descriptions',
  });
  const hasFunctions = exports === 'functions';
  const constants = emitter.print();
  const functions = declarations.map((declaration) => {
    const { name } = declaration;
    const pascal = module.pascal(name.local);
    const root: EmittedRoot = {
      name,
      codec: emitter.nameOf(declaration),
      facts: [...(reachesUnqualifiedElement(declaration) ? ['prefixed'] : []), ...(reached.identity ? ['reread'] : [])],
      decode: `decode${pascal}`,
      encode: `encode${pascal}`,
    };
    return { root, text: hasFunctions ? functionText(root, valueType?.(name) ?? module.useType('TypedValue')) : '' };
  });
  if (hasFunctions) {
    for (const name of ['decode', 'encode']) module.use(name);
    for (const name of ['MessageOptions', 'Source']) module.useType(name);
  }
  const imports = [...module.imports(), ...module.typeImports().map((name) => `type ${name}`)];
  const head = importText(imports, runtime);
  const body = [...module.namespaces(), ...constants, ...functions.map(({ text }) => text)]
    .filter((text) => text !== '')
    .join('\n\n');
  return {
    text: `${head}\n\n${body}\n`,
    importText: head,
    body: `${body}\n`,
    roots: functions.map(({ root }) => root),
  };
};
