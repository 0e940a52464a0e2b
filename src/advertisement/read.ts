import type { DocumentId, ErrorFinding } from '../base/index.js';
import { findIdInPath, isStoaError, isUrn, MAX_URN_LENGTH, StoaError, given } from '../base/index.js';
import { OWN_NAMESPACES, ownSchemas } from '../protocol/index.js';
import { XSD_NAMESPACE } from '../schema/index.js';
import type { XmlElement, XmlName } from '../xml/index.js';
import {
  childElements,
  equalNames,
  childrenNamed,
  findAttribute,
  findChild,
  resolveQName,
  textOf,
  toNameKey,
} from '../xml/index.js';
import type { Advertisement, Endpoint, Interface, Method, SchemaPart } from './model.js';
import { ADVERTISEMENT_KINDS } from './model.js';
import { PROTECTED, checkAdvertisement } from './rules.js';

const NAMESPACE = OWN_NAMESPACES.advertisement;
const named = (local: string): XmlName => ({ namespace: NAMESPACE, local });

/** Text of a type derived from `xs:token`: white space collapsed. */
const toToken = (text: string): string =>
  /[\t\r\n]|^ | $| {2}/.test(text) ? text.replace(/[ \t\r\n]+/g, ' ').replace(/^ | $/g, '') : text;

const tokenOf = (element: XmlElement, attribute: string): string | undefined => {
  const value = findAttribute(element, attribute);
  return value === undefined ? undefined : toToken(value);
};

const invalid = (findings: readonly ErrorFinding[]): StoaError =>
  new StoaError('ADVERTISEMENT_INVALID', findings[0]?.message ?? 'the advertisement does not conform to its schema', {
    findings,
  });

/** `boolean` and `unsignedShort` were checked by the schema; here they only change their shape. */
const isTrue = (text: string | undefined): boolean => text === 'true' || text === '1';

const readReference = (element: XmlElement, attribute = 'element'): XmlName => {
  const text = tokenOf(element, attribute) ?? '';
  const name = resolveQName(text, element.scope);
  if (name) return name;
  throw invalid([
    { rule: 'cvc-datatype-valid.1.2.1', message: `expected a QName with a declared prefix, got "${text}"` },
  ]);
};

const readReferences = (parent: XmlElement, local: string): readonly XmlName[] =>
  childrenNamed(parent, named(local)).map((child) => readReference(child));

const readMethod = (element: XmlElement): Method => {
  const description = findChild(element, named('description'));
  const [request] = readReferences(element, 'request');
  const [response] = readReferences(element, 'response');
  if (!request) throw invalid([{ rule: 'cvc-complex-type.2.4', message: 'a method needs a request' }]);
  return Object.freeze({
    name: tokenOf(element, 'name') ?? '',
    ...(description && { description: textOf(description) }),
    request,
    ...(response && { response }),
    faults: readReferences(element, 'fault'),
    idempotent: isTrue(tokenOf(element, 'idempotent')),
  });
};

const readSchemaPart = (element: XmlElement, source: string | undefined): SchemaPart => {
  const root = childElements(element)[0];
  if (root?.name.local === 'schema' && root.name.namespace === XSD_NAMESPACE) {
    return { location: tokenOf(element, 'location') ?? '', root, ...given('source', source) };
  }
  const came = root ? toNameKey(root.name) : 'nothing';
  const path = '/advertisement/interface/schema';
  throw invalid([{ rule: 'schema-part', message: `expected {${XSD_NAMESPACE}}schema, got ${came}`, path }]);
};

const readConversation = (element: XmlElement): Pick<Interface, 'conversation'> => {
  const conversation = findChild(element, named('conversation'));
  return conversation ? { conversation: readReference(conversation, 'type') } : {};
};

const readInterface = (element: XmlElement, source: string | undefined): Interface =>
  Object.freeze({
    methods: childrenNamed(element, named('method')).map(readMethod),
    events: readReferences(element, 'event'),
    ...readConversation(element),
    schemas: childrenNamed(element, named('schema')).map((part) => readSchemaPart(part, source)),
  });

const readEndpoint = (element: XmlElement): Endpoint =>
  Object.freeze({
    uri: tokenOf(element, 'uri') ?? '',
    binding: tokenOf(element, 'binding') ?? '',
    priority: Number(tokenOf(element, 'priority') ?? '0'),
  });

