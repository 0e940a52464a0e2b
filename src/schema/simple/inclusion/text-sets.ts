import { compilePattern, createLiteralPattern, findTextInclusion } from '../../pattern/index.js';
import type { Pattern, TextSet } from '../../pattern/index.js';
import { parseDecimal } from '../decimal.js';
import type { Facets, PrimitiveName, SimpleType, WhiteSpace } from '../model.js';
import type { SimplePair } from './model.js';

const DIGITS = '[0-9]+';
const YEAR = '-?[0-9]{4,}';
const ZONE = '(Z|[+\\-][0-9]{2}:[0-9]{2})?';
const CLOCK = '[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]+)?';
const FLOATING = `[+\\-]?(${DIGITS}(\\.[0-9]*)?|\\.${DIGITS})([eE][+\\-]?${DIGITS})?|-?INF|NaN`;

/** By primitive type: a pattern that all its texts match, maybe with others. */
const PRIMITIVE_SOURCES: Readonly<Partial<Record<PrimitiveName, string>>> = {
  boolean: 'true|false|0|1',
  decimal: `[+\\-]?(${DIGITS}(\\.[0-9]*)?|\\.${DIGITS})`,
  float: FLOATING,
  double: FLOATING,
  duration: '-?P([0-9]+[YMD])*(T([0-9]+[HM])*([0-9]+(\\.[0-9]+)?S)?)?',
  dateTime: `${YEAR}-[0-9]{2}-[0-9]{2}T${CLOCK}${ZONE}`,
  time: `${CLOCK}${ZONE}`,
  date: `${YEAR}-[0-9]{2}-[0-9]{2}${ZONE}`,
  gYearMonth: `${YEAR}-[0-9]{2}${ZONE}`,
  gYear: `${YEAR}${ZONE}`,
  gMonthDay: `--[0-9]{2}-[0-9]{2}${ZONE}`,
  gDay: `---[0-9]{2}${ZONE}`,
  gMonth: `--[0-9]{2}(--)?${ZONE}`,
  hexBinary: '([0-9A-Fa-f]{2})*',
};

/** By lexical rule of a built-in type: the pattern that says the same. */
const RULE_SOURCES = {
  language: '[a-zA-Z]{1,8}(-[a-zA-Z0-9]{1,8})*',
  NMTOKEN: '\\c+',
  Name: '\\i\\c*',
  NCName: '[\\i-[:]][\\c-[:]]*',
  integer: `[+\\-]?${DIGITS}`,
} as const;

/** A rule about texts that built-in types have and no facet says. */
export type LexicalRule = keyof typeof RULE_SOURCES;

const LEXICAL_RULES: readonly LexicalRule[] = ['language', 'NMTOKEN', 'Name', 'NCName', 'integer'];

/** Texts that normalising leaves as they are. */
const NORMAL_SOURCES: Readonly<Record<Exclude<WhiteSpace, 'preserve'>, string>> = {
  replace: '[^\\t\\n\\r]*',
  collapse: '([^ \\t\\n\\r]+( [^ \\t\\n\\r]+)*)?',
};

const compileAll = <Key extends string>(
  sources: Readonly<Partial<Record<Key, string>>>,
): ReadonlyMap<string, TextSet> =>
  new Map(
    Object.entries<string | undefined>(sources).map(([key, source = '']) => [
      key,
      { kind: 'patterns', patterns: [compilePattern(source)] },
    ]),
  );

const PRIMITIVE_SETS = compileAll(PRIMITIVE_SOURCES);
const RULE_SETS = compileAll(RULE_SOURCES);
const NORMAL_SETS = compileAll(NORMAL_SOURCES);

const EVERYTHING: TextSet = { kind: 'length', min: 0, max: Infinity };

/** The texts that keep a lexical rule. */
export const ruleSet = (rule: LexicalRule): TextSet => RULE_SETS.get(rule) ?? EVERYTHING;

/** The texts that normalising leaves as they are. */
export const normalSet = (whiteSpace: WhiteSpace): TextSet => NORMAL_SETS.get(whiteSpace) ?? EVERYTHING;

