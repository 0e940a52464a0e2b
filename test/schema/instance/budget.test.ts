import t from 'tap';
import type { Test } from 'tap';
import { DEFAULT_SCHEMA_LIMITS } from '../../../src/base/index.js';
import { readSchema } from '../../../src/schema/index.js';
import { createSeededRandom } from '../../support/seeded-random.js';
import { check, decode, read, schemaDocument, schemaText, thrownBy } from '../support.js';
import { processorMs } from '../../support/processor-time.js';

const random = createSeededRandom(5);
const letters = (length: number): string => Array.from({ length }, () => random.pick(['a', 'b'])).join('');

const BODY = `<xs:element name="e"><xs:complexType><xs:sequence><xs:element name="a" type="t:T" maxOccurs="unbounded"/></xs:sequence></xs:complexType></xs:element>`;
const wrap = (texts: readonly string[]): string =>
  `<e xmlns="urn:t">${texts.map((text) => `<a>${text}</a>`).join('')}</e>`;

/** Smaller than the default, for the sake of the suite's time. */
const MAX = 5_000_000;

const assertLimit = (t: Test, run: () => unknown): void => {
  const start = processorMs();
  const error = thrownBy(run);
  t.equal(error.code, 'SCHEMA_LIMIT_EXCEEDED');
  t.equal(error.limit, 'maxCheckSteps');
  t.match(error.message, /takes too long to check, the limit maxCheckSteps is \d+/);
  t.ok(processorMs() - start < 5000, 'in bounded time');
};

t.test('many texts against a hostile pattern end the check with an error', async (t) => {
  const type =
    '<xs:simpleType name="T"><xs:restriction base="xs:string"><xs:pattern value="(a|b)*a(a|b){300}"/></xs:restriction></xs:simpleType>';
  const a = Array.from({ length: 1000 }, () => `${letters(200)}a${letters(300)}`);
  const text = wrap(a);
  assertLimit(t, () => check(read(BODY + type), text));
  const limits = { ...DEFAULT_SCHEMA_LIMITS, maxCheckSteps: MAX };
  const schema = read(BODY + type, limits);
  assertLimit(t, () => decode(schema, text));
  assertLimit(t, () => schema.encode({ name: { namespace: 'urn:t', local: 'e' }, value: { a } }));
  const compiled = readSchema([schemaDocument(schemaText(BODY + type))], { limits, compileAfter: 0 });
  assertLimit(t, () => check(compiled, text));
  assertLimit(t, () => decode(compiled, text));
  assertLimit(t, () => compiled.encode({ name: { namespace: 'urn:t', local: 'e' }, value: { a } }));
});

t.test('unions of unions that double their work end the check with an error', async (t) => {
  const levels = Array.from({ length: 26 }, (_, at) =>
    ['A', 'B']
      .map((letter) => {
        const below = at === 0 ? 'xs:int xs:date' : `t:A${String(at - 1)} t:B${String(at - 1)}`;
        const pattern = `[0-9]${letter === 'A' ? '+' : '*'}.{0,${String(at)}}`;
        return `<xs:simpleType name="${letter}${String(at)}"><xs:restriction><xs:simpleType><xs:union memberTypes="${below}"/></xs:simpleType><xs:pattern value="${pattern}"/></xs:restriction></xs:simpleType>`;
      })
      .join(''),
  );
  const schema = read(
    `${BODY}<xs:simpleType name="T"><xs:union memberTypes="t:A25 t:B25"/></xs:simpleType>${levels.join('')}`,
    { maxCheckSteps: MAX },
  );
  assertLimit(t, () => check(schema, wrap(['x'])));
});

t.test('identity constraints without number end the check with an error', async (t) => {
  const constraints = Array.from(
    { length: 500 },
    (_, at) =>
      `<xs:unique name="u${String(at)}"><xs:selector xpath=".//.|.//*|.//t:a"/><xs:field xpath=".//t:none"/></xs:unique>`,
  );
  const schema = read(
    BODY.replace('t:T', 'xs:string').replace('</xs:element>', `${constraints.join('')}</xs:element>`),
    { maxCheckSteps: MAX },
  );
  assertLimit(t, () => check(schema, wrap(Array.from({ length: 20_000 }, () => 'x'))));
});

t.test('texts of a usual document are far from the limit', async (t) => {
  const type =
    '<xs:simpleType name="T"><xs:restriction base="xs:string"><xs:pattern value="[A-Z]{2}-[0-9]{1,12}"/></xs:restriction></xs:simpleType>';
  const texts = Array.from({ length: 100_000 }, (_, at) => `AB-${String(at)}`);
  t.same(check(read(BODY + type), wrap(texts)), []);
});

t.test('a number too long to be reckoned with is refused as a finding', async (t) => {
  for (const [type, text] of [
    ['xs:integer', '9'.repeat(4097)],
    ['xs:gYear', '9'.repeat(4097)],
    ['xs:date', `${'9'.repeat(4097)}-01-01`],
    ['xs:duration', `P${'9'.repeat(4097)}Y`],
  ] as const) {
    const schema = read(`<xs:element name="e" type="${type}"/>`);
    const start = processorMs();
    const [finding] = check(schema, `<e xmlns="urn:t">${text}</e>`);
    t.match(finding, { rule: 'cvc-datatype-valid.1.2.1', message: /at most 4096 characters of xs:/ });
    t.ok(processorMs() - start < 100);
  }
  t.same(check(read('<xs:element name="e" type="xs:integer"/>'), `<e xmlns="urn:t">${'9'.repeat(4096)}</e>`), []);
});
