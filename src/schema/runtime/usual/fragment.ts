import type { NamespaceScope, XmlElement } from '../../../xml/index.js';
import { bindingsInScope } from '../../../xml/light.js';
import { escapeUsual } from './escape.js';

/** Whether something in `text` may need the binding of `prefix`: a name or a QName in its content. */
const mayUse = (text: string, prefix: string): boolean => prefix === '' || text.includes(`${prefix}:`);

/** Puts the declarations in scope into the start tag of an element's text, but for those that the tag has itself. */
export const sliceWithin = (
  source: string,
  { start, end, scope }: XmlElement,
  outer: NamespaceScope | undefined,
): string => {
  const own = new Set(bindingsInScope(scope, outer).map(({ prefix }) => prefix));
  let missing = '';
  for (const { prefix, namespace } of bindingsInScope(scope))
    if (!own.has(prefix) && (prefix !== '' || namespace !== ''))
      missing += ` xmlns${prefix && `:${prefix}`}="${escapeUsual(namespace, true)}"`;
  const text = source.slice(start, end);
  const nameEnd = text.search(/[\t\n\r />]/);
  return text.slice(0, nameEnd) + missing + text.slice(nameEnd);
};

/** Text of an element that a wildcard let in, as it is read by the codec of everything. */
export const toUsualFragment = (source: string, element: XmlElement, outer: NamespaceScope | undefined): string => {
  const text = source.slice(element.start, element.end);
  const own = new Set(bindingsInScope(element.scope, outer).map(({ prefix }) => prefix));
  const isComplete = bindingsInScope(outer).every(({ prefix }) => own.has(prefix) || !mayUse(text, prefix));
  return isComplete ? text : sliceWithin(source, element, outer);
};
