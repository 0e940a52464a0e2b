import { StoaError } from '../base/index.js';
import { isNcName } from './chars.js';
import { escapeAttribute, escapeText } from './escape.js';
import { findNamespace, isElement } from './model.js';
import type { NamespaceScope, XmlElement, XmlNode } from './model.js';
import { checkDeclaration } from './parser/namespaces.js';
import { bindingsInScope } from './scope.js';
import type { NamespaceBinding } from './scope.js';

/** How a tree is written. */
export interface WriteXmlOptions {
  /** Begin with an XML declaration; default: no. */
  readonly declaration?: boolean;
  /** White space for one level, e.g. two spaces, put between elements that have no text beside them; default: none. */
  readonly indent?: string;
}

/** An element whose children are being written. */
interface OpenTag {
  readonly element: XmlElement;
  /** Bindings in force in the written text. */
  readonly written: NamespaceScope | undefined;
  /** The element's scope, if what is written agrees with it: children that share it need no declarations. */
  readonly faithful: NamespaceScope | undefined;
  /** Children to be written on lines of their own; `undefined` when they are written as they are. */
  readonly lines: readonly XmlElement[] | undefined;
  next: number;
}

interface Writer {
  text: string;
  readonly indent: string | undefined;
  readonly open: OpenTag[];
}

const qualified = (prefix: string, local: string): string => (prefix === '' ? local : `${prefix}:${local}`);

const assertNames = ({ name, prefix, attributes }: XmlElement): void => {
  for (const part of [{ name, prefix }, ...attributes]) {
    if (isNcName(part.name.local) && (part.prefix === '' || isNcName(part.prefix))) continue;
    throw new StoaError(
      'VALUE_INVALID',
      `expected a qualified name, found ${JSON.stringify(qualified(part.prefix, part.name.local))}`,
    );
  }
};

/**
 * Bindings that the element's own names need, by prefix. They win over its scope, which a tree made by hand may
 * have got wrong.
 */
const neededBindings = ({ name, prefix, attributes }: XmlElement): ReadonlyMap<string, string> => {
  const needed = new Map([[prefix, name.namespace]]);
  for (const attribute of attributes) {
    const { namespace, local } = attribute.name;
    if (attribute.prefix === '' && namespace === '') continue;
    const other = needed.get(attribute.prefix);
    if (attribute.prefix === '' || (other !== undefined && other !== namespace)) {
      throw new StoaError('VALUE_INVALID', `the attribute "${local}" of "${namespace}" needs a prefix of its own`);
    }
    needed.set(attribute.prefix, namespace);
  }
  for (const [bound, namespace] of needed) {
    const problem = bound === '' && namespace === '' ? undefined : checkDeclaration(bound, namespace);
    if (problem !== undefined) throw new StoaError('VALUE_INVALID', problem);
  }
  return needed;
};

/** Declarations the start tag needs where `written` is in force, by prefix. */
const missingBindings = (element: XmlElement, written: NamespaceScope | undefined): ReadonlyMap<string, string> => {
  const wanted = new Map(bindingsInScope(element.scope).map(({ prefix, namespace }) => [prefix, namespace]));
  // The scope of a parsed element is complete: where it has no default namespace, QNames in its content want none.
  if (element.start >= 0 && !wanted.has('')) wanted.set('', '');
  for (const [prefix, namespace] of neededBindings(element)) wanted.set(prefix, namespace);
  for (const [prefix, namespace] of wanted) if (findNamespace(written, prefix) === namespace) wanted.delete(prefix);
  return wanted;
};

/** Child elements to be put on lines of their own, or `undefined` where text stands beside them. */
const findLines = (writer: Writer, { children }: XmlElement): readonly XmlElement[] | undefined => {
  const parent = writer.open.at(-1);
  // White space inside mixed content would be content.
  const isMixed = parent !== undefined && parent.lines === undefined;
  if (writer.indent === undefined || isMixed) return undefined;
  const isBlank = (node: XmlNode): boolean => typeof node === 'string' && /^[ \t\r\n]*$/.test(node);
  if (!children.some(isElement) || !children.every((child) => isElement(child) || isBlank(child))) return undefined;
  return children.filter(isElement);
};

