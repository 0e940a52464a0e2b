import type { LeafTest } from '../automaton/takes.js';
import type { NamespaceConstraint } from '../model/wildcard.js';
import { showName } from './visit.js';

const showConstraint = (constraint: NamespaceConstraint): string => {
  switch (constraint.kind) {
    case 'any':
      return 'any element';
    case 'not':
      return constraint.namespace === ''
        ? 'any element in a namespace'
        : `any element of a namespace other than ${constraint.namespace}`;
    case 'list':
      return `any element of ${constraint.namespaces.map((namespace) => namespace || 'no namespace').join(' or ')}`;
  }
};

/** What a leaf takes, for messages. */
export const showLeaf = (leaf: LeafTest): string =>
  leaf.kind === 'element' ? showName(leaf.element.name) : showConstraint(leaf.wildcard.constraint);
