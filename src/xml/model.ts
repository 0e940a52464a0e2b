/**
 * An expanded name (Namespaces in XML 1.0). Within one parsed document equal names are one object, so that a
 * reader may compare by identity first; across documents compare both fields.
 */
export interface XmlName {
  /** Namespace name; `''` for no namespace. */
  readonly namespace: string;
  readonly local: string;
}

/** One attribute; namespace declarations are not attributes, they stand in {@link XmlElement.scope}. */
export interface XmlAttribute {
  readonly name: XmlName;
  /** Prefix as written; `''` without one. */
  readonly prefix: string;
  /** Value after normalisation as for CDATA (XML 1.0 section 3.3.3). */
  readonly value: string;
}

/**
 * Namespace bindings in scope, as a chain from the innermost declaration outwards; `undefined` = none.
 * An element without declarations shares its parent's scope object.
 */
export interface NamespaceScope {
  /** `''` for the default namespace. */
  readonly prefix: string;
  /** `''` where the default namespace was undeclared. */
  readonly namespace: string;
  readonly outer: NamespaceScope | undefined;
}

/** Character data (CDATA sections included, neighbours joined) or an element. Comments and instructions are left out. */
export type XmlNode = XmlElement | string;

/** An element with its namespaces resolved. */
export interface XmlElement {
  readonly name: XmlName;
  /** Prefix as written; `''` without one. */
  readonly prefix: string;
  readonly attributes: readonly XmlAttribute[];
  readonly children: readonly XmlNode[];
  /** Bindings in scope inside the element, for QNames in content. */
  readonly scope: NamespaceScope | undefined;
  /** Offset of the element's `<` in the source text, in UTF-16 code units; -1 for an element that was built. */
  readonly start: number;
  /** Offset after the element's last `>`; -1 for an element that was built. */
  readonly end: number;
}

/** A parsed document. */
export interface XmlDocument {
  readonly root: XmlElement;
  /** The text that was parsed, without a byte order mark. */
  readonly source: string;
}

/** `{namespace}local`, or `local` alone for a name in no namespace: the key of a name in maps and in typed values. */
export type NameKey = string;

/** Key of a name: Clark notation with the braces left out for no namespace. */
export const toNameKey = (name: XmlName): NameKey =>
  name.namespace === '' ? name.local : `{${name.namespace}}${name.local}`;

/** The name that a key stands for; the inverse of {@link toNameKey}. */
export const fromNameKey = (key: NameKey): XmlName => {
  const close = key.startsWith('{') ? key.lastIndexOf('}') : -1;
  return close < 0 ? { namespace: '', local: key } : { namespace: key.slice(1, close), local: key.slice(close + 1) };
};

/** Whether two expanded names are equal. */
export const equalNames = (left: XmlName, right: XmlName): boolean =>
  left === right || (left.local === right.local && left.namespace === right.namespace);

/** Namespace bound to `prefix` (`''` = default namespace), or `undefined` when a non-empty prefix is unbound. */
export const findNamespace = (scope: NamespaceScope | undefined, prefix: string): string | undefined => {
  if (prefix === 'xml') return 'http://www.w3.org/XML/1998/namespace';
  for (let at = scope; at !== undefined; at = at.outer) if (at.prefix === prefix) return at.namespace;
  return prefix === '' ? '' : undefined;
};

/** Whether `node` is an element. */
export const isElement = (node: XmlNode): node is XmlElement => typeof node !== 'string';
