import { bindingsInScope, equalNames } from '../../../xml/light.js';
import type { XmlName } from '../../../xml/index.js';
import { isXmlText, parseUsualXml, unusual } from '../../../xml/light.js';
import { nameOfMember } from '../../codec/member-name.js';
import { isItems, isMembers, memberOf } from '../../codec/values.js';
import type { TypedObject, TypedValue } from '../../values.js';
import type { EncodeMessageOptions } from '../message.js';
import type { AttributeCodec, ComplexCodec, ElementCodec, LeafCodec, Place, SimpleCodec } from '../model.js';
import { escapeUsual } from './escape.js';
import { takes } from './names.js';

/** A message being written. */
interface UsualWriting {
  readonly trusted: boolean;
  /** The namespace that names of elements without a prefix are in. */
  readonly defaultNamespace: string;
  /** Prefix by namespace, declared on the root in the order of first use. */
  readonly prefixes: Map<string, string>;
  /** Set where something stands in which no default namespace may be in force. */
  needsNoDefault: boolean;
}

const withPrefix = ({ prefixes }: UsualWriting, { namespace, local }: XmlName): string => {
  // The prefixes of XML and of XML Schema are not for us to choose.
  if (namespace === '' || namespace.startsWith('http://www.w3.org/')) unusual();
  const prefix = prefixes.get(namespace) ?? `n${prefixes.size + 1}`;
  prefixes.set(namespace, prefix);
  return `${prefix}:${local}`;
};

const writeText = ({ usual }: SimpleCodec, value: TypedValue): string => usual?.write(value) ?? unusual();

const writeAttribute = (
  writing: UsualWriting,
  { name, type, required, constraint }: AttributeCodec,
  value: TypedValue,
): string => {
  const { fixed } = constraint;
  const text = value === undefined ? fixed : writeText(type, value);
  if (text === undefined || (fixed !== undefined && fixed !== text))
    return required || text !== undefined ? unusual() : '';
  if (value === undefined && !required) return '';
  return ` ${name.namespace === '' ? name.local : withPrefix(writing, name)}="${escapeUsual(text, true)}"`;
};

/** Writes one text under a wildcard. */
const writeFragment = (writing: UsualWriting, name: XmlName, value: TypedValue): string => {
  const { root, source } = (typeof value === 'string' && parseUsualXml(value)) || unusual();
  const text = source.slice(root.start, root.end);
  if (!equalNames(root.name, name) || (writing.trusted && text !== value)) unusual();
  const declaresDefault = bindingsInScope(root.scope).some(({ prefix }) => prefix === '');
  if (writing.defaultNamespace !== '' && !declaresDefault) writing.needsNoDefault = true;
  return text;
};

const toItems = (value: TypedValue, isRepeated: boolean): readonly TypedValue[] =>
  isRepeated ? (isItems(value) ? value : unusual()) : [value];

/** Writes what an object has for a leaf: the texts of its elements. */
const writeLeaf = (
  writing: UsualWriting,
  leaf: LeafCodec,
  members: readonly (readonly [string, TypedValue])[],
): readonly string[] => {
  if (leaf.kind === 'element')
    return members
      .filter(([member]) => member === leaf.member)
      .flatMap(([, value]) => toItems(value, leaf.repeated))
      .map((item) => writeElement(writing, leaf.element, item));
  if (leaf.wildcard.processContents !== 'skip') unusual();
  return members.flatMap(([member, value]) => {
    const name = nameOfMember(member);
    return takes(leaf, name) ? toItems(value, true).map((item) => writeFragment(writing, name, item)) : unusual();
  });
};

