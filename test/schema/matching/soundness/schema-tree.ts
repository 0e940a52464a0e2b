import { XSD_NAMESPACE } from '../../../../src/schema/index.js';
import { createElement, findAttribute } from '../../../../src/xml/index.js';
import type { XmlElement, XmlNode } from '../../../../src/xml/index.js';

/** Attributes of a schema element; `undefined` ones are left out. */
export type Attributes = Readonly<Record<string, string | number | undefined>>;

/** An element of XML Schema. */
export const xs = (local: string, attributes: Attributes = {}, ...children: readonly XmlNode[]): XmlElement =>
  createElement(
    { namespace: XSD_NAMESPACE, local },
    {
      prefix: 'xs',
      attributes: Object.entries(attributes).flatMap(([name, value]) =>
        value === undefined ? [] : [{ name: { namespace: '', local: name }, prefix: '', value: String(value) }],
      ),
      children,
    },
  );

/** A schema document for `urn:t`, whose prefix is `t`. */
export const schemaOf = (children: readonly XmlElement[]): XmlElement =>
  createElement(
    { namespace: XSD_NAMESPACE, local: 'schema' },
    {
      prefix: 'xs',
      namespaces: { t: 'urn:t', xs: XSD_NAMESPACE },
      attributes: [
        { name: { namespace: '', local: 'targetNamespace' }, prefix: '', value: 'urn:t' },
        { name: { namespace: '', local: 'elementFormDefault' }, prefix: '', value: 'qualified' },
      ],
      children,
    },
  );

/** The element with an attribute set, or taken away. */
export const withAttribute = (element: XmlElement, name: string, value: string | number | undefined): XmlElement => {
  const others = element.attributes.filter((each) => each.name.local !== name || each.name.namespace !== '');
  if (value === undefined) return { ...element, attributes: others };
  const attribute = { name: { namespace: '', local: name }, prefix: '', value: String(value) };
  return { ...element, attributes: [...others, attribute as XmlElement['attributes'][number]] };
};

/** An attribute in no namespace. */
export const attribute = (element: XmlElement, name: string): string | undefined => findAttribute(element, name);

/** The elements among some nodes. */
export const elementsOf = (nodes: readonly XmlNode[]): readonly XmlElement[] =>
  nodes.filter((node): node is XmlElement => typeof node !== 'string');

/** Whether an element is one of XML Schema of that name. */
export const isXs = (element: XmlElement, ...locals: readonly string[]): boolean =>
  element.name.namespace === XSD_NAMESPACE && locals.includes(element.name.local);
