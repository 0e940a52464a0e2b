import type { XmlName } from '../../../xml/index.js';
import type { LeafCodec, Namespaces } from '../model.js';

/** Whether a wildcard takes what is in a namespace; `not` never takes what is in none. */
const admits = (namespaces: Namespaces, namespace: string): boolean =>
  namespaces === 'any' ||
  ('not' in namespaces ? namespace !== '' && namespace !== namespaces.not : namespaces.includes(namespace));

/** Whether a leaf takes an element of that name. */
export const takes = (leaf: LeafCodec, name: XmlName): boolean =>
  leaf.kind === 'any'
    ? admits(leaf.wildcard.namespaces, name.namespace)
    : leaf.element.name.local === name.local && leaf.element.name.namespace === name.namespace;
