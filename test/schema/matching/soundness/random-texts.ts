import { checkSimple } from '../../../../src/schema/simple/index.js';
import type { SimpleType } from '../../../../src/schema/simple/index.js';
import type { SeededRandom } from '../../../support/seeded-random.js';

const COMMON = [
  ...[
    '',
    'a',
    'b',
    'ab',
    'abc',
    'x',
    'z',
    'f',
    'a b',
    'b c',
    ' a ',
    'a  b',
    'a\tb',
    'A',
    'ABC',
    'abcde',
    'é',
    '𝄞𝄞',
    'a:b',
    '-a',
  ],
  ...[
    '0',
    '1',
    '2',
    '5',
    '9',
    '10',
    '12',
    '13',
    '50',
    '99',
    '100',
    '127',
    '128',
    '255',
    '256',
    '-1',
    '-5',
    '-6',
    '-128',
  ],
  ...[
    '+1',
    '01',
    '007',
    '-0',
    '1.0',
    '1.5',
    '0.5',
    '-0.5',
    '9.5',
    '99.9',
    '10.0',
    '.5',
    '1e3',
    'INF',
    'NaN',
    'true',
    '0.001',
  ],
  ...[
    '32767',
    '32768',
    '2147483647',
    '2147483648',
    '9223372036854775807',
    '9223372036854775808',
    '123456789012345678901',
  ],
  ...[
    '2025-01-01',
    '2026-01-01',
    '2026-01-01Z',
    '2026-06-15',
    '2026-12-31',
    '2027-06-30',
    '2026-11-21T10:20:30',
    '2026',
  ],
  ...[
    'P1D',
    'P1Y2M',
    'PT1H',
    '0a',
    '0aFF',
    '0aFF01',
    'en',
    'en-GB',
    'urn:x',
    '10:20:30',
    '--11-21',
    '---21',
    '--11',
    '2026-11',
  ],
];

const CHARACTERS = Array.from('abcxyzABZ0159 -.:+_/é,;#');

/** A text of a pattern, found by walking through its automaton at random; `undefined` when that led nowhere. */
const textOfPattern = (random: SeededRandom, type: SimpleType): string | undefined => {
  const group = type.facets.patterns.at(-1);
  if (group === undefined) return undefined;
  const { start, states, sets } = random.pick(group).automaton();
  let text = '';
  let at = start;
  for (let steps = 0; steps < 200 && text.length < 24; steps++) {
    const state = states[at];
    if (state === undefined || state.kind === 'accept') return text;
    if (state.kind === 'split') at = random.int(2) === 0 ? state.first : state.second;
    else {
      const set = sets[state.set];
      const fitting = CHARACTERS.filter((each) => set?.has(each.codePointAt(0) ?? 0) === true);
      if (fitting.length === 0) return undefined;
      text += random.pick(fitting);
      at = state.next;
    }
  }
  return undefined;
};

/** Texts at the ends of what the facets allow. */
const textsAtEnds = ({ facets }: SimpleType): readonly string[] => {
  const lengths = [facets.length, facets.minLength, facets.maxLength].filter((each) => each !== undefined);
  const bounds = [facets.minInclusive, facets.maxInclusive, facets.minExclusive, facets.maxExclusive];
  const numbers = bounds.filter((each) => each !== undefined && /^[+-]?\d+(\.\d+)?$/u.test(each)).map(Number);
  return [
    ...(facets.enumeration ?? []),
    ...lengths.flatMap((length) =>
      length > 64 ? [] : ['x'.repeat(length), 'a'.repeat(length), '7'.repeat(length), '0f'.repeat(length)],
    ),
    ...bounds.filter((each) => each !== undefined),
    ...numbers.flatMap((number) => [number + 1, number - 1, number + 0.5, number - 0.5].map(String)),
    ...(facets.totalDigits === undefined || facets.totalDigits > 30
      ? []
      : ['9'.repeat(facets.totalDigits), `-${'9'.repeat(facets.totalDigits)}`]),
  ];
};

/** Whether values are times or may be: libxml2 does not take off the space around some of these. */
const isTime = ({ primitive = 'string', variety, memberTypes, itemType }: SimpleType): boolean =>
  variety === 'atomic'
    ? /^g|date|time|duration/iu.test(primitive)
    : [...memberTypes, ...(itemType ? [itemType] : [])].some(isTime);

/** Prefixes for names in texts. */
const QNAMES = { resolve: (prefix: string) => ({ t: 'urn:t', '': 'urn:t' })[prefix] };

/** Texts that a simple type takes, those at the ends of its facets among them. */
export class TextMaker {
  readonly #random: SeededRandom;
  readonly #known = new Map<SimpleType, readonly string[]>();

  constructor(random: SeededRandom) {
    this.#random = random;
  }

  /** Some text of the type; `undefined` when none was found. */
  text(type: SimpleType): string | undefined {
    const known = this.#known.get(type) ?? this.#find(type);
    this.#known.set(type, known);
    if (known.length === 0) return undefined;
    const text = this.#random.pick(known);
    const padded = !isTime(type) && this.#random.int(8) === 0 ? ` ${text} ` : text;
    return checkSimple(type, padded, QNAMES) === undefined ? padded : text;
  }

  #find(type: SimpleType): readonly string[] {
    const candidates = [...COMMON, ...textsAtEnds(type), ...this.#members(type)];
    for (let count = 0; count < 12; count++) candidates.push(textOfPattern(this.#random, type) ?? '');
    return [...new Set(candidates)].filter((text) => checkSimple(type, text, QNAMES) === undefined);
  }

  /** Texts of the items of a list, alone and together, or of the members of a union. */
  #members(type: SimpleType): readonly string[] {
    if (type.variety === 'union') return type.memberTypes.flatMap((member) => this.#find(member));
    if (type.itemType === undefined) return [];
    const items = this.#find(type.itemType).filter((text) => !/\s/u.test(text) && text !== '');
    const lengths = [1, 2, 3, type.facets.length ?? 1, type.facets.minLength ?? 1, type.facets.maxLength ?? 1];
    const made = lengths.map((length) =>
      Array.from({ length: Math.min(length, 40) }, () => this.#random.pick(['a', ...items])),
    );
    return ['', ...items, ...made.map((list) => list.join(' '))];
  }
}
