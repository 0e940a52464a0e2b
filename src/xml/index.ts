export { equalNames, findNamespace, fromNameKey, isElement, toNameKey } from './model.js';
export type { NameKey, NamespaceScope, XmlAttribute, XmlDocument, XmlElement, XmlName, XmlNode } from './model.js';
export { childElements, childrenNamed, findAttribute, findChild, textOf } from './tree.js';
