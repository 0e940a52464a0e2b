import type { ValueConstraint } from '../model/components.js';
import { checkSimple, equalSimpleValues, parseSimple } from '../simple/read.js';
import type { QNameContext, SimpleType } from '../simple/model.js';
import type { XmlName } from '../../xml/index.js';
import type { TypedValue } from '../values.js';
import { keepIdentity, note, showName } from './visit.js';
import type { Reading } from './visit.js';

/** A text that stands in a document, or would stand there by default. */
export interface TextPlace {
  readonly type: SimpleType;
  readonly text: string;
  /** The attribute it stands in; absent for an element. */
  readonly attribute?: XmlName | undefined;
}

const noteText = (
  visit: Reading,
  { attribute }: TextPlace,
  problem: { readonly rule: string; readonly message: string },
): void => {
  const element = visit.path.at(-1);
  const owner =
    attribute === undefined ? showName(element?.name ?? { namespace: '', local: '' }) : `@${attribute.local}`;
  const finding = { rule: problem.rule, message: `the value of ${owner} is not valid: ${problem.message}` };
  note(visit, attribute === undefined ? finding : { ...finding, attribute });
};

/** Checks a text against its type; with `build`, gives its value. */
export const visitText = (visit: Reading, place: TextPlace, build: boolean): TypedValue => {
  const { type, text } = place;
  let value: TypedValue;
  if (build) {
    const parsed = parseSimple(type, text, visit.qnames);
    if ('problem' in parsed) noteText(visit, place, parsed.problem);
    else value = parsed.value;
  } else {
    const problem = checkSimple(type, text, visit.qnames);
    if (problem !== undefined) {
      noteText(visit, place, problem);
      return undefined;
    }
  }
  keepIdentity(visit, type, text);
  return value;
};

/** Value of a default or fixed constraint, which was found valid when the schema was read; `step` counts the steps of it. */
export const valueOfConstraint = (
  type: SimpleType,
  { text, resolve }: ValueConstraint,
  step?: QNameContext['step'],
): TypedValue => {
  const parsed = parseSimple(type, text, { resolve, step });
  return 'value' in parsed ? parsed.value : undefined;
};

/** Checks that a valid text has the value that is fixed for it. */
export const checkFixed = (
  visit: Reading,
  place: TextPlace,
  given: { readonly constraint: ValueConstraint | undefined; readonly rule: string },
): void => {
  const { constraint, rule } = given;
  const { type, text, attribute } = place;
  if (constraint?.kind !== 'fixed' || constraint.text === text) return;
  if (checkSimple(type, text, visit.qnames) !== undefined) return;
  const fixed = { text: constraint.text, qnames: { resolve: constraint.resolve, step: visit.qnames.step } };
  if (equalSimpleValues(type, { text, qnames: visit.qnames }, fixed)) return;
  const message = `expected the fixed value ${JSON.stringify(constraint.text)}, found ${JSON.stringify(text.slice(0, 80))}`;
  note(visit, attribute === undefined ? { rule, message } : { rule, message, attribute });
};
