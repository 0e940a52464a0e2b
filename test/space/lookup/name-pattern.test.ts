import fc from 'fast-check';
import t from 'tap';
import { createNamePattern } from '../../../src/space/lookup/name-pattern.js';

t.test('a star stands for any characters, a question mark for one', (t) => {
  const cases: readonly (readonly [string, string, boolean])[] = [
    ['a', 'a', true],
    ['a', 'ab', false],
    ['*', '', true],
    ['*', 'anything', true],
    ['?', 'a', true],
    ['?', '', false],
    ['?', 'ab', false],
    ['?', '😀', true],
    ['??', '😀', false],
    ['a*c', 'abbc', true],
    ['a*c', 'abbcd', false],
    ['*b*', 'abc', true],
    ['a?c*', 'abcde', true],
    ['printer*', 'printer-3f', true],
    ['*.*', 'a.b', true],
    ['a.c', 'abc', false],
    ['[a]', 'a', false],
    ['*aab', 'aaab', true],
    ['*?', '', false],
    ['A', 'a', false],
  ];
  for (const [pattern, name, expected] of cases) {
    t.equal(
      createNamePattern(pattern).matches(name),
      expected,
      `${pattern} ${expected ? 'matches' : 'does not match'} ${name}`,
    );
  }
  t.equal(createNamePattern('abc').exact, 'abc');
  t.equal(createNamePattern('a*').exact, undefined);
  t.end();
});

t.test('a pattern matches what a plain search says', (t) => {
  const letters = fc.stringMatching(/^[ab]{0,8}$/);
  const patterns = fc.stringMatching(/^[ab*?]{0,8}$/);
  const slow = (pattern: string, name: string): boolean => {
    const [first, rest] = [pattern[0], pattern.slice(1)];
    if (first === undefined) return name === '';
    if (first === '*') return slow(rest, name) || (name !== '' && slow(pattern, name.slice(1)));
    return name !== '' && (first === '?' || first === name[0]) && slow(rest, name.slice(1));
  };
  fc.assert(
    fc.property(patterns, letters, (pattern, name) => createNamePattern(pattern).matches(name) === slow(pattern, name)),
    { seed: 7, numRuns: 3000 },
  );
  t.end();
});

t.test('a hostile pattern takes no more steps than the two lengths multiplied', (t) => {
  const name = 'a'.repeat(256);
  for (const pattern of ['*a'.repeat(127) + 'b', '*a?'.repeat(85) + 'b', `${'*'.repeat(255)}b`, '*'.repeat(256)]) {
    const matcher = createNamePattern(pattern);
    const before = process.cpuUsage().user;
    for (let round = 0; round < 100; round++) matcher.matches(name);
    t.ok(process.cpuUsage().user - before < 500_000, `${pattern.slice(0, 12)}… in less than 5 ms each`);
  }
  t.end();
});