/** The lexical rule of the nearest ancestor (or self) that has one. */
export const findLexicalRule = (type: SimpleType): LexicalRule | undefined => {
  for (let at: SimpleType | undefined = type; at !== undefined; at = at.base) {
    const { builtIn } = at;
    const rule = LEXICAL_RULES.find((each) => each === builtIn);
    if (rule !== undefined) return rule;
  }
  return undefined;
};

/** Types whose values have one normalised text each, so that an enumeration lists every text. */
export const isWritten = ({ primitive }: SimpleType): boolean => primitive === 'string' || primitive === 'anyURI';

/** Least and most of the length that the facets allow. */
export const lengthRange = ({ length, minLength, maxLength }: Facets): readonly [least: number, most: number] => [
  length ?? minLength ?? 0,
  length ?? maxLength ?? Infinity,
];

/** Every way to write a decimal number. */
const toDecimalSource = (text: string): string => {
  const { negative, integer, fraction } = parseDecimal(text);
  if (integer + fraction === '') return '[+\\-]?(0+(\\.0*)?|\\.0+)';
  const sign = negative ? '-' : '\\+?';
  return fraction === '' ? `${sign}0*${integer}(\\.0*)?` : `${sign}0*${integer}\\.${fraction}0*`;
};

/** Most characters of enumerated values that are made a set of texts. */
const MAX_ENUMERATED = 4000;

/** The texts of enumerated values, where these can be listed; `undefined` otherwise. */
export const enumeratedSet = (type: SimpleType): TextSet | undefined => {
  const { enumeration } = type.facets;
  if (enumeration === undefined || enumeration.reduce((sum, text) => sum + text.length + 8, 0) > MAX_ENUMERATED)
    return undefined;
  if (isWritten(type)) return { kind: 'patterns', patterns: [createLiteralPattern(enumeration)] };
  if (type.primitive !== 'decimal') return undefined;
  const patterns: Pattern[] = enumeration.map((text) => compilePattern(toDecimalSource(text)));
  return { kind: 'patterns', patterns };
};

/** Sets of texts in all of which every normalised text of the type is; lengths left out. */
const listTextSets = (type: SimpleType): readonly TextSet[] => {
  const { whiteSpace, patterns } = type.facets;
  const rule = findLexicalRule(type);
  const sets: TextSet[] = patterns.map((group) => ({ kind: 'patterns', patterns: group }));
  const enumerated = enumeratedSet(type);
  if (enumerated !== undefined) sets.push(enumerated);
  if (rule !== undefined) sets.push(ruleSet(rule));
  else if (type.primitive === 'string' || type.primitive === 'anyURI') sets.push(normalSet(whiteSpace));
  else sets.push(PRIMITIVE_SETS.get(type.primitive ?? '') ?? EVERYTHING);
  return sets;
};

/** Longest texts of which the length is counted along. */
const MAX_COUNTED = 512;

/**
 * Whether every normalised text of the narrower type is in a set of texts. Never true wrongly; what is said in no set of texts
 * (bounds, digits) is left out, so that it may be false for a type that is included.
 */
export const isWithin = ({ narrower, budget }: SimplePair, wide: TextSet): boolean => {
  const sets = listTextSets(narrower);
  const [min, max] = isWritten(narrower) ? lengthRange(narrower.facets) : [0, Infinity];
  let answer = findTextInclusion(sets, wide, budget.step);
  const counts = (min > 0 && min <= MAX_COUNTED) || max <= MAX_COUNTED;
  if (answer === 'no' && counts) {
    const length: TextSet = {
      kind: 'length',
      min: Math.min(min, MAX_COUNTED),
      max: max <= MAX_COUNTED ? max : Infinity,
    };
    answer = findTextInclusion([...sets, length], wide, budget.step);
  }
  return answer === 'yes' || (answer === 'undecided' && budget.giveUp());
};

/** Whether every text of the narrower type is in a set by the patterns that it has to match; false when it has none. */
export const isWithinByPattern = (pair: SimplePair, wide: () => TextSet | undefined): boolean => {
  const { narrower } = pair;
  if (narrower.facets.patterns.length === 0 && enumeratedSet(narrower) === undefined) return false;
  const set = wide();
  return set !== undefined && isWithin(pair, set);
};
