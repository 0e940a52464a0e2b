import { OWN_NAMESPACES } from '../../protocol/light.js';
import type { XmlElement } from '../../xml/index.js';
import { findAttribute } from '../../xml/index.js';
import { refuse } from './found.js';
import type { Reading } from './found.js';

/** Local name of an element of our namespace; one of another is refused. */
export const tagOf = (reading: Reading, element: XmlElement): string => {
  const { namespace, local } = element.name;
  if (namespace !== OWN_NAMESPACES.objects)
    refuse(reading, element, [
      'structure',
      `expected an element of ${OWN_NAMESPACES.objects}, found one of "${namespace}"`,
    ]);
  return local;
};

/** Refuses attributes that are not in `known`. */
export const assertAttributes = (reading: Reading, element: XmlElement, known: readonly string[]): void => {
  for (const { name } of element.attributes)
    if (name.namespace !== '' || !known.includes(name.local))
      refuse(reading, element, [
        'attribute',
        `expected no attribute but ${known.join(', ') || 'none'}, found "${name.local}"`,
      ]);
};

/** Value of an attribute that has to be there. */
export const getAttribute = (reading: Reading, element: XmlElement, name: string): string =>
  findAttribute(element, name) ?? refuse(reading, element, ['attribute', `expected the attribute "${name}"`]);

/** Child elements of an element that has no text but white space. */
export const elementsIn = (reading: Reading, element: XmlElement): readonly XmlElement[] => {
  const elements: XmlElement[] = [];
  for (const child of element.children) {
    if (typeof child !== 'string') elements.push(child);
    else if (!/^[ \t\r\n]*$/.test(child)) refuse(reading, element, ['structure', 'expected elements, found text']);
  }
  return elements;
};

/** Text of an element that has no child elements. */
export const textIn = (reading: Reading, element: XmlElement): string => {
  const [text = ''] = element.children;
  if (element.children.length > 1 || typeof text !== 'string')
    return refuse(reading, element, ['structure', `expected text in "${element.name.local}", found elements`]);
  return text;
};

/** Number of an `id`, `to` or `count`. */
export const readCount = (reading: Reading, element: XmlElement, name: string): number => {
  const text = getAttribute(reading, element, name);
  if (!/^[1-9][0-9]{0,8}$/.test(text))
    refuse(reading, element, [
      'attribute',
      `expected a whole number from 1 to 999999999 as "${name}", found ${JSON.stringify(text.slice(0, 40))}`,
    ]);
  return Number(text);
};
