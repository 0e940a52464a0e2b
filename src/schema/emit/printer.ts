import { toMemberName, toStringLiteral } from '../typescript/literals.js';

/**
 * An expression to be printed. Text of a schema gets in as a literal only: by {@link literal}, or as the name of a property, which
 * is quoted where it is no plain name. What {@link atom} holds is the emitter's own.
 */
export type Expression =
  | { readonly kind: 'atom'; readonly text: string }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly Expression[] }
  | { readonly kind: 'list'; readonly items: readonly Expression[] }
  | { readonly kind: 'object'; readonly properties: readonly (readonly [string, Expression])[] }
  | { readonly kind: 'arrow'; readonly parameters: string; readonly body: Expression };

/** A piece of program text. */
export const atom = (text: string): Expression => ({ kind: 'atom', text });

/** A string as a literal. */
export const literal = (text: string): Expression => atom(toStringLiteral(text));

/** A number; one without end is `Infinity`. */
export const number = (value: number): Expression => atom(String(value));

/** A call of a function of the runtime. */
export const call = (name: string, ...args: readonly Expression[]): Expression => ({ kind: 'call', name, args });

/** An array. */
export const list = (items: readonly Expression[]): Expression => ({ kind: 'list', items });

/** An object of the properties that are there. */
export const object = (properties: Readonly<Record<string, Expression | undefined>>): Expression => ({
  kind: 'object',
  properties: Object.entries(properties).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
});

/** A function of an expression. */
export const arrow = (body: Expression, parameters = ''): Expression => ({ kind: 'arrow', parameters, body });

/** Whether an object has no property. */
export const isEmpty = (expression: Expression): boolean =>
  expression.kind === 'object' && expression.properties.length === 0;

/** Longest line. */
const WIDTH = 120;

const flat = (expression: Expression): string => {
  switch (expression.kind) {
    case 'atom':
      return expression.text;
    case 'call':
      return `${expression.name}(${expression.args.map(flat).join(', ')})`;
    case 'list':
      return `[${expression.items.map(flat).join(', ')}]`;
    case 'object': {
      const properties = expression.properties.map(([name, value]) => `${toMemberName(name)}: ${flat(value)}`);
      return properties.length === 0 ? '{}' : `{ ${properties.join(', ')} }`;
    }
    case 'arrow':
      return `(${expression.parameters}) => ${flat(expression.body)}`;
  }
};

const isHugged = (expression: Expression | undefined): boolean =>
  expression !== undefined &&
  ((expression.kind === 'list' && expression.items.length > 0) || expression.kind === 'object');

/** Whether a call has a function beside other arguments in such a way that each argument stands on a line of its own. */
const isComposition = (expression: Expression): boolean => {
  if (expression.kind !== 'call' || expression.args.length < 2) return false;
  const { args } = expression;
  const isArrow = ({ kind }: Expression): boolean => kind === 'arrow';
  return args.filter(isArrow).length > 1 || args.some((each) => each.kind === 'call' && each.args.some(isArrow));
};

/** Whether an expression stands on several lines however short it is. */
const isBroken = (expression: Expression): boolean => {
  switch (expression.kind) {
    case 'atom':
      return false;
    case 'call':
      return isComposition(expression) || expression.args.some(isBroken);
    case 'list':
      return expression.items.some(isBroken);
    case 'object':
      return expression.properties.some(([, value]) => isBroken(value));
    case 'arrow':
      return isBroken(expression.body);
  }
};

/** Where an expression stands: its indent, and how much of the line is taken before and after it. */
interface Place {
  readonly indent: string;
  readonly before: number;
  readonly after: number;
}

const lines = (items: readonly ((place: Place) => string)[], { indent }: Place): string => {
  const inner = `${indent}  `;
  return items.map((item) => `${inner}${item({ indent: inner, before: inner.length, after: 1 })},\n`).join('');
};

const printCall = (expression: Extract<Expression, { kind: 'call' }>, place: Place): string => {
  const { name, args } = expression;
  const last = args.at(-1);
  if (last === undefined) return `${name}()`;
  const first = args
    .slice(0, -1)
    .map((each) => `${flat(each)}, `)
    .join('');
  const head = `${name}(${first}`;
  const isHugging = isHugged(last) && !isComposition(expression) && !args.slice(0, -1).some(isBroken);
  if (isHugging && place.before + head.length + 1 <= WIDTH) {
    const hugged = printExpanded(last, { ...place, before: place.before + head.length });
    return `${head}${hugged})`;
  }
  if (args.length === 1 && last.kind === 'call')
    return `${name}(\n${lines([(inner) => print(last, inner)], place)}${place.indent})`;
  return `${name}(\n${lines(
    args.map((each) => (inner: Place) => print(each, inner)),
    place,
  )}${place.indent})`;
};

const printExpanded = (expression: Expression, place: Place): string => {
  const { indent } = place;
  switch (expression.kind) {
    case 'atom':
      return expression.text;
    case 'call':
      return printCall(expression, place);
    case 'list':
      return `[\n${lines(
        expression.items.map((each) => (inner: Place) => print(each, inner)),
        place,
      )}${indent}]`;
    case 'object': {
      const properties = expression.properties.map(([name, value]) => (inner: Place) => {
        const key = `${toMemberName(name)}: `;
        return key + print(value, { ...inner, before: inner.before + key.length });
      });
      return `{\n${lines(properties, place)}${indent}}`;
    }
    case 'arrow': {
      const head = `(${expression.parameters}) => `;
      return head + print(expression.body, { ...place, before: place.before + head.length });
    }
  }
};

/** An expression in one line where that is short enough, else its parts on lines of their own. */
const print = (expression: Expression, place: Place): string => {
  const text = flat(expression);
  const isShort = place.before + text.length + place.after <= WIDTH;
  return isShort && !isBroken(expression) ? text : printExpanded(expression, place);
};

/** The declaration of a constant. */
export const printConstant = (name: string, expression: Expression, type?: string): string => {
  const head = `const ${name}${type === undefined ? '' : `: ${type}`} = `;
  return `${head}${print(expression, { indent: '', before: head.length, after: 1 })};`;
};