/** Whether the element shares its parent's scope, and its names need nothing else: true of nearly all that is parsed. */
const needsNothing = ({ name, prefix, attributes, scope }: XmlElement, parent: OpenTag | undefined): boolean =>
  parent !== undefined &&
  scope === parent.faithful &&
  findNamespace(scope, prefix) === name.namespace &&
  attributes.every((at) => (at.prefix === '' ? '' : findNamespace(scope, at.prefix)) === at.name.namespace);

/** The element's scope when the written bindings agree with it, as they do unless its own names contradict it. */
const faithfulScope = (element: XmlElement, written: NamespaceScope | undefined): NamespaceScope | undefined => {
  const { scope, start } = element;
  const agrees = ({ prefix, namespace }: NamespaceBinding): boolean => findNamespace(written, prefix) === namespace;
  return start >= 0 && bindingsInScope(scope).every(agrees) ? scope : undefined;
};

const writeStartTag = (writer: Writer, element: XmlElement): void => {
  const { name, prefix, attributes, children } = element;
  const parent = writer.open.at(-1);
  let written = parent?.written;
  let faithful = parent?.faithful;
  writer.text += `<${qualified(prefix, name.local)}`;
  if (faithful === undefined || !needsNothing(element, parent)) {
    for (const [declared, namespace] of missingBindings(element, written)) {
      written = { prefix: declared, namespace, outer: written };
      writer.text += ` xmlns${declared === '' ? '' : `:${declared}`}="${escapeAttribute(namespace)}"`;
    }
    faithful = faithfulScope(element, written);
  }
  for (const attribute of attributes) {
    writer.text += ` ${qualified(attribute.prefix, attribute.name.local)}="${escapeAttribute(attribute.value)}"`;
  }
  writer.text += children.length === 0 ? '/>' : '>';
  if (children.length > 0) writer.open.push({ element, written, faithful, lines: findLines(writer, element), next: 0 });
};

const breakLine = (writer: Writer, depth: number): void => {
  writer.text += `\n${(writer.indent ?? '').repeat(depth)}`;
};

/** Writes the next child of the innermost open element, or its end tag. */
const writeNext = (writer: Writer, tag: OpenTag): void => {
  const child = (tag.lines ?? tag.element.children)[tag.next++];
  if (child === undefined) {
    writer.open.pop();
    if (tag.lines !== undefined) breakLine(writer, writer.open.length);
    writer.text += `</${qualified(tag.element.prefix, tag.element.name.local)}>`;
    return;
  }
  if (typeof child === 'string') {
    writer.text += escapeText(child);
    return;
  }
  if (tag.lines !== undefined) breakLine(writer, writer.open.length);
  assertNames(child);
  writeStartTag(writer, child);
};

/**
 * `element` as XML text. Prefixes are kept; declarations that its names or its scope need and the text does not
 * have yet are written where they are missing. Parsing the text gives an equal tree (with `indent`, but for white space).
 *
 * @throws {StoaError} `VALUE_INVALID` for what XML cannot hold: control characters, lone surrogates, bad names,
 * one prefix for two namespaces in one element
 */
export const writeXml = (element: XmlElement, options: WriteXmlOptions = {}): string => {
  const writer: Writer = {
    text: options.declaration === true ? '<?xml version="1.0" encoding="UTF-8"?>\n' : '',
    indent: options.indent,
    open: [],
  };
  assertNames(element);
  writeStartTag(writer, element);
  for (let tag = writer.open.at(-1); tag !== undefined; tag = writer.open.at(-1)) writeNext(writer, tag);
  return writer.text;
};
