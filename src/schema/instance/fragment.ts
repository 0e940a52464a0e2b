import { sliceElement, writeXml } from '../../xml/index.js';
import type { NamespaceScope, XmlElement } from '../../xml/index.js';

const declares = (element: XmlElement, outer: NamespaceScope | undefined, prefix: string): boolean => {
  for (let at = element.scope; at !== undefined && at !== outer; at = at.outer) if (at.prefix === prefix) return true;
  return false;
};

/** Whether something in `text` may need the binding of `prefix`: a name or a QName in its content. */
const mayUse = (text: string, prefix: string): boolean => prefix === '' || text.includes(`${prefix}:`);

/** Whether `text`, which is that of `element`, has all the declarations of the message around it that it may need. */
const isComplete = (text: string, element: XmlElement, outer: NamespaceScope | undefined): boolean => {
  for (let at = outer; at !== undefined; at = at.outer)
    if (mayUse(text, at.prefix) && !declares(element, outer, at.prefix)) return false;
  return true;
};

/**
 * Text of an element that a wildcard let in, complete with its namespaces. Declarations of the message around it that the
 * text has no use for are not added, so that a document that was sent in a message comes out as it went in.
 */
export const toFragment = (source: string | undefined, element: XmlElement, parent: XmlElement | undefined): string => {
  if (source === undefined || element.start < 0) return writeXml(element);
  const text = source.slice(element.start, element.end);
  return isComplete(text, element, parent?.scope) ? text : sliceElement(source, element);
};
