import { XMLNS_NAMESPACE, fromNameKey, isNcName, toNameKey } from '../../../xml/index.js';
import type { XmlElement, XmlName } from '../../../xml/index.js';
import { writeFragment } from '../../codec/fragment.js';
import { describeValue } from '../../codec/describe-value.js';
import { noteValue } from '../../codec/writer.js';
import { toFragment } from '../../instance/fragment.js';
import { XSI_NAMESPACE, note, showName } from '../../instance/visit.js';
import { allowsNamespace } from '../../model/wildcard.js';
import type { NamespaceConstraint, ProcessContents } from '../../model/wildcard.js';
import type { AnyAttributeCodec, AnyCodec, AttributeCodec, ComplexCodec, ElementCodec, TypeCodec } from './model.js';
import { readAttribute } from './read-attributes.js';
import { writeAttribute, writeDeclared } from './write-attributes.js';

/** Namespaces that a wildcard admits: all, all but one (and none), or those listed, `''` for none. */
export type Namespaces = 'any' | { readonly not: string } | readonly string[];

const toConstraint = (namespaces: Namespaces): NamespaceConstraint => {
  if (namespaces === 'any') return { kind: 'any' };
  return 'not' in namespaces ? { kind: 'not', namespace: namespaces.not } : { kind: 'list', namespaces: namespaces };
};

/** What a schema declares globally: what a wildcard checks that is not skipped. */
export interface Declared {
  readonly element: (name: XmlName) => ElementCodec | undefined;
  readonly attribute: (name: XmlName) => AttributeCodec | undefined;
  readonly type: (name: XmlName) => TypeCodec | undefined;
  /** What is assumed of an element that nothing declares. */
  readonly undeclared: ElementCodec;
}

/** Elements in some namespaces, kept as XML texts. */
/* @__NO_SIDE_EFFECTS__ */
export function any(namespaces: Namespaces): AnyCodec {
  return {
    constraint: toConstraint(namespaces),
    read: (reading, child) => toFragment(reading.source, child, reading.path.at(-1)),
    write: (writing, name, value) => writeFragment(writing, { name, value }),
  };
}

const isTyped = (child: XmlElement): boolean =>
  child.attributes.some(({ name }) => name.local === 'type' && name.namespace === XSI_NAMESPACE);

/** Elements in some namespaces, each by its declaration; others only where the wildcard is lax. */
/* @__NO_SIDE_EFFECTS__ */
export function anyDeclared(
  namespaces: Namespaces,
  processContents: Exclude<ProcessContents, 'skip'>,
  declared: () => Declared,
): AnyCodec {
  const skipping = any(namespaces);
  const isStrict = processContents === 'strict';
  return {
    ...skipping,
    read: (reading, child) => {
      const { element: find, undeclared } = declared();
      const own = find(child.name);
      if (own !== undefined) return own.read(reading, child);
      if (isStrict && !isTyped(child)) {
        const message = `no element ${showName(child.name)} is declared`;
        note(reading, { rule: 'cvc-complex-type.2.4.c', message, child });
      }
      // Declared elements further down are checked even so.
      undeclared.read(reading, child);
      return skipping.read(reading, child);
    },
    write: (writing, name, value) => {
      const own = declared().element(name);
      if (own !== undefined) {
        own.write(writing, value);
        return;
      }
      if (isStrict)
        noteValue(writing, { rule: 'cvc-complex-type.2.4.c', message: `no element ${name.local} is declared` });
      skipping.write(writing, name, value);
    },
  };
}

/** Whether the name can be written as it is, and is no declaration of a namespace. */
const isAttributeName = ({ namespace, local }: XmlName): boolean =>
  isNcName(local) && namespace !== XMLNS_NAMESPACE && !(namespace === '' && local === 'xmlns');

const WILD_RULE = 'cvc-complex-type.3.2.2';

const wildMember = ({ attributes }: ComplexCodec, name: XmlName): string => {
  const key = `@${toNameKey(name)}`;
  return name.namespace === '' && attributes.some(({ member }) => member === key) ? `@{}${name.local}` : key;
};

const isDeclared = ({ attributes }: ComplexCodec, name: XmlName): boolean =>
  attributes.some((each) => each.name.local === name.local && each.name.namespace === name.namespace);

/** Attributes in some namespaces; with `declared`, those that the schema declares globally are read by that. */
/* @__NO_SIDE_EFFECTS__ */
export function anyAttribute(
  namespaces: Namespaces,
  processContents: ProcessContents,
  declared?: () => Declared,
): AnyAttributeCodec {
  const constraint = toConstraint(namespaces);
  const find = (name: XmlName): AttributeCodec | undefined =>
    processContents === 'skip' ? undefined : declared?.().attribute(name);
  return {
    processContents,
    read: (reading, attribute, { type, members }) => {
      const { name } = attribute;
      const refuse = (message: string): void => note(reading, { rule: WILD_RULE, message, attribute: name });
      if (!allowsNamespace(constraint, name.namespace)) {
        const expected = type.attributes.map((each) => each.name.local).join(', ') || 'none';
        refuse(`the attribute ${showName(name)} is not declared, expected ${expected}`);
        return;
      }
      const codec = find(name);
      const member = wildMember(type, name);
      if (codec !== undefined) readAttribute(reading, attribute, { codec, members, member });
      else if (processContents === 'strict') refuse(`no attribute ${showName(name)} is declared`);
      else members[member] = attribute.value;
    },
    checkIds: (reading, { name, attributes }, type) => {
      const wild = attributes.filter((each) => !isDeclared(type, each.name) && find(each.name)?.type.builtIn === 'ID');
      if (wild.length === 0) return;
      const rule = wild.length > 1 ? 'cvc-complex-type.5.1' : 'cvc-complex-type.5.2';
      if (wild.length > 1 || type.attributes.some((each) => each.type.builtIn === 'ID'))
        note(reading, { rule, message: `the element ${showName(name)} has a second ID` });
    },
    write: (writing, member, value) => {
      const name = fromNameKey(member.slice(1));
      const refuse = (message: string): void => noteValue(writing, { rule: WILD_RULE, message }, member);
      const codec = find(name);
      if (!isAttributeName(name)) refuse(`no attribute can be named ${member}`);
      else if (!allowsNamespace(constraint, name.namespace)) refuse(`there is no attribute for the member ${member}`);
      else if (codec !== undefined) writeDeclared(writing, codec, { value, member });
      else if (processContents === 'strict') refuse(`no attribute ${member.slice(1)} is declared`);
      else if (typeof value === 'string') writeAttribute(writing, name, value);
      else refuse(`expected a string for an undeclared attribute, found ${describeValue(value)}`);
    },
  };
}
