import type { NamespaceConstraint, ProcessContents, Wildcard } from '../model/wildcard.js';
import { ANY_NAMESPACE } from '../model/wildcard.js';
import { attribute } from './node.js';
import type { SchemaNode } from './node.js';

const toNamespace = (word: string, target: string): string => {
  if (word === '##local') return '';
  return word === '##targetNamespace' ? target : word;
};

const readConstraint = (node: SchemaNode): NamespaceConstraint => {
  const text = attribute(node, 'namespace') ?? '##any';
  const target = node.document.namespace;
  if (text === '##any') return ANY_NAMESPACE;
  if (text === '##other') return { kind: 'not', namespace: target };
  const words = text.split(' ').filter((word) => word !== '');
  return { kind: 'list', namespaces: [...new Set(words.map((word) => toNamespace(word, target)))].sort() };
};

const isProcessContents = (text: string | undefined): text is ProcessContents =>
  text === 'lax' || text === 'skip' || text === 'strict';

/** Reads `xs:any` or `xs:anyAttribute` (section 3.10.2). */
export const readWildcard = (node: SchemaNode): Wildcard => {
  const processContents = attribute(node, 'processContents');
  return {
    kind: 'wildcard',
    constraint: readConstraint(node),
    processContents: isProcessContents(processContents) ? processContents : 'strict',
  };
};
