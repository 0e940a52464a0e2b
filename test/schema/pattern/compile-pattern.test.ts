import t from 'tap';
import { DEFAULT_SCHEMA_LIMITS, isStoaError } from '../../../src/base/index.js';
import { compilePattern } from '../../../src/schema/pattern/index.js';

/** Pattern, texts that it matches, texts that it does not. */
type Row = readonly [source: string, matched: readonly string[], missed: readonly string[]];

const RIGHT: readonly Row[] = [
  ['', [''], ['a', ' ']],
  ['abc', ['abc'], ['ab', 'abcd', 'xabc', 'ABC']],
  ['a|b', ['a', 'b'], ['', 'ab']],
  ['a||b', ['a', '', 'b'], ['ab']],
  ['()', [''], ['a']],
  ['(ab|cd)*', ['', 'ab', 'abcd', 'cdcdab'], ['a', 'abc']],
  ['a?b+c*', ['b', 'abbcc'], ['', 'ac', 'aab']],
  ['a{0}', [''], ['a']],
  ['a{3}', ['aaa'], ['aa', 'aaaa']],
  ['a{2,}', ['aa', 'aaaaa'], ['a']],
  ['a{0,}', ['', 'aaa'], ['b']],
  ['a{1,3}', ['a', 'aaa'], ['', 'aaaa']],
  ['(a{0,2}b){2}', ['bb', 'aabab'], ['b', 'aaabb']],
  ['(a?){3}', ['', 'aaa'], ['aaaa']],
  ['((a*)*)*', ['', 'aaaa'], ['b']],
  ['.', ['a', ' ', '\t', '\u2028', '😀'], ['', '\n', '\r', 'ab']],
  ['^a$', ['^a$'], ['a']],
  ['a-b', ['a-b'], ['a']],
  ['"\'#%&,/:;<=>@_`~!', ['"\'#%&,/:;<=>@_`~!'], ['']],
  ['[abc]', ['a', 'c'], ['d', '', 'ab']],
  ['[a-c]', ['b'], ['d']],
  ['[^a-c]', ['d', '\n', '😀'], ['a', '']],
  ['[a^]', ['a', '^'], ['b']],
  ['[-a]', ['-', 'a'], ['b']],
  ['[a-]', ['-', 'a'], ['b']],
  ['[^-]', ['a'], ['-']],
  ['[a.]', ['a', '.'], ['b']],
  ['[a-z-[aeiou]]+', ['xyz'], ['xya']],
  ['[a-z-[a-y-[m]]]', ['z', 'm'], ['a', 'n']],
  ['[^a-z-[0-9]]', ['A', '-'], ['a', '5']],
  ['[a--[b]]', ['a', '-'], ['b', '[']],
  ['[\\-\\]\\[\\^\\\\]', ['-', ']', '[', '^', '\\'], ['a']],
  ['[\\d\\s]+', ['1 2\t'], ['a', '\u00a0']],
  ['[\\t-\\r]', ['\t', '\n', '\u000b'], [' ']],
  ['\\n\\r\\t', ['\n\r\t'], ['nrt']],
  ['\\.\\\\\\?\\*\\+\\(\\)\\{\\}\\-\\[\\]\\^\\|', ['.\\?*+(){}-[]^|'], ['']],
  ['\\s\\S', [' a', '\nb'], ['a ', '\u00a0a']],
  ['\\d+', ['0123', '\u0663', '\u{1d7ce}'], ['a', '\u00b2']],
  ['\\D', ['a'], ['7']],
  ['\\w+', ['aZ0é日$+<'], ['-', ' ', '.', '_']],
  ['\\W', ['-', ' ', '!', '_'], ['a']],
  ['\\i\\c*', ['_a-1.b', ':x', 'é1'], ['1a', '-', 'a b']],
  ['\\I\\C', ['1 ', '- '], ['a ', '1a']],
  ['\\p{L}+', ['aÀ日'], ['1']],
  ['\\p{Lu}\\p{Ll}', ['Aa', 'Éé'], ['aA']],
  ['\\P{Lu}', ['a', '1'], ['A']],
  ['\\p{Nd}', ['1', '\u0663'], ['a', '\u2160']],
  ['\\p{IsBasicLatin}*', ['abc~'], ['é']],
  ['\\P{IsBasicLatin}', ['é'], ['a']],
  ['\\p{IsGreek}\\p{IsGreekandCoptic}', ['αω'], ['ab']],
  ['\\p{IsPrivateUse}', ['\ue000', '\u{10fffd}'], ['a']],
  ['[\\p{L}\\p{Nd}-[a-z]]+', ['A1'], ['Aa']],
  ['\\p{Sc}', ['€', '$'], ['E']],
  ['😀{2}', ['😀😀'], ['😀']],
  ['[😀-😂]', ['😁'], ['😃', '\ud83d']],
  ['(\\d{3}-){2}\\d{4}|N/A', ['555-123-4567', 'N/A'], ['555-1234567']],
];

