import type { XmlAttribute, XmlElement } from '../../../xml/index.js';
import type { Members } from '../../instance/members.js';
import { checkFixed, valueOfConstraint, visitText } from '../../instance/text.js';
import { XSI_NAMESPACE, note, showName } from '../../instance/visit.js';
import type { Reading } from '../../instance/visit.js';
import type { AttributeCodec, ComplexCodec } from './model.js';

/** Whether an attribute is one that every element may have (section 2.6). */
const isInstanceAttribute = ({ name }: XmlAttribute): boolean =>
  name.namespace === XSI_NAMESPACE && /^(?:type|nil|schemaLocation|noNamespaceSchemaLocation)$/.test(name.local);

const isNamed = ({ name }: XmlAttribute, { name: { namespace, local } }: AttributeCodec): boolean =>
  name.local === local && name.namespace === namespace;

/** The codec of an attribute; looked for from `at` on, since attributes mostly come in the order of their declarations. */
const find = (codecs: readonly AttributeCodec[], attribute: XmlAttribute, at: number): AttributeCodec | undefined => {
  const expected = codecs[at];
  if (expected !== undefined && isNamed(attribute, expected)) return expected;
  for (const codec of codecs) if (isNamed(attribute, codec)) return codec;
  return undefined;
};

/** Reads an attribute into its member. */
export const readAttribute = (
  reading: Reading,
  attribute: XmlAttribute,
  { codec, members, member }: { codec: AttributeCodec; members: Members; member: string },
): void => {
  const place = { type: codec.type, text: attribute.value, attribute: attribute.name };
  const constraint = codec.use.valueConstraint;
  if (constraint !== undefined) checkFixed(reading, place, { constraint, rule: 'cvc-au' });
  members[member] = visitText(reading, place, true);
};

const refuse = (reading: Reading, { name }: XmlAttribute, { attributes }: ComplexCodec): void => {
  const expected = attributes.map((each) => each.name.local).join(', ') || 'none';
  const message = `the attribute ${showName(name)} is not declared, expected ${expected}`;
  note(reading, { rule: 'cvc-complex-type.3.2.2', message, attribute: name });
};

/** What an element's attributes are read by, and where their values go. */
interface Target {
  readonly type: ComplexCodec;
  readonly members: Members;
}

const complete = (reading: Reading, element: XmlElement, { type, members }: Target): void => {
  const missing = type.attributes.filter((codec) => !element.attributes.some((each) => isNamed(each, codec)));
  for (const { use, name } of missing) {
    if (!use.required) continue;
    note(reading, { rule: 'cvc-complex-type.4', message: `the required attribute ${showName(name)} is missing` });
  }
  for (const { use, member, type: own } of missing)
    if (use.valueConstraint !== undefined)
      members[member] = valueOfConstraint(own, use.valueConstraint, reading.qnames.step);
};

/** Reads the attributes of an element of a complex type (section 3.4.4, 3 and 4). */
export const readAttributes = (reading: Reading, element: XmlElement, target: Target): void => {
  const { type, members } = target;
  let required = 0;
  let isWild = false;
  let at = 0;
  for (const attribute of element.attributes) {
    if (isInstanceAttribute(attribute)) continue;
    const codec = find(type.attributes, attribute, at++);
    if (codec === undefined) {
      isWild = true;
      if (type.anyAttribute === undefined) refuse(reading, attribute, type);
      else type.anyAttribute.read(reading, attribute, target);
      continue;
    }
    if (codec.use.required) required++;
    readAttribute(reading, attribute, { codec, members, member: codec.member });
  }
  if (isWild) type.anyAttribute?.checkIds(reading, element, type);
  if (required < type.required || type.hasDefaults) complete(reading, element, target);
};

/** Checks that an element of a simple type has none but the attributes that every element may have (`cvc-type.3.1.1`). */
export const refuseAttributes = (reading: Reading, element: XmlElement): void => {
  for (const attribute of element.attributes) {
    if (isInstanceAttribute(attribute)) continue;
    const message = `an element of a simple type takes no attribute ${showName(attribute.name)}`;
    note(reading, { rule: 'cvc-type.3.1.1', message, attribute: attribute.name });
  }
};
