import type { SeededRandom } from '../../../support/seeded-random.js';
import type { XmlElement, XmlNode } from '../../../../src/xml/index.js';
import { BUILT_INS, NAMES, OCCURS, SchemaMaker, WILD_NAMESPACES } from './random-schema.js';
import { attribute, elementsOf, isXs, withAttribute, xs } from './schema-tree.js';

/** Changes one element of a schema document in one way; `undefined` when that cannot be done to it. */
type Operator = (random: SeededRandom, element: XmlElement) => XmlElement | undefined;

const isModel = (element: XmlElement): boolean => isXs(element, 'sequence', 'choice', 'all');
const isParticle = (element: XmlElement): boolean => isXs(element, 'element', 'any', 'sequence', 'choice', 'group');
const setOccurs: Operator = ({ pick }, element) => {
  if (!isParticle(element)) return undefined;
  const occurs = pick(OCCURS);
  return withAttribute(withAttribute(element, 'minOccurs', occurs['minOccurs']), 'maxOccurs', occurs['maxOccurs']);
};

const removeChild: Operator = ({ pick }, element) => {
  const children = elementsOf(element.children);
  if (!(isModel(element) || isXs(element, 'restriction', 'complexType', 'extension')) || children.length === 0)
    return undefined;
  const gone = pick(children);
  return { ...element, children: element.children.filter((child) => child !== gone) };
};

const addParticle: Operator = (random, element) => {
  if (!isModel(element)) return undefined;
  const maker = new SchemaMaker(random);
  const name = random.pick([...NAMES, 'fresh']);
  const occurs = isXs(element, 'all') ? random.pick([{}, { minOccurs: 0 }]) : random.pick(OCCURS);
  const added = random.int(6) === 0 && !isXs(element, 'all') ? maker.wildcard(occurs) : maker.element(name, occurs);
  return { ...element, children: element.children.toSpliced(random.int(element.children.length + 1), 0, added) };
};

const shuffleChildren: Operator = ({ shuffle }, element) =>
  isModel(element) && element.children.length > 1 ? { ...element, children: shuffle(element.children) } : undefined;

const changeCompositor: Operator = ({ pick }, element) =>
  isXs(element, 'sequence', 'choice')
    ? { ...element, name: { ...element.name, local: pick(['sequence', 'choice', 'all']) } }
    : undefined;

const wrap: Operator = ({ pick }, element) => {
  const children = elementsOf(element.children);
  if (!isXs(element, 'sequence', 'choice') || children.length === 0) return undefined;
  const child = pick(children);
  const wrapped = xs(pick(['sequence', 'choice']), pick(OCCURS), child);
  return { ...element, children: element.children.map((each) => (each === child ? wrapped : each)) };
};

const rename: Operator = ({ pick }, element) =>
  isXs(element, 'element', 'attribute') && attribute(element, 'name') !== undefined && isLocalName(element)
    ? withAttribute(element, 'name', pick([...NAMES, 'fresh']))
    : undefined;

/** Names of what is global in the schemas of our own making. */
const GLOBAL = ['e', 'g1', 'g2', 'ga'];

const isLocalName = (element: XmlElement): boolean => !GLOBAL.includes(attribute(element, 'name') ?? '');

const changeType: Operator = ({ pick }, element) => {
  const type = attribute(element, 'type');
  if (!isXs(element, 'element', 'attribute') || type?.includes(':') !== true) return undefined;
  const value = withAttribute(withAttribute(element, 'default', undefined), 'fixed', undefined);
  return withAttribute(value, 'type', pick(BUILT_INS));
};

/** Built-in types next to each other in their hierarchy, for small changes of type. */
const NEIGHBOURS = [
  ['byte', 'short', 'int', 'long', 'integer', 'decimal'],
  ['unsignedByte', 'nonNegativeInteger', 'integer'],
  ['NCName', 'NMTOKEN', 'token', 'normalizedString', 'string'],
  ['language', 'token', 'string'],
];

const changeTypeNearby: Operator = ({ pick }, element) => {
  const type = attribute(element, 'type') ?? '';
  const prefix = type.slice(0, type.indexOf(':') + 1);
  const rows = NEIGHBOURS.filter((row) => row.includes(type.slice(prefix.length)));
  if (!isXs(element, 'element', 'attribute') || prefix === '' || rows.length === 0) return undefined;
  return withAttribute(element, 'type', prefix + pick(pick(rows)));
};

const FACET_NAMES = [
  ...['length', 'minLength', 'maxLength', 'totalDigits', 'fractionDigits'],
  ...['minInclusive', 'maxInclusive', 'minExclusive', 'maxExclusive'],
];

const tweakFacet: Operator = ({ pick }, element) => {
  const value = attribute(element, 'value') ?? '';
  if (!isXs(element, ...FACET_NAMES) || !/^-?\d{1,9}$/u.test(value)) return undefined;
  return withAttribute(element, 'value', Number(value) + pick([-3, -1, 1, 2]));
};