/** The text in ASCII, as the test protocol takes it. */
const show = (text: string): string =>
  JSON.stringify(text).replace(/[^ -~]/gu, (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`);

t.test('a pattern matches whole texts and nothing less', async (t) => {
  for (const [source, matched, missed] of RIGHT) {
    const pattern = compilePattern(source);
    t.equal(pattern.source, source);
    for (const text of matched) t.equal(pattern.matches(text), true, `${show(source)} matches ${show(text)}`);
    for (const text of missed) t.equal(pattern.matches(text), false, `${show(source)} does not match ${show(text)}`);
  }
});

const WRONG: readonly (readonly [source: string, at: number])[] = [
  ['(', 2],
  ['a)', 2],
  ['(a|b', 5],
  ['*', 1],
  ['a**', 3],
  ['a{1}{2}', 5],
  ['a{0,1000}{0,1000}', 10],
  ['|*', 2],
  ['a{', 3],
  ['a{}', 3],
  ['a{,3}', 3],
  ['a{2,1}', 3],
  ['a{1', 4],
  ['a{1,2', 6],
  ['a{-1}', 3],
  ['a{1, 2}', 5],
  ['{', 1],
  ['}', 1],
  ['a}', 2],
  [']', 1],
  ['[', 2],
  ['[]', 2],
  ['[^]', 3],
  ['[a', 3],
  ['[b-a]', 4],
  ['[a-\\d]', 5],
  ['[\\d-a]', 4],
  ['[a-b-c]', 5],
  ['[a[b]]', 3],
  ['[a-z-[b]', 9],
  ['[a-z-[b]c]', 9],
  ['(?:a)', 2],
  ['(?=a)', 2],
  ['a*?', 3],
  ['\\', 2],
  ['\\b', 2],
  ['\\1', 2],
  ['\\u0041', 2],
  ['\\x41', 2],
  ['\\$', 2],
  ['\\p', 3],
  ['\\pL', 3],
  ['\\p{', 4],
  ['\\p{L', 4],
  ['\\p{}', 4],
  ['\\p{Xx}', 4],
  ['\\p{Cs}', 4],
  ['\\p{IsNothing}', 4],
  ['\\p{^L}', 4],
  ['\\p{L}{2}{3}', 9],
];

t.test('what is no regular expression of XSD is refused with its place', async (t) => {
  for (const [source, at] of WRONG) {
    try {
      compilePattern(source);
      t.fail(`${source} was taken`);
    } catch (error) {
      if (!isStoaError(error, 'SCHEMA_INVALID')) throw error;
      t.match(error.message, `at character ${at}`, source);
      t.equal(error.findings[0]?.rule, 'src-pattern-value');
    }
  }
});

/** The limit that compiling meets, or what else came of it. */
const findLimit = (source: string, limits = DEFAULT_SCHEMA_LIMITS): string | undefined => {
  try {
    compilePattern(source, limits);
    return 'none';
  } catch (error) {
    return isStoaError(error, 'SCHEMA_LIMIT_EXCEEDED') ? error.limit : String(error);
  }
};

t.test('a pattern longer than maxPatternLength is refused, one of just that length is not', async (t) => {
  t.equal(findLimit('a'.repeat(4096)), 'none');
  t.equal(findLimit('a'.repeat(4097)), 'maxPatternLength');
});

t.test('a pattern that takes more than maxStates is refused before anything is built', async (t) => {
  const limits = { ...DEFAULT_SCHEMA_LIMITS, maxStates: 1000 };
  t.equal(findLimit('a{999}', limits), 'none');
  t.equal(findLimit('a{1000}', limits), 'maxStates');
  t.equal(findLimit('(a{0,1000}){0,1000}'), 'maxStates');
  t.equal(findLimit('a{999999999999999999999}'), 'maxStates');
  t.equal(findLimit(`a{${'9'.repeat(400)}}`), 'maxStates');
  t.equal(findLimit(`a{${'9'.repeat(400)},}`), 'maxStates');
  t.equal(findLimit(`${'('.repeat(60)}a${'){9}'.repeat(60)}`), 'maxStates');
  t.equal(findLimit('(){999999999}'), 'none');
  t.equal(findLimit('(a{0}){999999999}'), 'none');
});

t.test('patterns that blow up a backtracking engine take time linear in the text', async (t) => {
  const long = 'a'.repeat(100_000);
  const cases: readonly (readonly [source: string, text: string, expected: boolean])[] = [
    ['(a+)+b', long, false],
    ['(a|a)*', long, true],
    ['(a|aa)+', `${long}b`, false],
    ['(a*)*b', long, false],
    ['(.*)(.*)(.*)(.*)x', long, false],
    ['(a|b|ab)*c', 'ab'.repeat(50_000), false],
    ['([a-z]+)*[0-9]', long, false],
    ['(a?){50}a{50}', 'a'.repeat(50), true],
  ];
  const start = performance.now();
  for (const [source, text, expected] of cases) t.equal(compilePattern(source).matches(text), expected, source);
  t.ok(performance.now() - start < 20_000, 'in seconds, not in years');
});

t.test('a pattern with more sets of states than are kept goes on matching rightly', async (t) => {
  // The n-th character from the end: its deterministic automaton has 2^15 states.
  const pattern = compilePattern(`(a|b)*a(a|b){14}`);
  let text = '';
  let state = 12_345;
  for (let at = 0; at < 20_000; at++) {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    text += state % 3 === 0 ? 'a' : 'b';
  }
  for (let end = 15; end < text.length; end += 1999) {
    const part = text.slice(0, end);
    t.equal(pattern.matches(part), part.at(-15) === 'a');
  }
});

t.test('a pattern and a text that are together too large are given up in bounded time', async (t) => {
  const pattern = compilePattern('(a?){20000}');
  t.equal(pattern.matches('a'.repeat(100)), true);
  const start = performance.now();
  try {
    pattern.matches('a'.repeat(1_000_000));
    t.fail('matched');
  } catch (error) {
    t.ok(isStoaError(error, 'SCHEMA_LIMIT_EXCEEDED') && error.limit === 'maxSteps');
  }
  t.ok(performance.now() - start < 20_000, 'in seconds');
  t.equal(pattern.matches('b'), false, 'and the next text is matched again');
  t.equal(compilePattern('.{0,20000}').matches('a'.repeat(20_000)), true, 'what is only long is no problem');
});

t.test('a pattern that names thousands of characters is matched against a long text', async (t) => {
  const letters = Array.from({ length: 1500 }, (_, index) => String.fromCharCode(0x4e00 + index));
  const pattern = compilePattern(`(${letters.join('|')})*`);
  const start = performance.now();
  t.equal(pattern.matches(letters.join('').repeat(30)), true);
  t.ok(performance.now() - start < 20_000, 'in seconds');
});

t.test('deep nesting does not exhaust the stack', async (t) => {
  const depth = 1300;
  t.equal(compilePattern(`${'('.repeat(depth)}a${')*'.repeat(depth)}`).matches('aa'), true);
  t.equal(compilePattern(`${'(a|'.repeat(1000)}b${')'.repeat(1000)}`).matches('b'), true);
  t.equal(compilePattern(`${'[a-z-'.repeat(600)}[b]${']'.repeat(600)}`).matches('b'), true);
});

t.test('the automaton behind a pattern can be reached', async (t) => {
  const automaton = compilePattern('a{2}|b').automaton();
  t.equal(automaton.states.length, 5);
  t.equal(automaton.sets.length, 2);
  t.equal(automaton.states[automaton.start]?.kind, 'split');
});