/** Whether a document's root is an advertisement of this version (`{urn:stoa:advertisement:1}advertisement`). */
export const isAdvertisement = ({ name }: XmlElement): boolean =>
  name.namespace === NAMESPACE && name.local === 'advertisement';

/**
 * Reads an advertisement from its root element. The interface's schema is not compiled here:
 * {@link compileInterface} does that. `source` is the text that the root was parsed from, for lines and columns in findings.
 *
 * @throws {StoaError} `ADVERTISEMENT_INVALID` with findings when it does not conform to `schemas/advertisement.xsd`
 *   or to the rules of {@link checkAdvertisement}
 */
export const readAdvertisement = (root: XmlElement, source?: string): Advertisement => {
  if (!isAdvertisement(root)) {
    const message = `expected {${NAMESPACE}}advertisement, got ${toNameKey(root.name)}`;
    throw invalid([{ rule: 'cvc-elt.1', message, path: '/' }]);
  }
  const findings = ownSchemas.advertisement.check(root, source);
  if (findings.length > 0) throw invalid(findings);
  const advertisement = toAdvertisement(root, source);
  const broken = checkAdvertisement(advertisement);
  if (broken.length > 0) throw invalid(broken);
  return advertisement;
};

/**
 * Reads an advertisement whose interface, and what is behind it, was cut off: `description` is what stood there, and was found valid
 * there in another advertisement. `undefined` when anything is wrong with the rest, or it cannot stand before an interface.
 */
export const findAroundInterface = (root: XmlElement, description: Interface): Advertisement | undefined => {
  const isBefore = ({ name }: XmlElement): boolean => name.namespace === NAMESPACE && name.local !== 'interface';
  if (!isAdvertisement(root) || !childElements(root).every(isBefore)) return undefined;
  if (ownSchemas.advertisement.check(root).length > 0) return undefined;
  try {
    const advertisement = { ...toAdvertisement(root, undefined), interface: description };
    return checkAdvertisement(advertisement).length > 0 ? undefined : advertisement;
  } catch (thrown) {
    if (isStoaError(thrown)) return undefined;
    throw thrown;
  }
};

const findId = (text: string): DocumentId | undefined => (isUrn(text) ? findIdInPath<DocumentId>(text) : undefined);

/** Whether a text is the id of an advertisement as it stands. */
export const isAdvertisementId = (text: string): text is DocumentId => findId(text) === text;

const readId = (text: string): DocumentId => {
  const id = findId(text);
  if (id !== undefined) return id;
  const message = `expected a URN of at most ${MAX_URN_LENGTH} characters, got "${text.slice(0, 80)}"`;
  throw invalid([{ rule: 'advertisement-id', message, path: '/advertisement/@id' }]);
};

/** The attribute is of another namespace, so that its value was not checked by the schema. @throws `ADVERTISEMENT_INVALID` */
const isGuarded = ({ attributes }: XmlElement): boolean => {
  const attribute = attributes.find(({ name }) => equalNames(name, PROTECTED));
  const text = attribute && toToken(attribute.value);
  if (text === undefined || ['true', '1', 'false', '0'].includes(text)) return isTrue(text);
  const message = `expected true or false, got "${text.slice(0, 80)}"`;
  throw invalid([{ rule: 'cvc-datatype-valid.1.2.1', message, path: `/advertisement/@${PROTECTED.local}` }]);
};

const toAdvertisement = (root: XmlElement, source: string | undefined): Advertisement => {
  const name = findChild(root, named('name'));
  const description = findChild(root, named('description'));
  const element = findChild(root, named('interface'));
  const id = tokenOf(root, 'id');
  const kindText = tokenOf(root, 'kind');
  return Object.freeze({
    kind: ADVERTISEMENT_KINDS.find((kind) => kind === kindText) ?? 'document',
    name: name ? toToken(textOf(name)) : '',
    ...(id !== undefined && { id: readId(id) }),
    ...(description && { description: textOf(description) }),
    access: tokenOf(root, 'access') === 'restricted' ? 'restricted' : 'unrestricted',
    ...(isGuarded(root) && { guarded: true as const }),
    endpoints: childrenNamed(root, named('endpoint')).map(readEndpoint),
    ...(element && { interface: readInterface(element, source) }),
    extensions: childElements(root).filter((child) => child.name.namespace !== NAMESPACE),
  });
};
