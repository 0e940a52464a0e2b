import { OWN_NAMESPACES } from '../protocol/index.js';
import type { XmlElement, XmlName } from '../xml/index.js';
import type { ElementParts } from '../xml/index.js';
import { createElement, writeXml } from '../xml/index.js';
import { PROTECTED } from './rules.js';
import type { Advertisement, Endpoint, Interface, Method, SchemaPart } from './model.js';

/** Makes the elements of one advertisement: `element` in our namespace, `reference` a QName with a declared prefix. */
interface Builder {
  readonly element: (local: string, parts?: Parts) => XmlElement;
  readonly reference: (local: string, name: XmlName, attribute?: string) => XmlElement;
}

interface Parts {
  readonly attributes?: NonNullable<ElementParts['attributes']>;
  readonly children?: readonly (XmlElement | string)[];
  readonly namespaces?: Readonly<Record<string, string>>;
}

const referencesOf = ({ methods, events, conversation }: Interface): readonly XmlName[] => [
  ...methods.flatMap(({ request, response, faults }) => [request, ...(response ? [response] : []), ...faults]),
  ...events,
  ...(conversation ? [conversation] : []),
];

/** Namespace by prefix for the QNames of an interface: `m`, `m2`, … in the order of first use. */
const choosePrefixes = (names: readonly XmlName[]): ReadonlyMap<string, string> => {
  const prefixes = new Map<string, string>();
  for (const { namespace } of names) {
    if (namespace === '' || prefixes.has(namespace)) continue;
    prefixes.set(namespace, prefixes.size === 0 ? 'm' : `m${prefixes.size + 1}`);
  }
  return prefixes;
};

const createBuilder = (prefix: string, prefixes: ReadonlyMap<string, string>): Builder => {
  const element = (local: string, parts: Parts = {}): XmlElement =>
    createElement({ namespace: OWN_NAMESPACES.advertisement, local }, { prefix, ...parts });
  const toQName = ({ namespace, local }: XmlName): string =>
    namespace === '' ? local : `${prefixes.get(namespace) ?? ''}:${local}`;
  return {
    element,
    reference: (local, name, attribute = 'element') => element(local, { attributes: { [attribute]: toQName(name) } }),
  };
};

const writeText = ({ element }: Builder, local: string, text: string | undefined): readonly XmlElement[] =>
  text === undefined ? [] : [element(local, { children: [text] })];

const writeMethod = (build: Builder, method: Method): XmlElement =>
  build.element('method', {
    attributes: { name: method.name, idempotent: method.idempotent ? 'true' : undefined },
    children: [
      ...writeText(build, 'description', method.description),
      build.reference('request', method.request),
      ...(method.response ? [build.reference('response', method.response)] : []),
      ...method.faults.map((name) => build.reference('fault', name)),
    ],
  });

const writeSchemaPart = ({ element }: Builder, { location, root }: SchemaPart): XmlElement =>
  element('schema', { attributes: { location: location === '' ? undefined : location }, children: [root] });

const writeInterface = (build: Builder, { methods, events, conversation, schemas }: Interface): XmlElement =>
  build.element('interface', {
    children: [
      ...methods.map((method) => writeMethod(build, method)),
      ...events.map((name) => build.reference('event', name)),
      ...(conversation ? [build.reference('conversation', conversation, 'type')] : []),
      ...schemas.map((part) => writeSchemaPart(build, part)),
    ],
  });

const writeEndpoint = ({ element }: Builder, { uri, binding, priority }: Endpoint): XmlElement =>
  element('endpoint', { attributes: { uri, binding, priority: priority === 0 ? undefined : String(priority) } });

/**
 * An advertisement as XML text: one element with its namespaces declared, which {@link readAdvertisement} reads back
 * to an equal advertisement. What stands at its default is left out.
 *
 * @throws {StoaError} `VALUE_INVALID` for text that XML cannot hold
 */
export const writeAdvertisement = (advertisement: Advertisement): string => {
  const { kind, name, id, description, access, guarded, endpoints, interface: face, extensions } = advertisement;
  const names = face ? referencesOf(face) : [];
  const prefixes = choosePrefixes(names);
  // A QName in no namespace is written without prefix, so no default namespace may be in force around it.
  const build = createBuilder(names.some(({ namespace }) => namespace === '') ? 'ad' : '', prefixes);
  const root = build.element('advertisement', {
    attributes: [
      { name: 'kind', value: kind },
      ...(id === undefined ? [] : [{ name: 'id', value: id }]),
      ...(access === 'unrestricted' ? [] : [{ name: 'access', value: access }]),
      ...(guarded === true ? [{ name: PROTECTED, value: 'true', prefix: 'p' }] : []),
    ],
    children: [
      ...writeText(build, 'name', name),
      ...writeText(build, 'description', description),
      ...endpoints.map((endpoint) => writeEndpoint(build, endpoint)),
      ...(face ? [writeInterface(build, face)] : []),
      ...extensions,
    ],
    namespaces: Object.fromEntries([...prefixes].map(([namespace, prefix]) => [prefix, namespace])),
  });
  return writeXml(root, { indent: '  ' });
};
