import { given } from '../base/index.js';
import type { SchemaLimits } from '../base/index.js';
import { XSD_NAMESPACE, readSchema } from '../schema/index.js';
import { childElements, findAttribute, isElement, resolveQName, toNameKey } from '../xml/index.js';
import type { NameKey, XmlElement } from '../xml/index.js';
import { compileInterface } from './compile.js';
import type { Interface, SchemaPart } from './model.js';

/** A global component of a schema document. */
interface Component {
  readonly key: string;
  readonly element: XmlElement;
  /** Components that it names. */
  readonly uses: readonly string[];
  /** Components that are of use only with this one: heads of its substitution group, bases of its type. */
  readonly extends: readonly string[];
  /** It lets in what is declared elsewhere. */
  readonly isOpen: boolean;
}

const KINDS: Readonly<Record<string, string>> = {
  element: 'element',
  complexType: 'type',
  simpleType: 'type',
  group: 'group',
  attributeGroup: 'attributeGroup',
  attribute: 'attribute',
};

const isXsd = ({ name }: XmlElement): boolean => name.namespace === XSD_NAMESPACE;

const all = function* (element: XmlElement): Generator<XmlElement> {
  yield element;
  for (const child of childElements(element)) yield* all(child);
};

const keysOf = (element: XmlElement, attribute: string, kind: string | undefined): readonly string[] =>
  (findAttribute(element, attribute) ?? '')
    .split(/\s+/)
    .filter((text) => text !== '' && kind !== undefined)
    .map((text) => resolveQName(text, element.scope))
    .filter((name) => name !== undefined)
    .map((name) => `${kind ?? ''} ${toNameKey(name)}`);

const usesOf = (element: XmlElement): readonly string[] => [
  ...['type', 'base', 'itemType', 'memberTypes'].flatMap((attribute) => keysOf(element, attribute, 'type')),
  ...keysOf(element, 'ref', KINDS[element.name.local]),
  ...keysOf(element, 'substitutionGroup', 'element'),
];

const isOpenTo = ({ name, attributes }: XmlElement): boolean =>
  (name.local === 'any' || name.local === 'anyAttribute') &&
  !attributes.some(({ name: { local }, value }) => local === 'processContents' && value.trim() === 'skip');

const toComponent = (element: XmlElement, namespace: string): Component | undefined => {
  const kind = isXsd(element) ? KINDS[element.name.local] : undefined;
  if (kind === undefined) return undefined;
  const inside = [...all(element)].filter(isXsd);
  const bases = inside.filter(({ name: { local } }) => local === 'extension' || local === 'restriction').slice(0, 1);
  return {
    key: `${kind} ${toNameKey({ namespace, local: findAttribute(element, 'name')?.trim() ?? '' })}`,
    element,
    uses: inside.flatMap(usesOf),
    extends: [
      ...keysOf(element, 'substitutionGroup', 'element'),
      ...bases.flatMap((base) => (kind === 'type' ? keysOf(base, 'base', 'type') : [])),
    ],
    isOpen: inside.some(isOpenTo),
  };
};

const namespaceOf = ({ root }: SchemaPart): string => findAttribute(root, 'targetNamespace')?.trim() ?? '';

const directivesOf = ({ root }: SchemaPart): readonly string[] =>
  childElements(root)
    .filter(isXsd)
    .map(({ name }) => name.local);

/** Whether the texts alone say what they declare: where one redefines, or takes on the namespace of another, they do not. */
const isPlain = (parts: readonly SchemaPart[]): boolean => {
  const directives = new Set(parts.flatMap(directivesOf));
  if (directives.has('redefine')) return false;
  return !directives.has('include') || parts.every((part) => namespaceOf(part) !== '');
};

/** Components of a document. */
const readComponents = (part: SchemaPart): readonly Component[] =>
  childElements(part.root)
    .filter(isXsd)
    .map((child) => toComponent(child, namespaceOf(part)))
    .filter((component) => component !== undefined);

