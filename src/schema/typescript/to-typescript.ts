import { StoaError } from '../../base/index.js';
import { toNameKey } from '../../xml/index.js';
import type { NameKey, XmlName } from '../../xml/index.js';
import type { ComponentKey, Schema } from '../facade.js';
import type { ElementDeclaration, Type } from '../model/components.js';
import { toDocComment } from './comments.js';
import { complexLines } from './complex-types.js';
import { elementText } from './elements.js';
import { constraintNotes, typeNotes } from './notes.js';
import { Printer } from './printer.js';
import type { Block } from './printer.js';
import { simpleTypeText } from './place.js';
import { simpleText } from './simple-types.js';
import { aliasLines } from './type-text.js';

/** What is printed. */
export interface TypeScriptOptions {
  /** Messages to print, with what they refer to; every component when left out. */
  readonly elements?: readonly (XmlName | NameKey)[];
  /** Names that no declaration may have: the module has them already. */
  readonly reserved?: Iterable<string>;
}

/** Declarations, and what the types of elements are called in them. */
export interface PrintedTypes {
  readonly text: string;
  /** Name of the type of an element's values, for each that is printed. */
  readonly names: ReadonlyMap<NameKey, string>;
}

const sorted = <Component>(components: ReadonlyMap<NameKey, Component>): readonly (readonly [NameKey, Component])[] =>
  [...components].sort(([left], [right]) => (left < right ? -1 : 1));

const valueNotes = (printer: Printer, type: Type): string => {
  if (type.kind !== 'simple') return '';
  const values = type.facets.enumeration ?? [];
  const lines = values.flatMap((value) => {
    const text = printer.model.documentationOfValue(type, value);
    return text === undefined ? [] : [`- \`${value.replaceAll('`', "'")}\`: ${text.replaceAll('\n', ' ')}`];
  });
  return lines.join('\n');
};

const printType = (printer: Printer, type: Type, block: Block): void => {
  const name = printer.nameOf(type);
  const place = { printer, block, name };
  if (type.kind === 'complex') {
    printer.print(block, complexLines(type, place, { elementText }));
    return;
  }
  const documentation = [printer.model.documentationOf(type), valueNotes(printer, type)].filter(
    (text) => text !== undefined && text !== '',
  );
  const comment = toDocComment(
    documentation.length === 0 ? undefined : documentation.join('\n\n'),
    typeNotes(type),
    '',
  );
  const text = simpleText(type, (other) => simpleTypeText(other, { ...place, name: `${name} item` }));
  printer.count(text.length);
  printer.print(block, [...comment, ...aliasLines(name, text)]);
};

const printElement = (printer: Printer, declaration: ElementDeclaration, block: Block): void => {
  const { type, nillable, valueConstraint, abstract } = declaration;
  const name = printer.nameOf(declaration);
  const place = { printer, block, name };
  const documentation = printer.model.documentationOf(declaration);
  if (type.kind === 'complex' && type.name === undefined && !nillable && !abstract) {
    printer.print(block, complexLines(type, place, { elementText, more: documentation }));
    return;
  }
  const notes = [
    ...(type.kind === 'simple' && type.name === undefined ? typeNotes(type) : []),
    ...constraintNotes(valueConstraint),
  ];
  const text = elementText(declaration, { ...place, name: `${name} value` });
  printer.print(block, [...toDocComment(documentation, notes, ''), ...aliasLines(name, text)]);
};

/** Every component of a schema, printed; names do not depend on what is asked for. */
const printAll = ({ model }: Schema, reserved: Iterable<string> = []): Printer => {
  const printer = new Printer(model, reserved);
  const [types, elements] = [sorted(model.types), sorted(model.elements)];
  const local = (key: NameKey): string => key.slice(key.lastIndexOf('}') + 1);
  const typeBlocks = types.map(([key, type]) => printer.declare({ kind: 'type', key }, type, local(key)));
  const elementBlocks = elements.map(([key, declaration]) => {
    const block = printer.declare({ kind: 'element', key }, declaration, local(key));
    const { type, nillable } = declaration;
    // The type has no name of its own: it is that of the element.
    if (type.kind === 'complex' && type.name === undefined && !nillable) printer.alias(type, declaration);
    return block;
  });
  for (const [at, [, declaration]] of elements.entries()) {
    const block = elementBlocks[at];
    if (block !== undefined) printElement(printer, declaration, block);
    printer.drain();
  }
  for (const [at, [, type]] of types.entries()) {
    const block = typeBlocks[at];
    if (block !== undefined) printType(printer, type, block);
    printer.drain();
  }
  return printer;
};

const reach = (blocks: readonly Block[]): ReadonlySet<Block> => {
  const reached = new Set(blocks);
  // A set's iterator sees what is added while it runs.
  for (const block of reached) for (const other of block.references) reached.add(other);
  return reached;
};

const toText = (blocks: readonly Block[]): string =>
  blocks.length === 0 ? '' : `${blocks.map(({ lines }) => lines.join('\n')).join('\n\n')}\n`;

const isElement = ({ owner }: Block): boolean => owner.kind === 'element';

const inOrder = (blocks: readonly Block[]): readonly Block[] => [
  ...blocks.filter(isElement),
  ...blocks.filter((block) => !isElement(block)),
];

const findBlocks = (printer: Printer, names: readonly (XmlName | NameKey)[]): readonly Block[] =>
  names.map((name) => {
    const key = typeof name === 'string' ? name : toNameKey(name);
    const block = printer.findBlock({ kind: 'element', key });
    if (block === undefined) throw new StoaError('MESSAGE_UNDECLARED', `no element ${key} is declared`);
    return block;
  });

/**
 * TypeScript declarations of the typed values of a schema, for a module of its own: messages first, then types, in the order
 * of their names. Formatted as prettier does with a width of 120 and single quotes.
 *
 * @throws {StoaError} `MESSAGE_UNDECLARED` for an element that is not declared, `SCHEMA_LIMIT_EXCEEDED` for a schema with too
 *   many members
 */
export const toTypeScript = (schema: Schema, options: TypeScriptOptions = {}): string =>
  printTypes(schema, options).text;

/**
 * As {@link toTypeScript}, with the names that elements got: for a module that uses the types.
 *
 * @throws {StoaError} what {@link toTypeScript} throws
 */
export const printTypes = (schema: Schema, { elements, reserved }: TypeScriptOptions = {}): PrintedTypes => {
  const printer = printAll(schema, reserved);
  const reached = elements === undefined ? undefined : reach(findBlocks(printer, elements));
  const blocks = printer.blocks.filter((block) => reached?.has(block) ?? true);
  const names = blocks.filter(isElement).flatMap(({ owner: { key } }) => {
    const declaration = schema.model.elements.get(key);
    return declaration === undefined ? [] : [[key, printer.nameOf(declaration)] as const];
  });
  return { text: toText(inOrder(blocks)), names: new Map(names) };
};

/**
 * The declarations of one component alone, as they stand in {@link toTypeScript}: what it refers to is not among them.
 * `undefined` when the schema has no such component.
 */
export const typeText = (schema: Schema, component: Pick<ComponentKey, 'kind' | 'name'>): string | undefined => {
  const block = printAll(schema).findBlock({ kind: component.kind, key: component.name });
  return block === undefined ? undefined : toText([block]);
};
