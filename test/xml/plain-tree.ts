import { bindingsInScope, isElement } from '../../src/xml/index.js';
import type { XmlElement } from '../../src/xml/index.js';

/** A tree without offsets and scopes, to be compared. */
export interface PlainElement {
  readonly name: string;
  readonly prefix: string;
  readonly attributes: readonly string[];
  readonly children: readonly (PlainElement | string)[];
}

/** Names, prefixes, attributes and children of `element`. */
export const toPlain = ({ name, prefix, attributes, children }: XmlElement): PlainElement => ({
  name: `{${name.namespace}}${name.local}`,
  prefix,
  attributes: attributes.map((at) => `${at.prefix}:{${at.name.namespace}}${at.name.local}=${at.value}`),
  children: children.map((child) => (isElement(child) ? toPlain(child) : child)),
});

/** Bindings in force inside `element` by prefix, an undeclared default namespace left out. */
export const bindingsOf = (element: XmlElement): Readonly<Record<string, string>> =>
  Object.fromEntries(
    bindingsInScope(element.scope)
      .filter(({ prefix, namespace }) => prefix !== '' || namespace !== '')
      .map(({ prefix, namespace }): [string, string] => [prefix, namespace])
      .sort(([left], [right]) => (left < right ? -1 : 1)),
  );

/** `element` and all elements inside it, in document order. */
export const allElements = (element: XmlElement): readonly XmlElement[] => [
  element,
  ...element.children.filter(isElement).flatMap(allElements),
];
