import fc from 'fast-check';
import t from 'tap';
import { isStoaError } from '../../../src/base/index.js';
import { compilePattern } from '../../../src/schema/pattern/index.js';

const SEED = 20_261_120;

const atom = fc.constantFrom('a', 'b', 'c', '1', '.', '[ab]', '[^a]', '[a-c1]', '\\d', '\\D', '\\s', '\\.', '\\p{Ll}');

const quantifier = fc.constantFrom('', '', '', '?', '*', '+', '{2}', '{0,2}', '{1,3}', '{2,}', '{0}');

// Small enough for RegExp, whose time grows exponentially with nested repetitions.
const { pattern } = fc.letrec<{ pattern: string; branch: string; piece: string }>((tie) => ({
  pattern: fc.array(tie('branch'), { minLength: 1, maxLength: 2 }).map((branches) => branches.join('|')),
  branch: fc.array(tie('piece'), { maxLength: 3 }).map((pieces) => pieces.join('')),
  piece: fc.oneof(
    { depthSize: 'small', maxDepth: 2 },
    fc.tuple(atom, quantifier).map(([item, count]) => item + count),
    fc.tuple(tie('pattern'), quantifier).map(([group, count]) => `(${group})${count}`),
  ),
}));

const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c', '1', '.', ' ', '😀'), maxLength: 9 });

t.test('on what both languages share, patterns agree with RegExp', async (t) => {
  let compared = 0;
  fc.assert(
    fc.property(pattern, fc.array(text, { minLength: 5, maxLength: 12 }), (source, texts) => {
      const ours = compilePattern(source);
      const theirs = new RegExp(`^(?:${source.replaceAll('(', '(?:')})$`, 'u');
      for (const each of texts) {
        compared++;
        if (ours.matches(each) !== theirs.test(each)) return false;
      }
      return true;
    }),
    { seed: SEED, numRuns: 800 },
  );
  t.ok(compared > 3000, `${compared} texts compared`);
});

t.test('any text at all is compiled or refused, and nothing else', async (t) => {
  const syntax = fc.string({ unit: fc.constantFrom(...'ab\\[](){}|*+?.^-,0dpPLIs{}'), maxLength: 24 });
  let refused = 0;
  let compiled = 0;
  fc.assert(
    fc.property(syntax, text, (source, each) => {
      try {
        compilePattern(source).matches(each);
        compiled++;
      } catch (error) {
        if (!isStoaError(error, 'SCHEMA_INVALID')) throw error;
        refused++;
      }
    }),
    { seed: SEED, numRuns: 5000 },
  );
  t.ok(refused > 1000 && compiled > 100, `${refused} refused, ${compiled} compiled`);
});
