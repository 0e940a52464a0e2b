import { XML_NAMESPACE, escapeAttribute } from '../../xml/index.js';
import type { AttributePlan, TypePlan } from '../plan/model.js';
import { code, sumCode } from './code.js';
import type { Code } from './code.js';
import { writeText } from './write-text.js';
import type { WriterBuilder } from './writer-builder.js';

/** The attribute with its value, a text that is known or an expression; prefixes are given out as names are written. */
const writeNamed = ({ program, support }: WriterBuilder, { name }: AttributePlan, value: Code | string): Code => {
  const { namespace, local } = name;
  const foreign = code`${program.share(support.attributeTag)}(x, ${program.share(name)})`;
  const tag = namespace === '' ? local : namespace === XML_NAMESPACE ? `xml:${local}` : foreign;
  const text = typeof value === 'string' ? escapeAttribute(value) : value;
  return code`w += ${sumCode([' ', tag, '="', text, '"'])};`;
};

const writeAbsent = (builder: WriterBuilder, plan: AttributePlan): Code => {
  if (!plan.use.required) return code``;
  const { valueConstraint } = plan.use;
  return valueConstraint?.kind === 'fixed'
    ? code`else ${writeNamed(builder, plan, valueConstraint.text)}`
    : code`else return undefined;`;
};

const writeAttribute = (builder: WriterBuilder, plan: AttributePlan, value: Code): Code => {
  const { program, functions } = builder;
  const { text, escapes } = writeText(builder, plan.type, { value, constraint: plan.use.valueConstraint });
  const escaped = escapes ? code`${program.share(functions.escapeAttribute)}(t)` : code`t`;
  return code`if (${value} !== undefined) {
const t = ${text};
if (t === undefined) return undefined;
${writeNamed(builder, plan, escaped)}
} ${writeAbsent(builder, plan)}`;
};

/** Writes the attributes of a type to `w`, in their order; `values` are the variables of their members. */
export const writeAttributes = (
  builder: WriterBuilder,
  { attributes }: TypePlan,
  values: ReadonlyMap<string, Code>,
): readonly Code[] =>
  attributes.map((plan) => writeAttribute(builder, plan, values.get(plan.member) ?? code`undefined`));
