import { isItems } from '../codec/values.js';
import type { TypedValue } from '../values.js';
import type { AtomicCodec, Restriction, SimpleCodec, SimpleMaking, TextPattern, UsualTexts } from './model.js';

/* @__NO_SIDE_EFFECTS__ */
function simple(made: SimpleMaking, usual: UsualTexts | undefined): SimpleCodec {
  return { kind: 'simple', made, usual, kept: {} };
}

/** A type that XML Schema has built in. */
/* @__NO_SIDE_EFFECTS__ */
export function builtIn(name: string, usual?: UsualTexts): AtomicCodec {
  return simple({ by: 'name', name }, usual);
}

/** Whether a value is right for sure. */
type Test = (text: string, value: TypedValue) => boolean;

/** Most patterns that a text is matched with here: more than types have, and far below what a message may take. */
const MAX_PATTERNS = 16;

const findPatternTest = (groups: readonly (readonly TextPattern[])[]): ((text: string) => boolean) | undefined => {
  const expressions = groups.map((group) => group.map(({ expression }) => expression));
  if (expressions.flat().includes(undefined)) return undefined;
  let compiled: readonly (readonly RegExp[])[] | undefined;
  return (text) => {
    compiled ??= expressions.map((group) => group.map((expression = '') => new RegExp(expression, 'u')));
    return compiled.every((group) => group.some((expression) => expression.test(text)));
  };
};

const isWhole = (bound: string | undefined): boolean => bound === undefined || /^-?\d+$/.test(bound);

const findBounds = ({ minInclusive, maxInclusive }: Restriction): Test | undefined => {
  const [least, most] = [Number(minInclusive ?? -Infinity), Number(maxInclusive ?? Infinity)];
  return isWhole(minInclusive) && isWhole(maxInclusive)
    ? (_text, value) => Number(value) >= least && Number(value) <= most
    : undefined;
};

const findLengths = ({ minLength = 0, maxLength = Infinity }: Restriction): Test => {
  // A character has at most two code units.
  const shortest = minLength > 1 ? 2 * minLength : minLength;
  return ({ length }) => length >= shortest && length <= maxLength;
};

const findFacetTest = (facets: UsualTexts['facets'], restriction: Restriction): Test | undefined => {
  const [isBound, isSized] = [/Inclusive$/, /Length$/].map((sign) =>
    Object.keys(restriction).some((facet) => sign.test(facet)),
  );
  if ((isBound && facets !== 'bounds') || (isSized && facets !== 'length')) return undefined;
  return isBound ? findBounds(restriction) : findLengths(restriction);
};

/** Facets that are looked at here; where a type has another one, its texts are not. */
const KNOWN = /^(?:name|values|patterns|(?:min|max)(?:Length|Inclusive))$/;

const restrictUsual = (usual: UsualTexts, restriction: Restriction): UsualTexts | undefined => {
  const { values, patterns = [] } = restriction;
  const [bound, pattern] = [findFacetTest(usual.facets, restriction), findPatternTest(patterns)];
  const count = usual.patterns + patterns.flat().length;
  if (!bound || !pattern || count > MAX_PATTERNS || !Object.keys(restriction).every((facet) => KNOWN.test(facet)))
    return undefined;
  const isRight: Test = (text, value) => bound(text, value) && (values?.includes(text) ?? true) && pattern(text);
  return {
    ...usual,
    patterns: count,
    read: (text) => {
      const value = usual.read(text);
      return value !== undefined && isRight(text, value) ? value : undefined;
    },
    write: (value) => {
      const text = usual.write(value);
      return text !== undefined && isRight(text, value) ? text : undefined;
    },
  };
};

/** A type with further facets. */
/* @__NO_SIDE_EFFECTS__ */
export function restrict(base: AtomicCodec, restriction: Restriction): AtomicCodec {
  return simple({ by: 'restriction', base, restriction }, base.usual && restrictUsual(base.usual, restriction));
}

/** What all items of a list become; `undefined` where one becomes nothing. */
const mapAll = <Item, Made>(
  items: readonly Item[],
  make: (item: Item) => Made | undefined,
): readonly Made[] | undefined => {
  const made = items.map(make).filter((each) => each !== undefined);
  return made.length === items.length ? made : undefined;
};

const toItemText = (text: string | undefined): string | undefined =>
  text === undefined || /^$|[ \t\n\r]/.test(text) ? undefined : text;

const listUsual = ({ usual }: SimpleCodec, restriction: Restriction): UsualTexts | undefined => {
  if (!usual || !Object.keys(restriction).every((facet) => /^(?:name|(?:min|max)Length)$/.test(facet)))
    return undefined;
  const { minLength = 0, maxLength = Infinity } = restriction;
  const hasLength = ({ length }: readonly unknown[]): boolean => length >= minLength && length <= maxLength;
  return {
    facets: 'none',
    patterns: usual.patterns,
    read: (text) => {
      if (/^ |  | $|[\t\n\r]/.test(text)) return undefined;
      const items = text === '' ? [] : text.split(' ');
      return hasLength(items) ? mapAll(items, usual.read) : undefined;
    },
    write: (value) =>
      isItems(value) && hasLength(value)
        ? mapAll(value, (item) => toItemText(usual.write(item)))?.join(' ')
        : undefined,
  };
};

/** A list of values of a type, maybe restricted. */
/* @__NO_SIDE_EFFECTS__ */
export function list(itemType: SimpleCodec, restriction: Restriction = {}): SimpleCodec {
  return simple({ by: 'list', itemType, restriction }, listUsual(itemType, restriction));
}

/** A value of one of some types, tried in their order, maybe restricted. */
/* @__NO_SIDE_EFFECTS__ */
export function union(memberTypes: readonly SimpleCodec[], restriction: Restriction = {}): SimpleCodec {
  return simple({ by: 'union', memberTypes, restriction }, undefined);
}

/**
 * A pattern of XML Schema that JavaScript's own engine can be trusted with: `expression` (with the flag `u`) matches the same
 * texts, whole, in steps that grow with the text alone.
 */
/* @__NO_SIDE_EFFECTS__ */
export function pattern(source: string, expression: string): TextPattern {
  return { source, expression };
}

/** A pattern of XML Schema that only an engine of our own matches in linear time. */
/* @__NO_SIDE_EFFECTS__ */
export function expression(source: string): TextPattern {
  return { source };
}
