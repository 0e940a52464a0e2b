import type { SchemaPart } from '../../advertisement/index.js';
import { XSD_NAMESPACE } from '../../schema/index.js';
import type { XmlElement, XmlName } from '../../xml/index.js';
import { createElement, parseXml, writeXml } from '../../xml/index.js';
import type { Declarations } from './declarations.js';
import type { WrapperElement } from './model.js';

/** What a wrapper schema is made of. */
export interface WrapperInput {
  /** Its target namespace; all elements are in it. */
  readonly namespace: string;
  readonly location: string;
  readonly elements: readonly WrapperElement[];
  readonly declarations: Declarations;
}

const typesOf = ({ type, parts = [] }: WrapperElement): readonly XmlName[] => [
  ...(type ? [type] : []),
  ...parts.map((part) => part.type),
];

const xs = (
  local: string,
  attributes: Readonly<Record<string, string | undefined>>,
  children: readonly XmlElement[] = [],
) => createElement({ namespace: XSD_NAMESPACE, local }, { prefix: 'xs', attributes, children });

/** Namespaces of types other than XML Schema's own, each once. */
const foreignNamespaces = (elements: readonly WrapperElement[]): readonly string[] => [
  ...new Set(elements.flatMap(typesOf).map(({ namespace }) => namespace)),
];

const writeElement = ({ name, type, parts = [] }: WrapperElement, toQName: (name: XmlName) => string): XmlElement => {
  if (type) return xs('element', { name: name.local, type: toQName(type) });
  const children = parts.map((part) => xs('element', { name: part.name, type: toQName(part.type) }));
  return xs('element', { name: name.local }, [xs('complexType', {}, [xs('sequence', {}, children)])]);
};

/**
 * The schema of generated global elements: rpc wrappers with their parts as unqualified local elements, in order.
 * It includes the description's schemas of its own namespace and imports those of the types that it uses.
 */
export const makeWrapperSchema = ({ namespace, location, elements, declarations }: WrapperInput): SchemaPart => {
  const used = foreignNamespaces(elements).filter((name) => name !== XSD_NAMESPACE);
  const prefixes = new Map<string, string>([[XSD_NAMESPACE, 'xs']]);
  for (const name of used) if (name !== '') prefixes.set(name, `t${prefixes.size}`);
  const toQName = (name: XmlName): string =>
    name.namespace === '' ? name.local : `${prefixes.get(name.namespace) ?? ''}:${name.local}`;
  const includes = declarations.locationsOf(namespace).map((target) => xs('include', { schemaLocation: target }));
  const imports = used
    .filter((name) => name !== namespace)
    .map((name) =>
      xs('import', { namespace: name === '' ? undefined : name, schemaLocation: declarations.locationsOf(name)[0] }),
    );
  const root = createElement(
    { namespace: XSD_NAMESPACE, local: 'schema' },
    {
      prefix: 'xs',
      attributes: { targetNamespace: namespace === '' ? undefined : namespace },
      namespaces: Object.fromEntries([...prefixes].map(([name, prefix]) => [prefix, name])),
      children: [...includes, ...imports, ...elements.map((element) => writeElement(element, toQName))],
    },
  );
  // Parsed again, so that its scope is complete: a QName without prefix stays in no namespace wherever it is written.
  return { location, root: parseXml(writeXml(root)).root };
};