const writeElements = (writing: UsualWriting, places: readonly Place[], value: TypedObject): string => {
  const leaves = places.flatMap((place) => place.leaves);
  const known = new Set(leaves.map((leaf) => leaf.kind === 'element' && leaf.member));
  const members = Object.entries(value).filter(([member, own]) => own !== undefined && !member.startsWith('@'));
  const [own, others] = [
    members.filter(([member]) => known.has(member)),
    members.filter(([member]) => !known.has(member)),
  ];
  if (others.length > 0 && !leaves.some(({ kind }) => kind === 'any')) unusual();
  return places
    .map(({ leaves: each, min, max }) => {
      const texts = each.flatMap((leaf) => writeLeaf(writing, leaf, leaf.kind === 'any' ? others : own));
      return texts.length < min || texts.length > max ? unusual() : texts.join('');
    })
    .join('');
};

const writeContent = (writing: UsualWriting, { content }: ComplexCodec, value: TypedObject): string => {
  if (content.kind === 'elements')
    return content.order === 'sequence' && !content.mixed ? writeElements(writing, content.places, value) : unusual();
  const members = Object.keys(value).filter((member) => value[member] !== undefined && !member.startsWith('@'));
  if (content.kind === 'empty') return members.length > 0 ? unusual() : '';
  return members.every((member) => member === '$')
    ? escapeUsual(writeText(content.type, memberOf(value, '$')), false)
    : unusual();
};

/** Attributes and content of an element of a complex type. */
const writeComplex = (writing: UsualWriting, type: ComplexCodec, value: TypedValue): readonly [string, string] => {
  if (type.abstract || !isMembers(value)) return unusual();
  const known = new Set(type.attributes.map(({ member }) => member));
  for (const member of Object.keys(value))
    if (member.startsWith('@') && value[member] !== undefined && !known.has(member)) unusual();
  const attributes = type.attributes.map((codec) => writeAttribute(writing, codec, memberOf(value, codec.member)));
  return [attributes.join(''), writeContent(writing, type, value)];
};

const writeElement = (writing: UsualWriting, codec: ElementCodec, value: TypedValue): string => {
  const { name, abstract, constraint, identity } = codec;
  if (abstract || (constraint.fixed ?? identity) !== undefined) unusual();
  const tag = name.namespace === writing.defaultNamespace ? name.local : withPrefix(writing, name);
  const type = codec.type();
  const [attributes, content] =
    type.kind === 'complex' ? writeComplex(writing, type, value) : ['', escapeUsual(writeText(type, value), false)];
  return `<${tag}${attributes}${content === '' ? '/>' : `>${content}</${tag}>`}`;
};

const writeMessage = (
  codec: ElementCodec,
  value: TypedValue,
  { options, defaultNamespace }: { readonly options: EncodeMessageOptions; readonly defaultNamespace: string },
): string => {
  const writing: UsualWriting = {
    trusted: options.trusted === true,
    defaultNamespace,
    prefixes: new Map(),
    needsNoDefault: false,
  };
  const text = writeElement(writing, codec, value);
  if (writing.needsNoDefault) return writeMessage(codec, value, { options, defaultNamespace: '' });
  const nameEnd = text.search(/[ />]/);
  let declarations = defaultNamespace === '' ? '' : ` xmlns="${escapeUsual(defaultNamespace, true)}"`;
  for (const [namespace, prefix] of writing.prefixes)
    declarations += ` xmlns:${prefix}="${escapeUsual(namespace, true)}"`;
  const head = options.declaration === true ? '<?xml version="1.0" encoding="UTF-8"?>\n' : '';
  return head + text.slice(0, nameEnd) + declarations + text.slice(nameEnd);
};

/**
 * The text of a value that can be written in the usual way, as the codec of everything would write it; `undefined` for any other, right or
 * wrong, which is left to that.
 */
export const writeUsual = (codec: ElementCodec, value: unknown, options: EncodeMessageOptions): string | undefined => {
  try {
    const defaultNamespace = options.prefixed === true ? '' : codec.name.namespace;
    // Whatever it is, it is looked at member by member.
    const text = writeMessage(codec, value as TypedValue, { options, defaultNamespace });
    return options.reread !== true && isXmlText(text) ? text : undefined;
  } catch {
    return undefined;
  }
};
