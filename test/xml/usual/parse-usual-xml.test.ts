import { readFileSync, readdirSync } from 'node:fs';
import fc from 'fast-check';
import t from 'tap';
import { DEFAULT_XML_LIMITS, isStoaError } from '../../../src/base/index.js';
import { parseXml, writeXml } from '../../../src/xml/index.js';
import type { XmlDocument } from '../../../src/xml/index.js';
import { loadXml } from '../../../src/gate/exchange/load-xml.js';
import { parseUsualXml } from '../../../src/xml/usual/parse-usual-xml.js';
import { createSeededRandom } from '../../support/seeded-random.js';
import { arbitraryTree } from '../arbitrary-tree.js';
import { mutate } from '../mutations.js';

const ROUNDS = Number(process.env['STOA_FUZZ_ROUNDS'] ?? 60_000);
const SEED = Number(process.env['STOA_FUZZ_SEED'] ?? 21);

const parseStrictly = (source: string | Uint8Array): XmlDocument | undefined => {
  try {
    return parseXml(source);
  } catch (thrown) {
    if (isStoaError(thrown)) return undefined;
    throw thrown;
  }
};

t.test('what is read as usual is well-formed, and read to the same tree, scopes and offsets included', (t) => {
  const random = createSeededRandom(SEED);
  const counts = { usual: 0, unusual: 0, refused: 0 };
  for (let round = 0; round < ROUNDS; round++) {
    const bytes = mutate(random);
    const usual = parseUsualXml(bytes);
    const strict = parseStrictly(bytes);
    if (usual === undefined) counts[strict === undefined ? 'refused' : 'unusual']++;
    else {
      counts.usual++;
      if (!t.strictSame(usual, strict, `round ${String(round)}`) && t.counts.fail > 5) break;
    }
  }
  t.comment(JSON.stringify(counts));
  t.ok(counts.usual > ROUNDS / 20, 'enough are usual to mean something');
  t.end();
});

t.test('trees of any kind that are written are read to the same tree, or left', (t) => {
  let usual = 0;
  fc.assert(
    fc.property(arbitraryTree, (tree) => {
      const text = writeXml(tree);
      const read = parseUsualXml(text);
      if (read === undefined) return;
      usual++;
      t.strictSame(read, parseXml(text));
    }),
    { seed: SEED, numRuns: 500 },
  );
  t.ok(usual > 20, `${String(usual)} of them`);
  t.end();
});

const EXAMPLES = new URL('../../../examples/', import.meta.url);

t.test('the advertisements of the examples are usual', (t) => {
  for (const name of readdirSync(EXAMPLES).filter((file) => /\.(?:xml|xsd)$/.test(file))) {
    const text = readFileSync(new URL(name, EXAMPLES));
    t.strictSame(parseUsualXml(text), parseXml(text), name);
  }
  t.end();
});

const { maxDepth, maxAttributes, maxNamespaces, maxNameLength, maxAttributeLength, maxElements, maxBytes } =
  DEFAULT_XML_LIMITS;

const times = (count: number, make: (at: number) => string): string =>
  Array.from({ length: count }, (_, at) => make(at)).join('');

/** Documents at a limit, of which the parser of everything refuses one more. */
const LARGE: Readonly<Record<string, string>> = {
  maxDepth: '<a>'.repeat(maxDepth + 1) + '</a>'.repeat(maxDepth + 1),
  maxAttributes: `<a${times(maxAttributes + 1, (at) => ` b${String(at)}=""`)}/>`,
  maxNamespaces: `<a${times(200, (at) => ` xmlns:b${String(at)}="u"`)}><b${times(maxNamespaces - 199, (at) => ` xmlns:c${String(at)}="u"`)}/></a>`,
  'maxNameLength of an element': `<${'a'.repeat(maxNameLength + 1)}/>`,
  'maxNameLength of an attribute': `<a ${'a'.repeat(maxNameLength + 1)}=""/>`,
  maxAttributeLength: `<a b="${'x'.repeat(maxAttributeLength + 1)}"/>`,
  maxElements: `<a>${'<a/>'.repeat(maxElements)}</a>`,
  maxBytes: `<a>${'x'.repeat(maxBytes)}</a>`,
};

for (const [limit, text] of Object.entries(LARGE))
  t.test(`a document above ${limit} is no usual one, and refused`, async (t) => {
    t.equal(parseUsualXml(text), undefined);
    await t.rejects(loadXml(text), { code: 'XML_LIMIT_EXCEEDED' });
  });

/** Well-formed documents that are left to the parser of everything. */
const LEFT = [
  '<größe/>',
  '<a xml:lang="en" xmlns:xml="http://www.w3.org/XML/1998/namespace"/>',
  '<a><?b c?></a>',
  '\uFEFF<a/>',
];

for (const text of LEFT)
  t.test(`what is unusual is loaded all the same: ${text}`, async (t) => {
    t.equal(parseUsualXml(text), undefined);
    t.strictSame(await loadXml(text), parseXml(text));
  });

t.test('own limits are those of the parser of everything', async (t) => {
  await t.rejects(loadXml('<a><b/></a>', { ...DEFAULT_XML_LIMITS, maxDepth: 1 }), { code: 'XML_LIMIT_EXCEEDED' });
});

t.test('comments, sections, references, line ends and white space of values are usual', (t) => {
  for (const text of [
    '<!-- a - b --><a><!----><![CDATA[<&]]]><!-- c -->&#x1F600;\r\n\r&lt;</a> <!-- d -->',
    '<a b=" 1\t2\r\n3\n&#10;&apos;" c=\'"\'/>',
    '<a xmlns="u" xmlns:p="v" p:b="1" b="2" xml:lang="en"><p:c xmlns=""/></a >',
    '<?xml version="1.0" encoding="utf-8"?>\n<a/>\n',
  ])
    t.strictSame(parseUsualXml(text), parseXml(text), text);
  t.end();
});

t.test('what no document may hold is not usual', (t) => {
  for (const text of [
    '<a>]]></a>',
    '<a>\u0001</a>',
    '<a>&#0;</a>',
    '<a>&#xD800;</a>',
    '<a>&constructor;</a>',
    '<a>&</a>',
    '<a b="<"/>',
    '<!-- a -- b --><a/>',
    '<a/>x',
    '<a/><b/>',
    '<!DOCTYPE a><a/>',
    '<xmlns:a/>',
    '<a xmlns:p=""/>',
    '<p:a/>',
    '<a b="1" b="2"/>',
    '<a xmlns:p="u" xmlns:q="u" p:b="" q:b=""/>',
    '<![CDATA[x]]><a/>',
    '<a>\ud800</a>',
  ])
    t.equal(parseUsualXml(text), undefined, text);
  t.end();
});
