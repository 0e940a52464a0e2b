import t from 'tap';
import { isNamedLike } from '../../src/client/contract/name-pattern.js';
import { createNamePattern } from '../../src/space/lookup/name-pattern.js';
import { createSeededRandom } from '../support/seeded-random.js';

t.test('a client takes the names that a space takes for a pattern', (t) => {
  const random = createSeededRandom(5);
  const text = (alphabet: readonly string[], most: number): string =>
    Array.from({ length: random.int(most) }, () => random.pick(alphabet)).join('');
  let matches = 0;
  for (let round = 0; round < 20_000; round++) {
    const [pattern, name] = [text(['a', 'b', '*', '?', '🖨', '.'], 6), text(['a', 'b', '🖨', '.'], 8)];
    const expected = createNamePattern(pattern).matches(name);
    matches += expected ? 1 : 0;
    if (isNamedLike(pattern, name) !== expected) t.fail(`${pattern} ${name}`);
  }
  t.ok(matches > 1000);
  t.notOk(isNamedLike(`${'*a'.repeat(50)}b`, 'a'.repeat(5000)));
  t.end();
});
