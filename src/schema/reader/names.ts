import { findNamespace, toNameKey } from '../../xml/index.js';
import type { XmlName } from '../../xml/index.js';
import { XSD_NAMESPACE } from '../facade.js';
import type { Report } from './report.js';
import type { SchemaNode } from './node.js';

/**
 * The name that a QName in an attribute of a schema document stands for, or `undefined` after a finding: its prefix
 * must be bound (`src-resolve`), its namespace the document's own, XML Schema's or an imported one (`src-resolve.4`).
 */
export const findReference = (report: Report, node: SchemaNode, text: string): XmlName | undefined => {
  const { document, element } = node;
  const colon = text.indexOf(':');
  const prefix = colon < 0 ? '' : text.slice(0, colon);
  const bound = findNamespace(element.scope, prefix);
  if (bound === undefined) {
    report.invalid('src-resolve', `the prefix ${prefix} of ${text} is not declared`, node);
    return undefined;
  }
  const namespace = bound === '' && document.chameleon ? document.namespace : bound;
  const name = { namespace, local: text.slice(colon + 1) };
  if (document.visible.has(namespace)) return name;
  const told = namespace === '' ? 'no namespace' : namespace;
  report.invalid('src-resolve.4', `${toNameKey(name)} is referred to, but ${told} is not imported`, node);
  return undefined;
};

/** Whether a name is of XML Schema itself. */
export const isSchemaName = ({ namespace }: XmlName): boolean => namespace === XSD_NAMESPACE;
