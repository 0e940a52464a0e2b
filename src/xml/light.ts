/**
 * The part of this folder's face that a small client needs at once: documents of the usual form are read, and the parser of everything is
 * loaded for others.
 */
export { loadXml } from './load.js';
export { equalNames, findNamespace, fromNameKey, isElement, toNameKey } from './model.js';
export { bindingsInScope } from './scope.js';
export { childElements, childrenNamed, findAttribute, findChild, textOf } from './tree.js';
export { parseUsualXml } from './usual/parse-usual-xml.js';
export { unusual } from './usual/unusual.js';
export { isXmlText } from './usual/usual-text.js';
