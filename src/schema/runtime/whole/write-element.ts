import { DEFAULT_XML_LIMITS } from '../../../base/index.js';
import { escapeText, fromNameKey } from '../../../xml/index.js';
import { describeValue } from '../../codec/describe-value.js';
import { isMembers, memberOf } from '../../codec/values.js';
import { toText } from '../../codec/write-text.js';
import { elementTag, noteValue } from '../../codec/writer.js';
import type { Writing } from '../../codec/writer.js';
import { XSI_NAMESPACE } from '../../instance/visit.js';
import type { TypedObject, TypedValue } from '../../values.js';
import type { ComplexCodec, ElementCodec, SimpleCodec, TypeCodec } from './model.js';
import { XSI_NIL_MEMBER, XSI_TYPE_MEMBER, findTypeFor } from './read-element.js';
import { writeAttribute, writeAttributes } from './write-attributes.js';
import { writeContent } from './write-content.js';

/** An element being written: its declaration, the type in force, and its value. */
interface Target<Type extends TypeCodec = TypeCodec> {
  readonly codec: ElementCodec;
  readonly type: Type;
  readonly value: TypedValue;
  readonly tag: string;
}

const findNamedType = (writing: Writing, codec: ElementCodec, key: TypedValue): TypeCodec | undefined => {
  const named = typeof key === 'string' ? findTypeFor(codec, fromNameKey(key)) : undefined;
  if (named !== undefined) return named;
  const message = `expected a type that may take the place of the declared one, found ${describeValue(key)}`;
  noteValue(writing, { rule: 'cvc-elt.4.3', message }, XSI_TYPE_MEMBER);
  return undefined;
};

/** Ends the start tag, writes `content`, and the end tag; an element without content is one empty tag. */
const close = (writing: Writing, tag: string, write: () => void): void => {
  const before = writing.text;
  writing.text = '';
  write();
  const content = writing.text;
  writing.text = content === '' ? `${before}/>` : `${before}>${content}</${tag}>`;
};

const writeNil = (writing: Writing, { codec, type, tag, value }: Target): void => {
  if (!codec.nillable)
    noteValue(writing, { rule: 'cvc-elt.3.1', message: 'expected a value, found null: the element is not nillable' });
  if (codec.valueConstraint?.kind === 'fixed')
    noteValue(writing, { rule: 'cvc-elt.3.2.2', message: 'an element with a fixed value is not nil' });
  if (type.kind === 'complex') writeAttributes(writing, type, isMembers(value) ? value : {});
  writeAttribute(writing, { namespace: XSI_NAMESPACE, local: 'nil' }, 'true');
  close(writing, tag, () => undefined);
};

const writeSimple = (writing: Writing, { codec, type, value, tag }: Target<SimpleCodec>): void => {
  const text = toText(writing, { type, value, constraint: codec.valueConstraint });
  close(writing, tag, () => {
    writing.text += escapeText(text);
  });
};

const writeTextContent = (writing: Writing, target: Target<ComplexCodec>, value: TypedObject): void => {
  for (const member of Object.keys(value)) {
    if (member === '$' || member.startsWith('@') || value[member] === undefined) continue;
    const message = `the content is text only, found the member ${member}`;
    noteValue(writing, { rule: 'cvc-complex-type.2.2', message }, member);
  }
  const { content } = target.type;
  const text = memberOf(value, '$');
  if (text === undefined && target.codec.valueConstraint === undefined)
    noteValue(writing, { rule: 'cvc-complex-type.2.2', message: 'the member $ is missing' }, '$');
  else if (text === undefined) close(writing, target.tag, () => undefined);
  else if (content.kind === 'text') writeSimple(writing, { ...target, type: content.type, value: text });
};

const writeComplex = (writing: Writing, target: Target<ComplexCodec>): void => {
  const { type, value, tag } = target;
  const { content } = type;
  if (!isMembers(value)) {
    noteValue(writing, { rule: 'cvc-type.3.2', message: `expected an object, found ${describeValue(value)}` });
    return;
  }
  writeAttributes(writing, type, value);
  if (content.kind === 'text') writeTextContent(writing, target, value);
  else close(writing, tag, () => writeContent(writing, content, value));
};

const writeTyped = (writing: Writing, target: Target): void => {
  const { type, value, codec } = target;
  if (value === null || (isMembers(value) && memberOf(value, XSI_NIL_MEMBER) === true)) writeNil(writing, target);
  else if (type.kind === 'complex') writeComplex(writing, { ...target, type });
  else {
    // A simple type that xsi:type named has its value in `$`, beside the name.
    const own = type !== codec.type() && isMembers(value) ? memberOf(value, '$') : value;
    writeSimple(writing, { ...target, type, value: own });
  }
};

const writeTypeName = (writing: Writing, key: string): void => {
  const { namespace, local } = fromNameKey(key);
  const prefix = writing.qnames.prefixFor(namespace);
  writeAttribute(writing, { namespace: XSI_NAMESPACE, local: 'type' }, prefix === '' ? local : `${prefix}:${local}`);
};

/** Writes one element with its value, which is checked on the way. */
export const writeElement = (writing: Writing, codec: ElementCodec, value: TypedValue): void => {
  const { maxDepth } = DEFAULT_XML_LIMITS;
  if (writing.names.length > maxDepth) {
    const message = `the value is nested too deeply, the limit maxDepth is ${String(maxDepth)}`;
    noteValue(writing, { rule: 'depth', message });
    return;
  }
  const tag = elementTag(writing, codec.name);
  writing.text += `<${tag}`;
  if (codec.abstract) noteValue(writing, { rule: 'cvc-elt.2', message: 'the element is abstract' });
  const declared = codec.type();
  const key = isMembers(value) ? memberOf(value, XSI_TYPE_MEMBER) : undefined;
  const type = (key === undefined ? undefined : findNamedType(writing, codec, key)) ?? declared;
  if (type.kind === 'complex' && type.abstract)
    noteValue(writing, { rule: 'cvc-type.2', message: `the type is abstract: expected the member ${XSI_TYPE_MEMBER}` });
  if (type !== declared && typeof key === 'string') writeTypeName(writing, key);
  writeTyped(writing, { codec, type, value, tag });
};
