import t from 'tap';
import { BUILT_IN_TYPES, checkSimple, parseSimple } from '../../../src/schema/simple/index.js';
import { getBuiltIn, QNAMES, show } from './support.js';
import { BUILT_IN_TEXTS } from './built-in-texts.js';

t.test('every built-in type of XSD 1.0 is there, with its own rows', async (t) => {
  t.same([...BUILT_IN_TYPES.keys()].sort(), Object.keys(BUILT_IN_TEXTS).sort());
  for (const [name, type] of BUILT_IN_TYPES) t.equal(type.name, `{http://www.w3.org/2001/XMLSchema}${name}`);
});

for (const [name, [right, wrong]] of Object.entries(BUILT_IN_TEXTS)) {
  t.test(`xs:${name} has the values and the texts of its definition`, async (t) => {
    const type = getBuiltIn(name);
    for (const [text, value] of right) {
      t.strictSame(parseSimple(type, text, QNAMES), { value }, `${show(text)} is taken`);
      t.equal(checkSimple(type, text, QNAMES), undefined, `${show(text)} passes the check`);
    }
    for (const text of wrong) {
      const problem = checkSimple(type, text, QNAMES);
      t.ok(problem, `${show(text)} is refused`);
      t.same(parseSimple(type, text, QNAMES), { problem });
    }
  });
}

t.test('a NaN is read as one', async (t) => {
  for (const name of ['float', 'double']) t.same(parseSimple(getBuiltIn(name), 'NaN'), { value: NaN });
});

t.test('a prefix needs a binding, a name without one does not', async (t) => {
  const type = getBuiltIn('QName');
  t.same(parseSimple(type, 'b'), { value: 'b' });
  t.match(checkSimple(type, 'a:b'), { rule: 'cvc-datatype-valid.1.2.1' });
});

t.test('a problem says what was expected and what came, cut short', async (t) => {
  t.same(checkSimple(getBuiltIn('int'), 'x'.repeat(200)), {
    rule: 'cvc-datatype-valid.1.2.1',
    message: `expected a value of xs:int, got "${'x'.repeat(79)}…"`,
  });
  t.same(checkSimple(getBuiltIn('byte'), '300'), {
    rule: 'cvc-maxInclusive-valid',
    message: 'expected a value at most 127, got "300"',
  });
  t.match(checkSimple(getBuiltIn('IDREFS'), 'a b 1'), { message: /^item 3: expected a value of xs:IDREF/ });
});

t.test('long hostile texts are judged in time that grows with their length', async (t) => {
  const start = performance.now();
  const long = 1_000_000;
  const cases: readonly (readonly [name: string, text: string, valid: boolean])[] = [
    ['token', ' '.repeat(long), true],
    ['token', ' a'.repeat(long / 2), true],
    ['integer', '9'.repeat(long), false],
    ['long', '0'.repeat(long), false],
    ['decimal', `${'0'.repeat(long)}.${'0'.repeat(long)}`, true],
    ['double', `${'1'.repeat(long)}e${'9'.repeat(long)}`, true],
    ['dateTime', `${'1'.repeat(long)}-01-01T00:00:00`, false],
    ['duration', `P${'1'.repeat(long)}Y`, false],
    ['base64Binary', 'A'.repeat(long), true],
    ['hexBinary', 'a'.repeat(long), true],
    ['anyURI', '%20'.repeat(long), true],
    ['language', 'a-'.repeat(long), false],
    ['QName', 'a:'.repeat(long), false],
    ['NMTOKENS', 'a '.repeat(long), true],
  ];
  for (const [name, text, valid] of cases) {
    t.equal(checkSimple(getBuiltIn(name), text, QNAMES) === undefined, valid, `xs:${name}, ${text.length} characters`);
  }
  t.ok(performance.now() - start < 20_000, 'in seconds');
});
