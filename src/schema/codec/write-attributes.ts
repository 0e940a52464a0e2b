import { XMLNS_NAMESPACE, escapeAttribute, fromNameKey, isNcName } from '../../xml/index.js';
import type { XmlName } from '../../xml/index.js';
import { allowsNamespace } from '../model/wildcard.js';
import { XSI_NAMESPACE } from '../instance/visit.js';
import type { AttributePlan, TypePlan } from '../plan/model.js';
import type { TypedObject, TypedValue } from '../values.js';
import { describeValue } from './describe-value.js';
import { memberOf } from './values.js';
import { toText } from './write-text.js';
import { attributeTag, noteValue } from './writer.js';
import type { Writer } from './writer.js';

/** Writes one attribute. */
export const writeAttribute = (writer: Writer, name: XmlName, value: string): void => {
  writer.text += ` ${attributeTag(writer, name)}="${escapeAttribute(value)}"`;
};

const writePlanned = (writer: Writer, plan: AttributePlan, parts: { value: TypedValue; member: string }): void => {
  const text = toText(writer, { type: plan.type, constraint: plan.use.valueConstraint, ...parts });
  writeAttribute(writer, plan.name, text);
};

const missing = (writer: Writer, { use, name, member }: AttributePlan): void => {
  if (!use.required) return;
  const { valueConstraint } = use;
  if (valueConstraint?.kind === 'fixed') writeAttribute(writer, name, valueConstraint.text);
  else noteValue(writer, { rule: 'cvc-complex-type.4', message: `the required member ${member} is missing` }, member);
};

/** Whether the name can be written as it is, and is no declaration of a namespace. */
const isAttributeName = ({ namespace, local }: XmlName): boolean =>
  isNcName(local) && namespace !== XMLNS_NAMESPACE && !(namespace === '' && local === 'xmlns');

const writeWild = (writer: Writer, plan: TypePlan, { member, value }: { member: string; value: TypedValue }): void => {
  const name = fromNameKey(member.slice(1));
  const wildcard = plan.attributeWildcard;
  if (name.namespace === XSI_NAMESPACE) return;
  if (!isAttributeName(name)) {
    noteValue(writer, { rule: 'cvc-complex-type.3.2.2', message: `no attribute can be named ${member}` }, member);
    return;
  }
  if (wildcard === undefined || !allowsNamespace(wildcard.constraint, name.namespace)) {
    noteValue(
      writer,
      { rule: 'cvc-complex-type.3.2.2', message: `there is no attribute for the member ${member}` },
      member,
    );
    return;
  }
  const declared = wildcard.processContents === 'skip' ? undefined : writer.plans.findAttribute(name);
  if (declared !== undefined) writePlanned(writer, declared, { value, member });
  else if (wildcard.processContents === 'strict')
    noteValue(
      writer,
      { rule: 'cvc-complex-type.3.2.2', message: `no attribute ${member.slice(1)} is declared` },
      member,
    );
  else if (typeof value === 'string') writeAttribute(writer, name, value);
  else
    noteValue(
      writer,
      {
        rule: 'cvc-complex-type.3.2.2',
        message: `expected a string for an undeclared attribute, found ${describeValue(value)}`,
      },
      member,
    );
};

/** Writes the attributes of an element of a complex type: declared ones in their order, then what a wildcard lets in. */
export const writeAttributes = (writer: Writer, plan: TypePlan, value: TypedObject): void => {
  for (const each of plan.attributes) {
    const own = memberOf(value, each.member);
    if (own === undefined) missing(writer, each);
    else writePlanned(writer, each, { value: own, member: each.member });
  }
  for (const member of Object.keys(value)) {
    if (!member.startsWith('@') || value[member] === undefined) continue;
    if (!plan.attributes.some((each) => each.member === member))
      writeWild(writer, plan, { member, value: value[member] });
  }
};
