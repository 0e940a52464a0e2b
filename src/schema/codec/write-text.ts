import type { ValueConstraint } from '../model/components.js';
import { formatSimple } from '../simple/format.js';
import type { Formatted } from '../simple/format.js';
import type { SimpleType } from '../simple/model.js';
import { checkSimple, equalSimpleValues } from '../simple/read.js';
import type { TypedValue } from '../values.js';
import { keepWrittenIds } from './identity.js';
import { noteValue } from './writer.js';
import type { Writing } from './writer.js';

/** A simple value to be written. */
export interface TextValue {
  readonly type: SimpleType;
  readonly value: TypedValue;
  readonly constraint: ValueConstraint | undefined;
  /** Member that it comes from, when it is not the element's own value. */
  readonly member?: string;
}

const textFile = new TextDecoder();

/** Where texts stand for values: a text as the type reads it, bytes of a text file as that text; any other value as ever. */
const formatLexical = (writer: Writing, type: SimpleType, value: TypedValue): Formatted => {
  if (type.shape === 'bytes' || type.shape === 'qname') return formatSimple(type, value, writer.qnames);
  const text = value instanceof Uint8Array ? textFile.decode(value) : value;
  if (typeof text !== 'string') return formatSimple(type, value, writer.qnames);
  const problem = checkSimple(type, text, writer.context);
  return problem === undefined ? { text } : { problem };
};

/** Text of a simple value, not escaped; `''` after a finding. */
export const toText = (writer: Writing, { type, value, constraint, member }: TextValue): string => {
  const formatted =
    writer.options.lexical === true ? formatLexical(writer, type, value) : formatSimple(type, value, writer.qnames);
  if ('problem' in formatted) {
    noteValue(writer, { rule: formatted.problem.rule, message: formatted.problem.message }, member);
    return '';
  }
  const { text } = formatted;
  if (constraint === undefined && !type.runtime.holdsIds) return text;
  const qnames = writer.context;
  keepWrittenIds(writer, { type, text, qnames });
  if (constraint?.kind === 'fixed') {
    const fixed = { text: constraint.text, qnames: { resolve: constraint.resolve, step: qnames.step } };
    if (!equalSimpleValues(type, { text, qnames }, fixed)) {
      noteValue(
        writer,
        {
          rule: member?.startsWith('@') === true ? 'cvc-au' : 'cvc-elt.5.2.2.2.2',
          message: `expected the fixed value ${JSON.stringify(constraint.text)}, found ${JSON.stringify(text.slice(0, 80))}`,
        },
        member,
      );
    }
  }
  return text;
};
