import { escapeAttribute } from '../../../xml/index.js';
import type { XmlName } from '../../../xml/index.js';
import { memberOf } from '../../codec/values.js';
import { toText } from '../../codec/write-text.js';
import { attributeTag, noteValue } from '../../codec/writer.js';
import type { Writing } from '../../codec/writer.js';
import { XSI_NAMESPACE } from '../../instance/visit.js';
import type { TypedObject, TypedValue } from '../../values.js';
import type { AttributeCodec, ComplexCodec } from './model.js';

/** Writes one attribute. */
export const writeAttribute = (writing: Writing, name: XmlName, value: string): void => {
  writing.text += ` ${attributeTag(writing, name)}="${escapeAttribute(value)}"`;
};

/** Writes an attribute from its value; `member` is where that came from. */
export const writeDeclared = (
  writing: Writing,
  { name, type, use }: AttributeCodec,
  given: { readonly value: TypedValue; readonly member: string },
): void => writeAttribute(writing, name, toText(writing, { type, constraint: use.valueConstraint, ...given }));

const writeAbsent = (writing: Writing, { use, name, member }: AttributeCodec): void => {
  const { required, valueConstraint } = use;
  if (required && valueConstraint?.kind === 'fixed') writeAttribute(writing, name, valueConstraint.text);
  else if (required)
    noteValue(writing, { rule: 'cvc-complex-type.4', message: `the required member ${member} is missing` }, member);
};

const writeOther = (writing: Writing, type: ComplexCodec, given: { member: string; value: TypedValue }): void => {
  const { member, value } = given;
  if (member.startsWith(`@{${XSI_NAMESPACE}}`)) return;
  if (type.anyAttribute !== undefined) type.anyAttribute.write(writing, member, value);
  else
    noteValue(
      writing,
      { rule: 'cvc-complex-type.3.2.2', message: `there is no attribute for the member ${member}` },
      member,
    );
};

const isAttributeMember = (member: string): boolean => member.charCodeAt(0) === 0x40;

/** Whether an object has members for other attributes than the `declared` ones that it has. */
const hasOthers = (value: TypedObject, declared: number): boolean => {
  let count = 0;
  for (const member of Object.keys(value)) if (isAttributeMember(member) && value[member] !== undefined) count++;
  return count !== declared;
};

/** Writes the attributes of an element of a complex type: declared ones in their order, then what a wildcard lets in. */
export const writeAttributes = (writing: Writing, type: ComplexCodec, value: TypedObject): void => {
  let declared = 0;
  for (const codec of type.attributes) {
    const { member } = codec;
    const own = memberOf(value, member);
    if (own === undefined) writeAbsent(writing, codec);
    else {
      declared++;
      writeDeclared(writing, codec, { value: own, member });
    }
  }
  if (!hasOthers(value, declared)) return;
  for (const member of Object.keys(value)) {
    if (!isAttributeMember(member) || value[member] === undefined) continue;
    if (!type.attributes.some((codec) => codec.member === member))
      writeOther(writing, type, { member, value: value[member] });
  }
};
