import { StoaError } from '../../base/index.js';
import type { XmlLimits } from '../../base/index.js';
import { SPACE, classOf } from '../chars.js';
import { locate } from '../locate.js';
import type { NamespaceScope, XmlAttribute, XmlName, XmlNode } from '../model.js';

/** An element while it is being read: the same object becomes the `XmlElement`. */
export interface OpenElement {
  readonly name: XmlName;
  readonly prefix: string;
  readonly attributes: readonly XmlAttribute[];
  children: readonly XmlNode[];
  readonly scope: NamespaceScope | undefined;
  readonly start: number;
  /** Until the end tag is read: `base` of the element around it. */
  end: number;
}

/** An attribute while its start tag is being read: a prefix is resolved only when all declarations are known. */
export interface OpenAttribute {
  name: XmlName;
  readonly prefix: string;
  readonly value: string;
}

/** One namespace. */
export interface NamespaceTable {
  readonly namespace: string;
  /** Names to be found again that no {@link QualifiedName} leads to. */
  names: Map<string, XmlName> | undefined;
  /** Next in the chain of the first few. */
  next: NamespaceTable | undefined;
}

/** What a prefix is bound to at this point of the document; `undefined` when it is unbound. */
export interface PrefixBinding {
  readonly prefix: string;
  current: NamespaceTable | undefined;
  /** Next in the chain of the first few. */
  next: PrefixBinding | undefined;
}

/** What a declaration in scope hid. */
export interface HiddenBinding {
  readonly binding: PrefixBinding;
  readonly table: NamespaceTable | undefined;
  readonly outer: HiddenBinding | undefined;
}

/** A qualified name as written: checked and split once, resolved again only when its prefix was bound anew. */
export interface QualifiedName {
  /** Where it was met first. */
  readonly start: number;
  readonly length: number;
  /** Hash of `local`. */
  readonly hash: number;
  readonly local: string;
  readonly binding: PrefixBinding;
  /** The namespace for which `name` was resolved. */
  table: NamespaceTable | undefined;
  name: XmlName | undefined;
  /** Name of an attribute without a prefix, which is in no namespace. */
  attribute: XmlName | undefined;
  /** Number of the last start tag with an attribute of this name: finds duplicates without comparing pairs. */
  tag: number;
  /** Next in the same bucket. */
  next: QualifiedName | undefined;
}

/** Everything known while one document is parsed. */
export interface ParserState {
  readonly source: string;
  readonly end: number;
  readonly limits: XmlLimits;
  /** Offset of the next code unit to read; where an error is reported. */
  at: number;
  /** Offset of the colon in the name read last, or -1. */
  colon: number;

  /** All spellings of names met, by the hash of the local part. */
  readonly buckets: (QualifiedName | undefined)[];
  /** Spellings that found their bucket full. */
  furtherNames: Map<string, QualifiedName> | undefined;
  /** Prefixes met: the first few as a chain, further ones by prefix. */
  bindings: PrefixBinding | undefined;
  furtherBindings: Map<string, PrefixBinding> | undefined;
  /** Namespaces met, in the same way. */
  namespaces: NamespaceTable | undefined;
  furtherNamespaces: Map<string, NamespaceTable> | undefined;
  readonly defaultBinding: PrefixBinding;
  readonly noNamespace: NamespaceTable;

  scope: NamespaceScope | undefined;
  /** Declarations in scope: length of the undo log. */
  declarations: number;
  /** The undo log: what each declaration hid, the last one first. */
  hidden: HiddenBinding | undefined;

  /** Start tags read so far, the number of the current one. */
  elements: number;
  /** Attributes of the current start tag, declarations included. */
  attributesSeen: number;
  attributeCount: number;
  readonly attributes: OpenAttribute[];
  /** Those with a prefix, and their names. */
  prefixedCount: number;
  readonly prefixedAttributes: OpenAttribute[];
  readonly prefixedNames: QualifiedName[];

  depth: number;
  readonly openElements: OpenElement[];
  /** Children of all open elements, innermost last; cut off as an array of their own when an element ends. */
  readonly nodes: XmlNode[];
  top: number;
  /** Where the children of the innermost element begin in `nodes`. */
  base: number;
  readonly noAttributes: readonly XmlAttribute[];
  readonly noChildren: readonly XmlNode[];
}

/** The code unit at `at`, or 0, which no document may hold, at the end. */
export const codeAt = (state: ParserState, at: number): number => (at < state.end ? state.source.charCodeAt(at) : 0);

/** Moves over white space; whether there was any. */
export const skipSpace = (state: ParserState): boolean => {
  const { source, end } = state;
  const from = state.at;
  let at = from;
  while (at < end && (classOf(source.charCodeAt(at)) & SPACE) !== 0) at++;
  state.at = at;
  return at > from;
};

/** What stands at the parser's place, for a message. */
export const describeNext = (state: ParserState): string => {
  if (state.at >= state.end) return 'the end of the document';
  const point = state.source.codePointAt(state.at) ?? 0;
  const printable = point > 0x20 && point < 0x7f;
  return printable ? `"${String.fromCodePoint(point)}"` : `U+${point.toString(16).toUpperCase().padStart(4, '0')}`;
};

/** Throws `XML_DOCTYPE_FORBIDDEN` for the declaration at `at`. */
export const failDoctype = (state: ParserState, at: number): never => {
  const { line, column } = locate(state.source, at);
  const message = 'expected a document without a document type declaration, found "<!DOCTYPE"';
  throw new StoaError('XML_DOCTYPE_FORBIDDEN', `${message} at ${line}:${column}`, {
    findings: [{ rule: 'doctype', message, line, column }],
  });
};

/**
 * Throws `XML_DOCTYPE_FORBIDDEN` when a fault outside the root element has a document type declaration after it:
 * mending the fault would not help.
 */
export const assertNoDoctypeAhead = (state: ParserState): void => {
  const doctype = state.depth === 0 ? state.source.indexOf('<!DOCTYPE', state.at) : -1;
  if (doctype >= 0) failDoctype(state, doctype);
};

/** Throws `XML_NOT_WELL_FORMED` for the parser's place, with the rule that was broken. */
export const fail = (state: ParserState, rule: string, message: string): never => {
  assertNoDoctypeAhead(state);
  const { line, column } = locate(state.source, state.at);
  throw new StoaError('XML_NOT_WELL_FORMED', `${message} at ${line}:${column}`, {
    findings: [{ rule, message, line, column }],
  });
};

/** Moves back to the start of the tag that is being read, to report a fault of the tag as a whole. */
export const returnToTag = (state: ParserState): void => {
  // No `<` stands inside a tag, not even in a value.
  state.at = state.source.lastIndexOf('<', state.at);
};

/** Throws `XML_LIMIT_EXCEEDED` for the parser's place. */
export const failLimit = (state: ParserState, limit: keyof XmlLimits, what: string): never => {
  const { line, column } = locate(state.source, state.at);
  const message = `${what} exceeds ${state.limits[limit]} (limit ${limit})`;
  throw new StoaError('XML_LIMIT_EXCEEDED', `${message} at ${line}:${column}`, {
    limit,
    findings: [{ rule: limit, message, line, column }],
  });
};

/** Moves over `code`, or fails with `rule`. */
export const expect = (state: ParserState, code: number, rule: string): void => {
  if (codeAt(state, state.at) !== code) failExpected(state, code, rule);
  state.at++;
};

const failExpected = (state: ParserState, code: number, rule: string): never =>
  fail(state, rule, `expected "${String.fromCharCode(code)}", found ${describeNext(state)}`);
