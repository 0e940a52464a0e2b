/**
 * The part of this folder's face that a small client needs at once: what reads documents of the usual form.
 */
export { equalNames, findNamespace, fromNameKey, isElement, toNameKey } from './model.js';
export { bindingsInScope } from './scope.js';
export { childElements, childrenNamed, findAttribute, findChild, textOf } from './tree.js';
export { parseUsualXml } from './usual/parse-usual-xml.js';
export { unusual } from './usual/unusual.js';
export { isXmlText } from './usual/usual-text.js';
