import type { ElementDeclaration } from '../../../src/schema/model/components.js';
import type { Schema, TypedValue } from '../../../src/schema/index.js';
import { writeXml, parseXml } from '../../../src/xml/index.js';
import type { SeededRandom } from '../../support/seeded-random.js';
import { DocumentMaker } from '../random-document.js';

/** What JSON.parse gives. */
export type JsonValue = null | boolean | number | string | JsonValue[] | { [member: string]: JsonValue };

const XSI = '@{http://www.w3.org/2001/XMLSchema-instance}';

/** The value as it comes back from its JSON text: digits for bigints, base64 for bytes. */
export const toJsonValue = (value: TypedValue): JsonValue =>
  JSON.parse(
    JSON.stringify(value, (_, member: unknown) => {
      if (typeof member === 'bigint') return String(member);
      return member instanceof Uint8Array ? Buffer.from(member).toString('base64') : member;
    }),
  ) as JsonValue;

/** A valid value of an element in its JSON form, or `undefined` where none could be made. */
export const makeValue = (
  schema: Schema,
  declaration: ElementDeclaration,
  random: SeededRandom,
): JsonValue | undefined => {
  try {
    const { root, source } = parseXml(writeXml(new DocumentMaker(random).element(declaration)));
    if (schema.check(root, source).length > 0) return undefined;
    return toJsonValue(schema.decode(root, source).value);
  } catch (thrown) {
    if (thrown instanceof RangeError) return undefined;
    throw thrown;
  }
};

const SCALARS: readonly JsonValue[] = [
  ...[
    null,
    true,
    false,
    0,
    1,
    -1,
    7,
    12.5,
    -0.001,
    255,
    256,
    65536,
    2147483648,
    4294967296,
    9007199254740993,
    1e21,
    1e-7,
  ],
  ...[
    '',
    ' ',
    'a',
    'x1',
    'b c',
    ' a ',
    'a\tb',
    'A4',
    'true',
    '0',
    '1',
    '-3',
    '+7',
    '007',
    '12.50',
    '.5',
    '1.',
    '1e3',
    'INF',
    'NaN',
  ],
  ...['123456789012345678901234567890', '-9223372036854775809', '9223372036854775807', '99.99', '100', '-0', '0.1'],
  ...[
    '2026-11-21',
    '2026-02-29',
    '2024-02-29',
    '0000-01-01',
    '10000-12-31Z',
    '2026-11-21T10:20:30Z',
    '2026-11-21T24:00:00',
  ],
  ...['10:20:30.5+14:00', 'PT10M', 'P', 'P1DT', '-P1Y2M3DT4H5M6.7S', '2026', '--11-21', '---31', '--11', '2026-11'],
  ...[
    'AQID',
    'AQI=',
    'AQ==',
    'AR==',
    'AQ I=',
    'en',
    'en-GB-x',
    'urn:x:y',
    'http://a/b?c=%20d#e',
    'a#b#c',
    '%zz',
    '1:2',
    ':',
  ],
  ...[
    '{urn:t}a',
    '{}a',
    'a:b',
    '\u0001',
    '\ud800',
    'ü€𝄞',
    'word',
    'two words',
    'x'.repeat(40),
    'red',
    'green',
    'ABC',
    'AB1',
  ],
];

const NAMES = [
  'a',
  'b',
  'c',
  'd',
  '@a',
  '@id',
  '$',
  '@{urn:t}a',
  '{urn:t}a',
  '{urn:o}x',
  '{}a',
  'bogus',
  '@bogus',
  '@{urn:o}x',
  'toString',
];

const scalar = (random: SeededRandom): JsonValue => random.pick(SCALARS);

const anything = (random: SeededRandom): JsonValue => {
  switch (random.int(6)) {
    case 0:
      return {};
    case 1:
      return [];
    case 2:
      return [scalar(random)];
    default:
      return scalar(random);
  }
};

const mutateObject = (
  random: SeededRandom,
  value: { [member: string]: JsonValue },
  types: readonly string[],
): JsonValue => {
  const members = Object.keys(value);
  const at = members.length === 0 ? undefined : random.pick(members);
  switch (random.int(9)) {
    case 0:
      return Object.fromEntries(Object.entries(value).filter(([member]) => member !== at));
    case 1:
      return { ...value, [random.pick(NAMES)]: anything(random) };
    case 2:
      return { ...value, [`${XSI}type`]: random.pick([...types, 'bogus', true]) };
    case 3:
      return { ...value, [`${XSI}${random.pick(['nil', 'schemaLocation', 'n'])}`]: random.pick([true, false, 'x']) };
    default:
      return at === undefined ? anything(random) : { ...value, [at]: mutateJson(random, value[at] ?? null, types) };
  }
};

const mutateArray = (random: SeededRandom, value: JsonValue[], types: readonly string[]): JsonValue => {
  const at = value.length === 0 ? -1 : random.int(value.length);
  const item = value[at];
  if (item === undefined) return random.pick<JsonValue>([[scalar(random)], scalar(random), {}]);
  switch (random.int(6)) {
    case 0:
      return value.toSpliced(at, 1);
    case 1:
      return value.toSpliced(at, 0, item);
    case 2:
      return item;
    case 3:
      return random.shuffle(value);
    default:
      return value.with(at, mutateJson(random, item, types));
  }
};

/** The value with one thing changed somewhere; `types` are the keys of names to try as types. */
export const mutateJson = (random: SeededRandom, value: JsonValue, types: readonly string[]): JsonValue => {
  if (Array.isArray(value)) return random.int(8) === 0 ? anything(random) : mutateArray(random, value, types);
  if (typeof value === 'object' && value !== null)
    return random.int(12) === 0 ? anything(random) : mutateObject(random, value, types);
  switch (random.int(10)) {
    case 0:
      return [value];
    case 1:
      return { $: value, [`${XSI}type`]: random.pick(types.length === 0 ? ['x'] : types) };
    case 2:
      return { [`${XSI}nil`]: true };
    default:
      return scalar(random);
  }
};
