import { equalNames, isElement, toNameKey } from '../../../xml/light.js';
import type { NamespaceScope, XmlDocument, XmlElement } from '../../../xml/index.js';
import { unusual } from '../../../xml/light.js';
import { addMember, createMembers } from '../../instance/members.js';
import type { ChildValue, Members } from '../../instance/members.js';
import type { TypedValue } from '../../values.js';
import type { AttributeCodec, ComplexCodec, ElementCodec, LeafCodec, Place, SimpleCodec } from '../model.js';
import { toUsualFragment } from './fragment.js';
import { takes } from './names.js';

const readText = ({ usual }: SimpleCodec, text: string): TypedValue => usual?.read(text) ?? unusual();

/** Text of an element that has nothing else in it. */
const textOf = ({ children }: XmlElement): string => {
  const [text = '', further] = children;
  return typeof text === 'string' && further === undefined ? text : unusual();
};

const readAttribute = ({ type, constraint: { fixed } }: AttributeCodec, text: string): TypedValue =>
  fixed === undefined || fixed === text ? readText(type, text) : unusual();

const readAttributes = ({ attributes }: XmlElement, type: ComplexCodec): Members => {
  const members = createMembers();
  for (const { name, value } of attributes) {
    const codec = type.attributes.find((each) => equalNames(each.name, name)) ?? unusual();
    members[codec.member] = readAttribute(codec, value);
  }
  for (const { member, required, type: own, constraint } of type.attributes) {
    if (member in members) continue;
    if (required) unusual();
    const text = constraint.fixed ?? constraint.default;
    if (text !== undefined) members[member] = readText(own, text);
  }
  return members;
};

/** Gives the leaf of each child in the order of the places; asked without one, sees to it that none is missing. */
const createTake = (places: readonly Place[]) => {
  let [at, count] = [0, 0];
  return (child?: XmlElement): LeafCodec | undefined => {
    for (let place = places[at]; place; place = places[++at], count = 0) {
      const leaf = child && count < place.max ? place.leaves.find((each) => takes(each, child.name)) : undefined;
      if (leaf) {
        count++;
        return leaf;
      }
      if (count < place.min) unusual();
    }
    return undefined;
  };
};

const keyOf = (places: readonly Place[], { name }: XmlElement): string => {
  const isMember = (leaf: LeafCodec): boolean => leaf.kind === 'element' && leaf.member === name.local;
  const clashes = name.namespace === '' && places.some(({ leaves }) => leaves.some(isMember));
  return clashes ? `{}${name.local}` : toNameKey(name);
};

const readChild = (leaf: LeafCodec, child: XmlElement, { source, places, scope }: Around): ChildValue => {
  if (leaf.kind === 'element') return { ...leaf, value: readElement(leaf.element, child, source) };
  if (leaf.wildcard.processContents !== 'skip') unusual();
  return { member: keyOf(places, child), repeated: true, value: toUsualFragment(source, child, scope) };
};

/** Where a child stands. */
interface Around {
  readonly source: string;
  readonly places: readonly Place[];
  readonly scope: NamespaceScope | undefined;
}

const readElements = ({ children }: XmlElement, members: Members, around: Around): void => {
  const take = createTake(around.places);
  for (const child of children)
    if (isElement(child)) addMember(members, readChild(take(child) ?? unusual(), child, around));
    else if (/[^\t\n\r ]/.test(child)) unusual();
  take();
};

const readComplex = (element: XmlElement, type: ComplexCodec, source: string): TypedValue => {
  const { content, abstract } = type;
  if (abstract) unusual();
  const members = readAttributes(element, type);
  if (content.kind === 'text') members['$'] = readText(content.type, textOf(element));
  else if (content.kind === 'empty') {
    if (element.children.length > 0) unusual();
  } else if (content.order === 'sequence' && !content.mixed)
    readElements(element, members, { source, places: content.places, scope: element.scope });
  else unusual();
  return members;
};

/** The value of an element. */
export const readElement = (codec: ElementCodec, element: XmlElement, source: string): TypedValue => {
  const { constraint, abstract, identity } = codec;
  if (abstract || (constraint.default ?? constraint.fixed ?? identity) !== undefined) unusual();
  const type = codec.type();
  if (type.kind === 'complex') return readComplex(element, type, source);
  return element.attributes.length > 0 ? unusual() : readText(type, textOf(element));
};

/** The value of a message of the usual form; `undefined` for any other, right or wrong, which is left to the codec of everything. */
export const readUsual = (
  codec: ElementCodec,
  { root, source }: XmlDocument,
): { readonly value: TypedValue } | undefined => {
  if (!equalNames(codec.name, root.name)) return undefined;
  try {
    return { value: readElement(codec, root, source) };
  } catch {
    return undefined;
  }
};
