import type { XmlElement, XmlName } from './model.js';
import { isElement } from './model.js';

/** Child elements in order. */
export const childElements = (element: XmlElement): readonly XmlElement[] => element.children.filter(isElement);

/** Child elements named `{namespace}local`, in order. */
export const childrenNamed = (element: XmlElement, { namespace, local }: XmlName): readonly XmlElement[] =>
  childElements(element).filter((child) => child.name.local === local && child.name.namespace === namespace);

/** The first child element with that name, or `undefined`. */
export const findChild = (element: XmlElement, name: XmlName): XmlElement | undefined =>
  childrenNamed(element, name)[0];

/** Value of an attribute in no namespace, or `undefined`. */
export const findAttribute = (element: XmlElement, local: string): string | undefined =>
  element.attributes.find(({ name }) => name.local === local && name.namespace === '')?.value;

/** The element's own character data, its child elements left out. */
export const textOf = (element: XmlElement): string => {
  let text = '';
  for (const child of element.children) if (typeof child === 'string') text += child;
  return text;
};