/** What is reached from some components; everything when one of them is open. */
const reach = (components: readonly Component[], roots: readonly string[]): ReadonlySet<XmlElement> => {
  const byKey = new Map(components.map((component) => [component.key, component]));
  const extending = new Map<string, string[]>();
  for (const { key, extends: bases } of components)
    for (const base of bases) extending.set(base, [...(extending.get(base) ?? []), key]);
  const reached = new Set(roots);
  // A set's iterator sees what is added while it runs.
  for (const key of reached) {
    const component = byKey.get(key);
    if (component?.isOpen) return new Set(components.map(({ element }) => element));
    for (const used of component?.uses ?? []) reached.add(used);
    for (const other of extending.get(key) ?? []) reached.add(other);
  }
  return new Set(components.filter(({ key }) => reached.has(key)).map(({ element }) => element));
};

const isBlank = (text: string): boolean => text.trim() === '';

/** A schema's tree without white space between elements and, where they are not wanted, without annotations. */
const tidy = (element: XmlElement, keepsNotes: boolean): XmlElement => {
  if (!isXsd(element) || ['documentation', 'appinfo'].includes(element.name.local)) return element;
  const children = element.children
    .filter((child) => (isElement(child) ? keepsNotes || !isAnnotation(child) : !isBlank(child)))
    .map((child) => (isElement(child) ? tidy(child, keepsNotes) : child));
  return { ...element, children };
};

const isAnnotation = (element: XmlElement): boolean => isXsd(element) && element.name.local === 'annotation';

const cutPart = (part: SchemaPart, kept: ReadonlySet<XmlElement> | undefined, keepsNotes: boolean): SchemaPart => {
  const { root, location } = part;
  const isKept = (child: XmlElement): boolean =>
    kept === undefined || KINDS[child.name.local] === undefined || kept.has(child);
  const children = root.children.filter((child) => !isElement(child) || isKept(child));
  return { location, root: tidy({ ...root, children }, keepsNotes) };
};

/** Elements that an interface names, each once. */
export const elementsOf = ({ methods, events }: Interface): readonly NameKey[] => {
  const named = methods.flatMap(({ request, response, faults }) => [
    request,
    ...(response ? [response] : []),
    ...faults,
  ]);
  return [...new Set([...named, ...events].map(toNameKey))];
};

const fingerprintsOf = (
  parts: readonly SchemaPart[],
  elements: readonly NameKey[],
  limits: SchemaLimits | undefined,
): string => {
  const components = readSchema(parts, { ...given('limits', limits) }).components();
  const byName = new Map(
    components.filter(({ kind }) => kind === 'element').map(({ name, fingerprint }) => [name, fingerprint]),
  );
  return elements.map((element) => byName.get(element) ?? '').join(' ');
};

/** How schemas are cut. */
export interface CutOptions {
  /** Keep their annotations. */
  readonly notes: boolean;
  readonly limits?: SchemaLimits;
}

/**
 * The schemas of an interface cut to what its messages reach. Where a cut would change what a message is, or cannot be made
 * (`redefine`, documents that take on the namespace of who includes them), they stay whole.
 */
export const cutSchemas = (description: Interface, { notes, limits }: CutOptions): readonly SchemaPart[] => {
  const { schemas } = description;
  const whole = schemas.map((part) => cutPart(part, undefined, notes));
  if (!isPlain(schemas)) return whole;
  const elements = elementsOf(description);
  const { conversation } = description;
  const kept = reach(schemas.flatMap(readComponents), [
    ...elements.map((element) => `element ${element}`),
    // It states the order of messages, for which it names requests that a cut interface may lack.
    ...(conversation ? [`type ${toNameKey(conversation)}`] : []),
  ]);
  const cut = schemas.map((part) => cutPart(part, kept, notes));
  const isSame = fingerprintsOf(cut, elements, limits) === fingerprintsOf(schemas, elements, limits);
  return isSame ? cut : whole;
};

/** An interface with the named methods alone. @throws {StoaError} `METHOD_UNKNOWN` */
export const chooseMethods = (description: Interface, names: readonly string[] | undefined): Interface => {
  if (names === undefined) return description;
  const { getMethod } = compileInterface(description);
  return { ...description, methods: names.map(getMethod) };
};
