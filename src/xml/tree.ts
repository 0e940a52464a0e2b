import type { XmlElement, XmlName } from './model.js';
import { isElement } from './model.js';

/** Child elements in order. */
export const childElements = (element: XmlElement): readonly XmlElement[] => element.children.filter(isElement);

/** Child elements named `{namespace}local`, in order. */
export const childrenNamed = (element: XmlElement, name: XmlName): readonly XmlElement[] => {
  const found: XmlElement[] = [];
  for (const child of element.children) if (isElement(child) && isNamed(child, name)) found.push(child);
  return found;
};

/** The first child element with that name, or `undefined`. */
export const findChild = (element: XmlElement, name: XmlName): XmlElement | undefined => {
  for (const child of element.children) if (isElement(child) && isNamed(child, name)) return child;
  return undefined;
};

const isNamed = ({ name }: XmlElement, { namespace, local }: XmlName): boolean =>
  name.local === local && name.namespace === namespace;

/** Value of an attribute in no namespace, or `undefined`. */
export const findAttribute = (element: XmlElement, local: string): string | undefined =>
  element.attributes.find(({ name }) => name.local === local && name.namespace === '')?.value;

/** The element's own character data, its child elements left out. */
export const textOf = (element: XmlElement): string => {
  let text = '';
  for (const child of element.children) if (typeof child === 'string') text += child;
  return text;
};
