import { bindingsInScope, sliceElement, writeXml } from '../../xml/index.js';
import type { NamespaceScope, XmlElement } from '../../xml/index.js';

const declares = (element: XmlElement, outer: NamespaceScope | undefined, prefix: string): boolean => {
  for (let at = element.scope; at !== undefined && at !== outer; at = at.outer) if (at.prefix === prefix) return true;
  return false;
};

/** Whether something in `text` may need the binding of `prefix`: a name or a QName in its content. */
const mayUse = (text: string, prefix: string): boolean => prefix === '' || text.includes(`${prefix}:`);

/**
 * Text of an element that a wildcard let in, complete with its namespaces. Declarations of the message around it that the
 * text has no use for are not added, so that a document that was sent in a message comes out as it went in.
 */
export const toFragment = (source: string | undefined, element: XmlElement, parent: XmlElement | undefined): string => {
  if (source === undefined || element.start < 0) return writeXml(element);
  const text = source.slice(element.start, element.end);
  const isComplete = bindingsInScope(parent?.scope).every(
    ({ prefix }) => declares(element, parent?.scope, prefix) || !mayUse(text, prefix),
  );
  return isComplete ? text : sliceElement(source, element);
};