const changeFacet: Operator = ({ pick }, element) => {
  if (!isXs(element, 'pattern', 'enumeration', 'whiteSpace')) return undefined;
  const values = {
    pattern: ['[a-z]+', '[a-z]{2}', '.*', '[a-zA-Z]+', '\\d+', '\\d{1,2}', '[0-9]+', '\\w*', '(ab|c)+'],
    enumeration: ['a', 'ab', 'abc', '1', '2', '10', '01', 'z'],
    whiteSpace: ['collapse', 'replace', 'preserve'],
  };
  return withAttribute(element, 'value', pick(values[element.name.local as keyof typeof values]));
};

const addFacet: Operator = (random, element) => {
  const base = attribute(element, 'base') ?? '';
  const facet = isXs(element, 'restriction') ? new SchemaMaker(random).facetFor(base) : undefined;
  return facet && { ...element, children: [...element.children, facet] };
};

const changeUse: Operator = ({ pick }, element) =>
  isXs(element, 'attribute') && (attribute(element, 'name') ?? 'ga') !== 'ga'
    ? withAttribute(element, 'use', pick(['optional', 'required', 'prohibited']))
    : undefined;

const addAttribute: Operator = (random, element) =>
  isXs(element, 'complexType') &&
  !elementsOf(element.children).some((each) => isXs(each, 'simpleContent', 'complexContent'))
    ? { ...element, children: [...element.children, new SchemaMaker(random).attribute(random.pick(NAMES))] }
    : undefined;

const toggle =
  (name: string, ...locals: readonly string[]): Operator =>
  (_, element) =>
    isXs(element, ...locals)
      ? withAttribute(element, name, attribute(element, name) === 'true' ? undefined : 'true')
      : undefined;

const changeValue: Operator = ({ pick }, element) => {
  if (!isXs(element, 'element', 'attribute') || attribute(element, 'type')?.endsWith(':string') !== true)
    return undefined;
  const bare = withAttribute(withAttribute(element, 'default', undefined), 'fixed', undefined);
  const kind = pick(['default', 'fixed', 'none']);
  return kind === 'none' ? bare : withAttribute(bare, kind, pick(['f', 'abc', 'g']));
};

const changeWildcard: Operator = ({ pick, int }, element) => {
  if (!isXs(element, 'any', 'anyAttribute')) return undefined;
  return int(2) === 0
    ? withAttribute(element, 'namespace', pick(WILD_NAMESPACES))
    : withAttribute(element, 'processContents', pick(['lax', 'skip', 'strict']));
};

const changeBlock: Operator = ({ pick }, element) =>
  isXs(element, 'complexType') || (isXs(element, 'element') && attribute(element, 'ref') === undefined)
    ? withAttribute(element, 'block', pick([undefined, '#all', 'extension', 'restriction']))
    : undefined;

const changeIdentity: Operator = (random, element) => {
  if (!isXs(element, 'element') || attribute(element, 'name') !== 'e' || attribute(element, 'type') !== undefined)
    return undefined;
  const others = element.children.filter(
    (child) => typeof child === 'string' || !isXs(child, 'unique', 'key', 'keyref'),
  );
  const isThere = others.length < element.children.length;
  return { ...element, children: isThere ? others : [...others, new SchemaMaker(random).identity()] };
};

const OPERATORS: readonly Operator[] = [
  ...[setOccurs, setOccurs, setOccurs, removeChild, addParticle, addParticle, shuffleChildren, changeCompositor, wrap],
  ...[
    rename,
    changeType,
    changeTypeNearby,
    changeTypeNearby,
    tweakFacet,
    tweakFacet,
    changeFacet,
    changeFacet,
    addFacet,
  ],
  ...[changeUse, addAttribute, toggle('nillable', 'element'), toggle('mixed', 'complexType'), changeValue],
  ...[toggle('abstract', 'complexType'), changeWildcard, changeWildcard, changeBlock, changeIdentity, changeIdentity],
];

/** Every element of a document below its root, with the way to it by position. */
const listPlaces = (element: XmlElement, way: readonly number[] = []): readonly (readonly number[])[] =>
  element.children.flatMap((child, at) =>
    typeof child === 'string' || isXs(child, 'annotation', 'import', 'include')
      ? []
      : [[...way, at], ...listPlaces(child, [...way, at])],
  );

const changeAt = (
  element: XmlElement,
  [at, ...rest]: readonly number[],
  change: (element: XmlElement) => XmlElement | undefined,
): XmlElement | undefined => {
  if (at === undefined) return change(element);
  const child = element.children[at];
  if (child === undefined || typeof child === 'string') return undefined;
  const changed = changeAt(child, rest, change);
  return changed && { ...element, children: element.children.with(at, changed) as readonly XmlNode[] };
};

/** A schema document with one thing changed somewhere: an occurrence, a facet, a type, an attribute, a flag, the order… */
export const mutateSchema = (random: SeededRandom, root: XmlElement): XmlElement => {
  const places = listPlaces(root);
  for (let attempt = 0; attempt < 200 && places.length > 0; attempt++) {
    const operator = random.pick(OPERATORS);
    const changed = changeAt(root, random.pick(places), (element) => operator(random, element));
    if (changed !== undefined) return changed;
  }
  return root;
};
