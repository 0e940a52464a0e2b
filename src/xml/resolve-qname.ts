import { isQName } from './chars.js';
import { findNamespace } from './model.js';
import type { NamespaceScope, XmlName } from './model.js';

/**
 * The expanded name that a QName in content stands for, or `undefined` when `text` is no QName or its prefix is
 * not bound. Without a prefix the default namespace applies (XML Schema part 2, section 3.2.18). White space
 * is not taken off.
 */
export const resolveQName = (text: string, scope: NamespaceScope | undefined): XmlName | undefined => {
  if (!isQName(text)) return undefined;
  const colon = text.indexOf(':');
  const namespace = findNamespace(scope, colon < 0 ? '' : text.slice(0, colon));
  return namespace === undefined ? undefined : { namespace, local: text.slice(colon + 1) };
};
