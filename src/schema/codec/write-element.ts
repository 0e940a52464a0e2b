import { DEFAULT_XML_LIMITS } from '../../base/index.js';
import { escapeText, fromNameKey } from '../../xml/index.js';
import { isDerivedFrom } from '../model/derivation.js';
import { XSI_NIL_MEMBER, XSI_TYPE_MEMBER } from '../instance/element.js';
import { XSI_NAMESPACE } from '../instance/visit.js';
import type { ElementPlan, TypePlan } from '../plan/model.js';
import type { SimpleType } from '../simple/index.js';
import type { TypedObject, TypedValue } from '../values.js';
import { describeValue } from './describe-value.js';
import { isMembers, memberOf } from './values.js';
import { writeAttribute, writeAttributes } from './write-attributes.js';
import { writeContent } from './write-content.js';
import { toText } from './write-text.js';
import { elementTag, noteValue } from './writer.js';
import type { Writer } from './writer.js';

const NIL = { namespace: XSI_NAMESPACE, local: 'nil' };
const TYPE = { namespace: XSI_NAMESPACE, local: 'type' };

/** An element being written: its declaration, the type in force, and its value. */
interface Target {
  readonly plan: ElementPlan;
  readonly type: TypePlan;
  readonly value: TypedValue;
  readonly tag: string;
}

const findNamedType = (writer: Writer, plan: ElementPlan, key: TypedValue): TypePlan | undefined => {
  const named = typeof key === 'string' ? writer.plans.findType(fromNameKey(key)) : undefined;
  const declared = plan.type().type;
  const blocked = [...plan.declaration.block, ...(declared.kind === 'complex' ? declared.block : [])];
  if (named !== undefined && isDerivedFrom(named.type, declared, blocked)) return named;
  noteValue(
    writer,
    {
      rule: 'cvc-elt.4.3',
      message: `expected a type that may take the place of the declared one, found ${describeValue(key)}`,
    },
    XSI_TYPE_MEMBER,
  );
  return undefined;
};

/** Ends the start tag, writes `content`, and the end tag; an element without content is one empty tag. */
const close = (writer: Writer, tag: string, write: () => void): void => {
  const before = writer.text;
  writer.text = '';
  write();
  const content = writer.text;
  writer.text = content === '' ? `${before}/>` : `${before}>${content}</${tag}>`;
};

const writeNil = (writer: Writer, { plan, type, tag, value }: Target): void => {
  if (!plan.declaration.nillable)
    noteValue(writer, { rule: 'cvc-elt.3.1', message: 'expected a value, found null: the element is not nillable' });
  if (plan.declaration.valueConstraint?.kind === 'fixed')
    noteValue(writer, { rule: 'cvc-elt.3.2.2', message: 'an element with a fixed value is not nil' });
  if (type.isObject) writeAttributes(writer, type, isMembers(value) ? value : {});
  writeAttribute(writer, NIL, 'true');
  close(writer, tag, () => undefined);
};

const writeSimple = (
  writer: Writer,
  target: Target,
  { type, value }: { type: SimpleType; value: TypedValue },
): void => {
  const constraint = target.plan.declaration.valueConstraint;
  const text = toText(writer, { type, value, constraint });
  close(writer, target.tag, () => {
    writer.text += escapeText(text);
  });
};

const writeComplex = (writer: Writer, target: Target, value: TypedObject): void => {
  const { type, plan, tag } = target;
  writeAttributes(writer, type, value);
  const { content } = type;
  if (content.kind !== 'text') {
    close(writer, tag, () => writeContent(writer, { plan: type, value, writeElement }));
    return;
  }
  for (const member of Object.keys(value)) {
    if (member === '$' || member.startsWith('@') || value[member] === undefined) continue;
    noteValue(
      writer,
      { rule: 'cvc-complex-type.2.2', message: `the content is text only, found the member ${member}` },
      member,
    );
  }
  const text = memberOf(value, '$');
  if (text === undefined && plan.declaration.valueConstraint !== undefined) close(writer, tag, () => undefined);
  else if (text === undefined)
    noteValue(writer, { rule: 'cvc-complex-type.2.2', message: 'the member $ is missing' }, '$');
  else writeSimple(writer, target, { type: content.type, value: text });
};

const writeTyped = (writer: Writer, target: Target): void => {
  const { type, value, plan } = target;
  const { content } = type;
  const isNamed = type !== plan.type();
  if (value === null || (isMembers(value) && memberOf(value, XSI_NIL_MEMBER) === true)) writeNil(writer, target);
  else if (!type.isObject && content.kind === 'text') {
    // A simple type that xsi:type named has its value in `$`, beside the name.
    const own = isNamed && isMembers(value) ? memberOf(value, '$') : value;
    writeSimple(writer, target, { type: content.type, value: own });
  } else if (isMembers(value)) writeComplex(writer, target, value);
  else noteValue(writer, { rule: 'cvc-type.3.2', message: `expected an object, found ${describeValue(value)}` });
};

/** Writes one element with its value, which is checked on the way. */
export const writeElement = (writer: Writer, plan: ElementPlan, value: TypedValue): void => {
  const { declaration } = plan;
  if (writer.names.length > DEFAULT_XML_LIMITS.maxDepth) {
    const message = `the value is nested too deeply, the limit maxDepth is ${String(DEFAULT_XML_LIMITS.maxDepth)}`;
    noteValue(writer, { rule: 'depth', message });
    return;
  }
  const tag = elementTag(writer, declaration.name);
  writer.text += `<${tag}`;
  if (declaration.abstract) noteValue(writer, { rule: 'cvc-elt.2', message: 'the element is abstract' });
  const declared = plan.type();
  const key = isMembers(value) ? memberOf(value, XSI_TYPE_MEMBER) : undefined;
  const type = (key === undefined ? undefined : findNamedType(writer, plan, key)) ?? declared;
  if (type.abstract)
    noteValue(writer, { rule: 'cvc-type.2', message: `the type is abstract: expected the member ${XSI_TYPE_MEMBER}` });
  if (type !== declared && typeof key === 'string') {
    const { namespace, local } = fromNameKey(key);
    const prefix = writer.qnames.prefixFor(namespace);
    writeAttribute(writer, TYPE, prefix === '' ? local : `${prefix}:${local}`);
  }
  writeTyped(writer, { plan, type, value, tag });
};
