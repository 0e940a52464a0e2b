import fc from 'fast-check';
import t from 'tap';
import { isStoaError } from '../../../src/base/index.js';
import { compilePattern } from '../../../src/schema/pattern/index.js';
import { createOracle } from '../simple/libxml2-oracle.js';

const SEED = 20_261_121;

const BLOCKS =
  'BasicLatin Latin-1Supplement LatinExtended-A IPAExtensions Greek Cyrillic Hebrew Arabic Thai Tibetan HangulJamo ' +
  'GeneralPunctuation CurrencySymbols Arrows MathematicalOperators BoxDrawing Dingbats CJKSymbolsandPunctuation ' +
  'Hiragana Katakana CJKUnifiedIdeographs HangulSyllables PrivateUse HalfwidthandFullwidthForms';

const ATOMS = [
  ...[
    '.',
    '\\s',
    '\\S',
    '[a-z]',
    '[^a-z]',
    '[a-z-[aeiou]]',
    '[^\\d]',
    '[\\-a]',
    '[-a]',
    '[a-]',
    '[a^]',
    '[.]',
    '\\^',
    '$',
  ],
  ...'L Lu Ll Lt Lm Lo M Mn Mc Me N Nd Nl No P Pc Pd Ps Pe Pi Pf Po Z Zs Zl Zp S Sm Sc Sk So'
    .split(' ')
    .flatMap((name) => [`\\p{${name}}`, `\\P{${name}}`]),
  ...BLOCKS.split(' ').flatMap((name) => [`\\p{Is${name}}`, `\\P{Is${name}}`]),
];

/** Characters of every kind: all of Latin-1, and a few of each block up to the ideographs, as old as Unicode 3. */
const SAMPLE = [
  ...Array.from({ length: 95 }, (_, index) => String.fromCharCode(0x20 + index)),
  ...Array.from({ length: 96 }, (_, index) => String.fromCharCode(0xa0 + index)),
  ...'\t\n\rĀſƀɐΑωЀЖאװءقกฯༀ༁ᄀᇂ‐—‘’“”‹›‾⁀₠€←↑∀∑─▀✁、。〈〉々〇〡ぁあゝァアヽ一龥가힣！０９ＡＺａｚ｡ﾟ٠٩०९ⅠⅫ①½²',
];

/** Characters whose category Unicode 6.1 changed, so that it depends on the age of the tables. */
const RECLASSIFIED = 'ªº§¶';

t.test('classes, escapes, categories and blocks hold the characters that they hold in libxml2', async (t) => {
  const disagreements: string[] = [];
  for (const atom of ATOMS) {
    const oracle = createOracle('string', [['pattern', atom]]);
    if (oracle === undefined) {
      disagreements.push(`${atom} is refused`);
      continue;
    }
    const pattern = compilePattern(atom);
    for (const character of SAMPLE) {
      if (pattern.matches(character) === oracle.accepts(character) || RECLASSIFIED.includes(character)) continue;
      disagreements.push(`${atom} U+${character.codePointAt(0)?.toString(16)}`);
    }
    oracle.dispose();
  }
  t.same(disagreements, [], `${ATOMS.length * SAMPLE.length} compared`);
});

const isTaken = (source: string): boolean => {
  try {
    compilePattern(source);
    return true;
  } catch (error) {
    if (isStoaError(error, 'SCHEMA_INVALID')) return false;
    throw error;
  }
};

t.test('no pattern is taken that libxml2 refuses', async (t) => {
  // The other way round libxml2 takes what XSD 1.0 does not: unescaped braces, escapes such as "\,", an empty class.
  const syntax = fc.string({ unit: fc.constantFrom(...'ab\\[](){}|*-^,1d'), maxLength: 8 });
  const wrong: string[] = [];
  let taken = 0;
  for (const source of fc.sample(syntax, { seed: SEED, numRuns: 3000 })) {
    if (!isTaken(source)) continue;
    taken++;
    const oracle = createOracle('string', [['pattern', source]]);
    if (oracle === undefined) wrong.push(source);
    oracle?.dispose();
  }
  t.same(wrong, []);
  t.ok(taken > 300, `${taken} taken`);
});
