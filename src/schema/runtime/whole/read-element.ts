import { findNamespace, isElement, textOf } from '../../../xml/index.js';
import type { XmlElement, XmlName } from '../../../xml/index.js';
import { createMembers } from '../../instance/members.js';
import type { Members } from '../../instance/members.js';
import { checkFixed, valueOfConstraint, visitText } from '../../instance/text.js';
import { XSI_NAMESPACE, note, showName } from '../../instance/visit.js';
import type { Reading } from '../../instance/visit.js';
import { checkSimple } from '../../simple/read.js';
import type { TypedValue } from '../../values.js';
import type { ComplexCodec, ElementCodec, SimpleCodec, TypeCodec } from './model.js';
import { readAttributes, refuseAttributes } from './read-attributes.js';
import { readContent } from './read-content.js';

/** Member that holds the type which `xsi:type` names, where it is another than the declared one. */
export const XSI_TYPE_MEMBER = `@{${XSI_NAMESPACE}}type`;
/** Member that is `true` in a nil element that has attributes; one without is `null`. */
export const XSI_NIL_MEMBER = `@{${XSI_NAMESPACE}}nil`;

/** Name of a type that `xsi:type` says, or `undefined` when its prefix is not bound. */
const resolveType = (element: XmlElement, qname: string): XmlName | undefined => {
  const colon = qname.indexOf(':');
  const namespace = findNamespace(element.scope, colon < 0 ? '' : qname.slice(0, colon));
  return namespace === undefined ? undefined : { namespace, local: qname.slice(colon + 1) };
};

/** The type of a name, if it may take the place of the declared one (`cvc-elt.4`). */
export const findTypeFor = (codec: ElementCodec, { namespace, local }: XmlName): TypeCodec | undefined => {
  const declared = codec.type();
  const key = namespace === '' ? local : `{${namespace}}${local}`;
  return declared.name === key ? declared : codec.findType?.({ namespace, local });
};

const typeInForce = (reading: Reading, element: XmlElement, codec: ElementCodec): TypeCodec => {
  const qname = findXsi(element, 'type');
  if (qname === undefined) return codec.type();
  const name = resolveType(element, qname);
  const named = name && findTypeFor(codec, name);
  if (named === undefined)
    note(reading, { rule: 'cvc-elt.4.3', message: `the type ${qname} cannot take the place of the declared one` });
  return named ?? codec.type();
};

const findXsi = ({ attributes }: XmlElement, local: string): string | undefined => {
  for (const { name, value } of attributes)
    if (name.local === local && name.namespace === XSI_NAMESPACE) return value.trim();
  return undefined;
};

const isNil = (reading: Reading, element: XmlElement, { nillable }: ElementCodec): boolean => {
  const nil = findXsi(element, 'nil');
  if (nil === undefined) return false;
  if (!nillable) {
    note(reading, { rule: 'cvc-elt.3.1', message: `the element ${showName(element.name)} is not nillable` });
    return false;
  }
  if (nil !== 'true' && nil !== '1' && nil !== 'false' && nil !== '0') {
    const message = `expected a boolean in xsi:nil, found ${JSON.stringify(nil.slice(0, 40))}`;
    note(reading, { rule: 'cvc-datatype-valid.1.2.1', message });
  }
  return nil === 'true' || nil === '1';
};

/** What an element is read by: its declaration and the type in force. */
interface Target {
  readonly codec: ElementCodec;
  readonly type: TypeCodec;
}

const readDefault = (reading: Reading, type: SimpleCodec, codec: ElementCodec): TypedValue => {
  const constraint = codec.valueConstraint;
  if (constraint === undefined) return undefined;
  const problem = checkSimple(type, constraint.text, { resolve: constraint.resolve, step: reading.qnames.step });
  if (problem !== undefined)
    note(reading, { rule: 'cvc-elt.5.1.1', message: `the default is not of the type: ${problem.message}` });
  return valueOfConstraint(type, constraint, reading.qnames.step);
};

/** Text of an element that is to have no child elements; its default where it is empty (`cvc-elt.5.1`). */
const readText = (
  reading: Reading,
  element: XmlElement,
  { codec, type, isObject }: { codec: ElementCodec; type: SimpleCodec; isObject: boolean },
): TypedValue => {
  const [first, second] = element.children;
  const constraint = codec.valueConstraint;
  if (first === undefined && constraint !== undefined) return readDefault(reading, type, codec);
  if (second !== undefined || (first !== undefined && isElement(first))) {
    const rule = isObject ? 'cvc-complex-type.2.2' : 'cvc-type.3.1.2';
    note(reading, { rule, message: `expected text only in ${showName(element.name)}, found an element` });
    return undefined;
  }
  const place = { type, text: first ?? '' };
  if (constraint !== undefined) checkFixed(reading, place, { constraint, rule: 'cvc-elt.5.2.2.2.2' });
  return visitText(reading, place, true);
};

