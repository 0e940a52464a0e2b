import type { XmlName } from '../../xml/index.js';
import { allowsNamespace } from '../model/wildcard.js';
import type { Wildcard } from '../model/wildcard.js';

/** What of a leaf says which elements it takes. */
export type LeafTest =
  | { readonly kind: 'element'; readonly element: { readonly name: XmlName } }
  | { readonly kind: 'any'; readonly wildcard: Pick<Wildcard, 'constraint'> };

/** Whether a leaf takes an element of that name. */
export const takes = (leaf: LeafTest, name: XmlName): boolean =>
  leaf.kind === 'element'
    ? leaf.element.name.local === name.local && leaf.element.name.namespace === name.namespace
    : allowsNamespace(leaf.wildcard.constraint, name.namespace);
