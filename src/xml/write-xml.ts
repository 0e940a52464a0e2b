import { StoaError } from '../base/index.js';
import { isNcName } from './chars.js';
import { escapeAttribute, escapeText } from './escape.js';
import { findNamespace, isElement } from './model.js';
import type { NamespaceScope, XmlElement, XmlName, XmlNode } from './model.js';
import { checkDeclaration } from './parser/namespaces.js';
import { bindingsInScope } from './scope.js';

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
  /** The element's scope, if what is written agrees with it: children that share it need no declarations for it. */
  readonly covered: NamespaceScope | undefined;
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

const assertName = ({ local }: XmlName, prefix: string): void => {
  if (isNcName(local) && (prefix === '' || isNcName(prefix))) return;
  throw new StoaError('VALUE_INVALID', `expected a qualified name, found ${JSON.stringify(qualified(prefix, local))}`);
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

/** Whether the element's own names stand for what they should where `written` is in force. */
const coversNames = (written: NamespaceScope | undefined, { name, prefix, attributes }: XmlElement): boolean =>
  findNamespace(written, prefix) === name.namespace &&
  attributes.every((at) => (at.prefix === '' ? '' : findNamespace(written, at.prefix)) === at.name.namespace);

/** Whether QNames in the element's content stand for what they should where `written` is in force. */
const coversScope = (written: NamespaceScope | undefined, { scope, start }: XmlElement): boolean => {
  for (let at = scope; at !== undefined; at = at.outer) {
    if (findNamespace(written, at.prefix) !== at.namespace) return false;
  }
  return start < 0 || findNamespace(written, '') === findNamespace(scope, '');
};

/** Writes the declarations that the start tag needs; answers the bindings in force inside it. */
const writeDeclarations = (writer: Writer, element: XmlElement): NamespaceScope | undefined => {
  let written = writer.open.at(-1)?.written;
  for (const [prefix, namespace] of missingBindings(element, written)) {
    written = { prefix, namespace, outer: written };
    writer.text += ` xmlns${prefix === '' ? '' : `:${prefix}`}="${escapeAttribute(namespace)}"`;
  }
  return written;
};

const writeAttributes = (writer: Writer, { attributes }: XmlElement): void => {
  for (const { name, prefix, value } of attributes) {
    assertName(name, prefix);
    writer.text += ` ${qualified(prefix, name.local)}="${escapeAttribute(value)}"`;
  }
};

/** Whether the declarations written so far do for the element. */
const needsNothing = (parent: OpenTag | undefined, element: XmlElement): boolean => {
  const written = parent?.written;
  // Nearly all that is parsed shares its parent's scope, which the parent has seen to already.
  const isShared = element.scope !== undefined && element.scope === parent?.covered;
  return coversNames(written, element) && (isShared || coversScope(written, element));
};

/** Writes a start tag, or the whole element when it is empty. */
const writeStartTag = (writer: Writer, element: XmlElement): void => {
  const { name, prefix, children, scope } = element;
  const parent = writer.open.at(-1);
  const isCovered = needsNothing(parent, element);
  assertName(name, prefix);
  writer.text += `<${qualified(prefix, name.local)}`;
  const written = isCovered ? parent?.written : writeDeclarations(writer, element);
  writeAttributes(writer, element);
  writer.text += children.length === 0 ? '/>' : '>';
  if (children.length === 0) return;
  const covered = isCovered || coversScope(written, element) ? scope : undefined;
  writer.open.push({ element, written, covered, lines: findLines(writer, element), next: 0 });
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
  writeStartTag(writer, element);
  for (let tag = writer.open.at(-1); tag !== undefined; tag = writer.open.at(-1)) writeNext(writer, tag);
  return writer.text;
};