/** A default or fixed value of mixed content (`cvc-elt.5.2.2`). */
const readMixedConstraint = (
  reading: Reading,
  element: XmlElement,
  { codec, members }: { codec: ElementCodec; members: Members },
): void => {
  const constraint = codec.valueConstraint;
  if (constraint === undefined) return;
  if (element.children.length === 0) members['$'] = [constraint.text];
  else if (constraint.kind === 'fixed' && element.children.some(isElement))
    note(reading, { rule: 'cvc-elt.5.2.2.1', message: 'an element with a fixed value has no child elements' });
  else if (constraint.kind === 'fixed' && textOf(element) !== constraint.text)
    note(reading, {
      rule: 'cvc-elt.5.2.2.2.1',
      message: `expected the fixed value ${JSON.stringify(constraint.text)}`,
    });
};

const readComplex = (
  reading: Reading,
  element: XmlElement,
  { codec, type }: { codec: ElementCodec; type: ComplexCodec },
): TypedValue => {
  const members = createMembers();
  readAttributes(reading, element, { type, members });
  const { content } = type;
  if (content.kind === 'text') {
    members['$'] = readText(reading, element, { codec, type: content.type, isObject: true });
    return members;
  }
  readContent(reading, element, { content, members });
  readMixedConstraint(reading, element, { codec, members });
  return members;
};

/** Checks an element that says it is nil (`cvc-elt.3.2`). */
const readNil = (reading: Reading, element: XmlElement, { codec, type }: Target): TypedValue => {
  if (element.children.length > 0) note(reading, { rule: 'cvc-elt.3.2.1', message: 'an element that is nil is empty' });
  if (codec.valueConstraint?.kind === 'fixed')
    note(reading, { rule: 'cvc-elt.3.2.2', message: 'an element with a fixed value is not nil' });
  if (type.kind === 'simple') {
    refuseAttributes(reading, element);
    return null;
  }
  const members = createMembers();
  readAttributes(reading, element, { type, members });
  if (Object.keys(members).length === 0) return null;
  members[XSI_NIL_MEMBER] = true;
  return members;
};

const readTyped = (reading: Reading, element: XmlElement, { codec, type }: Target): TypedValue => {
  const hasAttributes = element.attributes.length > 0;
  if (hasAttributes && isNil(reading, element, codec)) return readNil(reading, element, { codec, type });
  if (type.kind === 'complex') return readComplex(reading, element, { codec, type });
  if (hasAttributes) refuseAttributes(reading, element);
  return readText(reading, element, { codec, type, isObject: false });
};

/** The value of an element whose type `xsi:type` named: an object that names it, whatever it would be without. */
const nameType = (value: TypedValue, type: TypeCodec): TypedValue => {
  const isObject = typeof value === 'object' && value !== null && type.kind === 'complex';
  const members = isObject ? (value as Members) : createMembers();
  if (!isObject && value === null) members[XSI_NIL_MEMBER] = true;
  else if (!isObject) members['$'] = value;
  members[XSI_TYPE_MEMBER] = type.name ?? '';
  return members;
};

/** Reads an element: its value, with findings noted where it is not valid (XSD 1.0 part 1, section 3.3.4). */
export const readElement = (reading: Reading, element: XmlElement, codec: ElementCodec): TypedValue => {
  reading.path.push(element);
  reading.scope = element.scope;
  const type = element.attributes.length === 0 ? codec.type() : typeInForce(reading, element, codec);
  if (codec.abstract)
    note(reading, { rule: 'cvc-elt.2', message: `the element ${showName(element.name)} is abstract` });
  if (type.kind === 'complex' && type.abstract)
    note(reading, {
      rule: 'cvc-type.2',
      message: `the type of ${showName(element.name)} is abstract: expected an xsi:type`,
    });
  const leave = reading.assess?.(element, codec, type);
  const value = readTyped(reading, element, { codec, type });
  leave?.();
  reading.path.pop();
  return type === codec.type() ? value : nameType(value, type);
};
