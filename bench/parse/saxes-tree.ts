import { SaxesParser } from 'saxes';
import type { SaxesAttributeNS } from 'saxes';
import type { NamespaceScope, XmlAttribute, XmlElement, XmlNode } from '../../src/xml/index.js';

interface OpenElement extends XmlElement {
  readonly children: XmlNode[];
  end: number;
}

const XMLNS = 'http://www.w3.org/2000/xmlns/';

const toScope = (outer: NamespaceScope | undefined, declared: Record<string, string>): NamespaceScope | undefined => {
  let scope = outer;
  for (const prefix in declared) scope = { prefix, namespace: declared[prefix] ?? '', outer: scope };
  return scope;
};

const toAttributes = (attributes: Record<string, SaxesAttributeNS>): XmlAttribute[] => {
  const list: XmlAttribute[] = [];
  for (const key in attributes) {
    const attribute = attributes[key];
    if (attribute === undefined || attribute.uri === XMLNS) continue;
    list.push({
      name: { namespace: attribute.uri, local: attribute.local },
      prefix: attribute.prefix,
      value: attribute.value,
    });
  }
  return list;
};

/** The element model of `src/xml`, built from what saxes tells with namespaces on. */
export const parseWithSaxes = (source: string): XmlElement => {
  const parser = new SaxesParser({ xmlns: true, position: false });
  const open: OpenElement[] = [];
  let root: XmlElement | undefined;
  let start = 0;
  const addText = (text: string): void => {
    const children = open.at(-1)?.children;
    if (children === undefined || text === '') return;
    const last = children.at(-1);
    if (typeof last === 'string') children[children.length - 1] = last + text;
    else children.push(text);
  };
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentagstart', ({ name }) => (start = parser.position - name.length - 2));
  parser.on('opentag', (tag) => {
    const element: OpenElement = {
      name: { namespace: tag.uri, local: tag.local },
      prefix: tag.prefix,
      attributes: toAttributes(tag.attributes),
      children: [],
      scope: toScope(open.at(-1)?.scope, tag.ns),
      start,
      end: -1,
    };
    open.at(-1)?.children.push(element);
    open.push(element);
  });
  parser.on('text', addText);
  parser.on('cdata', addText);
  parser.on('closetag', () => {
    const element = open.pop();
    if (element !== undefined) element.end = parser.position;
    if (open.length === 0) root = element;
  });
  parser.write(source).close();
  if (root === undefined) throw new TypeError('saxes found no root element');
  return root;
};
