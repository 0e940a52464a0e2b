import { findNamespace, toNameKey } from '../../xml/index.js';
import type { XmlName } from '../../xml/index.js';
import { XSD_NAMESPACE } from '../facade.js';
import type { Report } from './report.js';
import type { SchemaNode } from './node.js';

/** The name that a QName in an attribute of a schema document stands for, or `undefined` when its prefix is not bound. */
export const expandReference = ({ document, element }: SchemaNode, text: string): XmlName | undefined => {
  const colon = text.indexOf(':');
  const bound = findNamespace(element.scope, colon < 0 ? '' : text.slice(0, colon));
  if (bound === undefined) return undefined;
  const namespace = bound === '' && document.chameleon ? document.namespace : bound;
  return { namespace, local: text.slice(colon + 1) };
};

/**
 * The name that a QName in an attribute of a schema document stands for, or `undefined` after a finding: its prefix
 * must be bound (`src-resolve`), its namespace the document's own, XML Schema's or an imported one (`src-resolve.4`).
 */
export const findReference = (report: Report, node: SchemaNode, text: string): XmlName | undefined => {
  const name = expandReference(node, text);
  if (name === undefined) {
    const prefix = text.slice(0, Math.max(0, text.indexOf(':')));
    report.invalid('src-resolve', `the prefix ${prefix} of ${text} is not declared`, node);
    return undefined;
  }
  if (node.document.visible.has(name.namespace)) return name;
  const told = name.namespace === '' ? 'no namespace' : name.namespace;
  report.invalid('src-resolve.4', `${toNameKey(name)} is referred to, but ${told} is not imported`, node);
  return undefined;
};

/** Whether a name is of XML Schema itself. */
export const isSchemaName = ({ namespace }: XmlName): boolean => namespace === XSD_NAMESPACE;
