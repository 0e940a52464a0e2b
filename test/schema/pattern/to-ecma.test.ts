import t from 'tap';
import { compilePattern, findEcmaPattern } from '../../../src/schema/pattern/index.js';
import { createSeededRandom } from '../../support/seeded-random.js';
import type { SeededRandom } from '../../support/seeded-random.js';
import { processorMs } from '../../support/processor-time.js';

const ATOMS = [
  ...[
    'a',
    'b',
    '-',
    '.',
    '\\.',
    '\\d',
    '\\D',
    '\\s',
    '\\S',
    '\\w',
    '\\W',
    '\\i',
    '\\c',
    '\\I',
    '\\C',
    '\\p{L}',
    '\\P{Lu}',
    '\\p{IsGreek}',
  ],
  ...[
    '[a-c]',
    '[^a-c]',
    '[a\\-b]',
    '[\\w-]',
    '[\\i-[:]]',
    '[\\c-[a-c]]',
    '[a-z-[aeiou]]',
    '[^\\d]',
    '[\\p{Lu}0-9]',
    '[\\-+*/]',
    '[äöü]',
  ],
  ...['\\{', '\\^', '\\n', '[\\^\\]]', '[^\\s]', '[^\\s:]', '/', '𝄞', '[𐌰-𐍊]', '[0-9-[\\p{L}]]'],
];

const randomPattern = (random: SeededRandom, depth: number): string => {
  const atom = depth > 0 && random.int(3) === 0 ? `(${randomPattern(random, depth - 1)})` : random.pick(ATOMS);
  const quantified = atom + random.pick(['', '', '', '?', '*', '+', '{2}', '{1,3}', '{2,}']);
  const next = random.int(4);
  if (next === 0) return `${quantified}|${randomPattern(random, depth)}`;
  return next === 1 ? quantified + randomPattern(random, depth) : quantified;
};

const CHARACTERS = [...'aabbcc.-019: \tAZäα{^]/_\n𝄞𐌰\u0660\u2028é'];

const randomText = (random: SeededRandom): string =>
  Array.from({ length: random.int(7) }, () => random.pick(CHARACTERS)).join('');

t.test('what is translated matches the same texts', (t) => {
  const random = createSeededRandom(7);
  const counts = { translated: 0, matched: 0, texts: 0 };
  for (let round = 0; round < 1500; round++) {
    const source = randomPattern(random, 2);
    const translated = findEcmaPattern([source]);
    if (translated === undefined) continue;
    counts.translated++;
    const [ours, theirs] = [compilePattern(source), new RegExp(translated, 'u')];
    for (let at = 0; at < 40; at++) {
      const text = randomText(random);
      counts.texts++;
      if (ours.matches(text)) counts.matched++;
      if (ours.matches(text) !== theirs.test(text)) t.fail(`${source} is ${translated} on ${JSON.stringify(text)}`);
    }
  }
  t.ok(counts.translated > 900, JSON.stringify(counts));
  t.ok(counts.matched > 1500, JSON.stringify(counts));
  t.end();
});

t.test('usual patterns are translated as one would write them', (t) => {
  const usual: readonly (readonly [string, string])[] = [
    ['[A-Z]{3}', '^[A-Z]{3}$'],
    ['\\d{1,4}(\\.\\d+)?', '^\\p{Nd}{1,4}(?:\\.\\p{Nd}+)?$'],
    ['[a-zA-Z_][a-zA-Z0-9_]*', '^[A-Z_a-z][0-9A-Z_a-z]*$'],
    ['[^@]+@[^@]+', '^[^@]+@[^@]+$'],
    ['.*', '^[^\\n\\r]*$'],
    ['\\w+', '^[\\p{L}\\p{M}\\p{N}\\p{S}]+$'],
    ['a|b', '^(?:a|b)$'],
    ['', '^$'],
    ['$', '^\\$$'],
  ];
  for (const [source, expected] of usual) t.equal(findEcmaPattern([source]), expected, source);
  t.equal(findEcmaPattern(['a', 'b+']), '^(?:a|b+)$');
  t.end();
});

t.test('what could hold up an engine that backtracks is left out', (t) => {
  for (const source of [
    '(a+)+b',
    '(a|a)*',
    '(a*)*',
    '\\d*\\d*\\d*x',
    '.*,.*',
    '(a?){30}a{30}',
    '(ab|a|b)*c',
    '(a|b|ab)*c',
    'a{0,900}a{0,900}a{0,900}',
  ])
    t.equal(findEcmaPattern([source]), undefined, source);
  t.end();
});

t.test('what is translated is fast on long texts that nearly match', (t) => {
  const random = createSeededRandom(8);
  let slowest = { ms: 0, source: '' };
  for (let round = 0; round < 300; round++) {
    const source = randomPattern(random, 2);
    const translated = findEcmaPattern([source]);
    if (translated === undefined) continue;
    const expression = new RegExp(translated, 'u');
    for (const character of ['a', 'b', '0', '-', ' ']) {
      const text = `${character.repeat(20_000)}\u0001`;
      const start = processorMs();
      expression.test(text);
      const ms = processorMs() - start;
      if (ms > slowest.ms) slowest = { ms, source };
    }
  }
  t.ok(slowest.ms < 500, JSON.stringify(slowest));
  t.end();
});

t.test('a pattern that needs an intersection of classes is left out', (t) => {
  t.equal(findEcmaPattern(['[a-z\\p{Lu}-[\\p{N}b]]']), undefined);
  t.equal(findEcmaPattern(['[\\p{L}-[a-z]]']), '^[^a-z\\p{M}\\p{N}\\p{P}\\p{Z}\\p{S}\\p{C}]$');
  t.equal(findEcmaPattern(['x{3000}']), undefined);
  t.equal(findEcmaPattern(['('.repeat(600) + 'a' + ')*'.repeat(600)]), undefined);
  t.end();
});
