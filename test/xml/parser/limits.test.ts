import t from 'tap';
import { DEFAULT_XML_LIMITS } from '../../../src/base/index.js';
import { parseXml } from '../../../src/xml/index.js';
import { allElements } from '../plain-tree.js';
import { refusalOf } from '../refusal.js';
import { processorMs } from '../../support/processor-time.js';

const MIB = 1024 * 1024;
/** All limits but the size out of the way, to see that time stays bounded without them. */
const WIDE = {
  maxBytes: 64 * MIB,
  maxDepth: 10_000_000,
  maxElements: 10_000_000,
  maxAttributes: 10_000_000,
  maxNameLength: 10_000_000,
  maxAttributeLength: 100_000_000,
  maxNamespaces: 10_000_000,
};
/** Far more than linear time takes, far less than quadratic time would. */
const SOON_MS = 4000;

const timed = (run: () => void): number => {
  const from = processorMs();
  run();
  return processorMs() - from;
};
const nested = (depth: number, open = '<a>', close = '</a>'): string => open.repeat(depth) + close.repeat(depth);
const numbered = (count: number, piece: (at: number) => string): string =>
  Array.from({ length: count }, (_, at) => piece(at)).join('');

/** For each limit a document at 4 and one at 5. */
const AT_THE_LIMIT: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
  maxBytes: [
    ['<a/>', '<aa/>'],
    ['<a/>', '<\u00fc/>'],
  ],
  maxDepth: [
    [nested(4), nested(5)],
    [nested(3, '<a>', '</a>').replace('</a>', '<b/></a>'), nested(4).replace('</a>', '<b/></a>')],
  ],
  maxElements: [['<a><b/><b/><b/></a>', '<a><b/><b/><b/><b/></a>']],
  maxAttributes: [
    ['<a b="" c="" d="" e=""/>', '<a b="" c="" d="" e="" f=""/>'],
    ['<a xmlns="u" xmlns:p="u" p:d="" e=""/>', '<a xmlns="u" xmlns:p="u" p:d="" e="" f=""/>'],
  ],
  maxNameLength: [
    ['<abcd/>', '<abcde/>'],
    ['<a bcde=""/>', '<a bcdef=""/>'],
    ['<a><?abcd?></a>', '<a><?abcde?></a>'],
  ],
  maxAttributeLength: [
    ['<a b="1234"/>', '<a b="12345"/>'],
    ['<a b="&lt;\r\n&#x1F600;"/>', '<a b="&lt;\r\n&#x1F600;&gt;"/>'],
    ['<a xmlns="urn:"/>', '<a xmlns="urn:a"/>'],
  ],
  maxNamespaces: [
    [
      '<a xmlns="u" xmlns:p="u"><b xmlns="v" xmlns:p="v"/><b xmlns="v"/></a>',
      '<a xmlns="u" xmlns:p="u"><b xmlns="v"><c xmlns="" xmlns:p="v"/></b></a>',
    ],
  ],
};

for (const [limit, pairs] of Object.entries(AT_THE_LIMIT)) {
  t.test(`a document at ${limit} is read and one above it is refused by the limit's name`, async (t) => {
    for (const [within, above] of pairs) {
      const limits = { [limit]: 4 };
      t.ok(parseXml(within, { ...DEFAULT_XML_LIMITS, ...limits }), within);
      const { code, limit: told } = refusalOf(above, limits);
      t.same({ code, told }, { code: 'XML_LIMIT_EXCEEDED', told: limit }, above);
      t.equal(refusalOf(new TextEncoder().encode(above), limits).limit, limit);
    }
  });
}

t.test('the message of a limit tells its name, its value and the place', async (t) => {
  t.throws(() => parseXml('<a>\n<b/></a>', { ...DEFAULT_XML_LIMITS, maxDepth: 1 }), {
    code: 'XML_LIMIT_EXCEEDED',
    message: /^the nesting of elements exceeds 1 \(limit maxDepth\) at 2:\d$/,
  });
});

t.test('maxBytes counts UTF-8 bytes of a text, surrogate pairs as four', async (t) => {
  const text = '<a>\u00fc\u20ac\u{1F600}</a>';
  const { length } = new TextEncoder().encode(text);
  t.ok(parseXml(text, { ...DEFAULT_XML_LIMITS, maxBytes: length }));
  t.equal(refusalOf(text, { maxBytes: length - 1 }).limit, 'maxBytes');
});

t.test('bytes above maxBytes are refused before they are decoded', async (t) => {
  t.equal(refusalOf(new Uint8Array(DEFAULT_XML_LIMITS.maxBytes + 1).fill(0xff)).limit, 'maxBytes');
});

t.test('100,000 levels of nesting are refused by maxDepth, and without that limit read in linear time', async (t) => {
  const deep = nested(100_000);
  t.equal(refusalOf(deep).limit, 'maxDepth');
  const declaring = nested(100_000, '<p:a xmlns:p="urn:x">', '</p:a>');
  t.equal(refusalOf(declaring, { maxDepth: 1_000_000 }).limit, 'maxNamespaces');
  t.ok(timed(() => parseXml(deep, WIDE)) < SOON_MS);
  t.ok(timed(() => parseXml(declaring, WIDE)) < SOON_MS);
});

t.test('1 MB of namespace declarations, deep or wide, is refused or read in linear time', async (t) => {
  const own = numbered(40_000, (at) => ` xmlns:p${at}="urn:${at}"`);
  const documents: Readonly<Record<string, string>> = {
    'on one element': `<a${own}/>`,
    'on one element with children': `<a${own}>${'<b/>'.repeat(50_000)}</a>`,
    'on each of many siblings': `<a>${numbered(40_000, (at) => `<p:b xmlns:p="urn:${at}"/>`)}</a>`,
    'default on each of many siblings': `<a>${numbered(40_000, (at) => `<b xmlns="urn:${at}"/>`)}</a>`,
    'another prefix on each level':
      numbered(20_000, (at) => `<p${at}:a xmlns:p${at}="urn:${at}">`) +
      Array.from({ length: 20_000 }, (_, at) => `</p${19_999 - at}:a>`).join(''),
    'the same prefix on each level': nested(20_000, '<p:a xmlns:p="urn:1"><p:b xmlns:p="urn:2">', '</p:b></p:a>'),
  };
  for (const [what, document] of Object.entries(documents)) t.ok(timed(() => parseXml(document, WIDE)) < SOON_MS, what);
  t.equal(refusalOf(documents['on one element'] ?? '').limit, 'maxAttributes');
  t.equal(refusalOf(documents['the same prefix on each level'] ?? '').limit, 'maxNamespaces');
});

t.test(
  '100,000 attributes on one element are refused by maxAttributes, and without that limit read in linear time',
  async (t) => {
    const plain = `<a${numbered(100_000, (at) => ` a${at}=""`)}/>`;
    const prefixed = `<a xmlns:p="u" xmlns:q="u"${numbered(100_000, (at) => ` ${at % 2 === 0 ? 'p' : 'q'}:a${at}=""`)}/>`;
    for (const document of [plain, prefixed]) {
      t.equal(refusalOf(document).limit, 'maxAttributes');
      t.ok(timed(() => parseXml(document, WIDE)) < SOON_MS);
      t.equal(parseXml(document, WIDE).root.attributes.length, 100_000);
    }
    const twice = prefixed.replace('/>', ' q:a0=""/>');
    t.ok(timed(() => t.equal(refusalOf(twice, WIDE).rule, 'ns-unique-attribute')) < SOON_MS);
  },
);

t.test('names chosen to share one hash are read in linear time', async (t) => {
  // "Aa" and "BB" have equal hashes under 31 * hash + code, and so have all words made of them.
  const words = Array.from({ length: 2 ** 14 }, (_, at) =>
    Array.from({ length: 14 }, (_unused, bit) => (((at >> bit) & 1) === 1 ? 'Aa' : 'BB')).join(''),
  );
  const document = `<r>${words
    .map((word) => `<${word}/>`)
    .join('')
    .repeat(3)}</r>`;
  t.ok(timed(() => parseXml(document, WIDE)) < SOON_MS);
  const names = new Set(allElements(parseXml(document, WIDE).root).map(({ name }) => name));
  t.equal(names.size, words.length + 1);
});

t.test('a name, a value and a text of a megabyte are refused or read in linear time', async (t) => {
  const long = 'n'.repeat(MIB);
  t.equal(refusalOf(`<${long}/>`).limit, 'maxNameLength');
  t.equal(refusalOf(`<a ${long}=""/>`).limit, 'maxNameLength');
  t.equal(refusalOf(`<a b="${long}"/>`).limit, 'maxAttributeLength');
  t.equal(refusalOf(`<a xmlns:p="${long}"/>`).limit, 'maxAttributeLength');
  t.equal(refusalOf(`<a b="${'&#65;'.repeat(200_000)}"/>`).limit, 'maxAttributeLength');
  t.equal(refusalOf(`<a b="${'\t'.repeat(200_000)}"/>`).limit, 'maxAttributeLength');
  t.equal(parseXml(`<a>${long}</a>`).root.children[0], long);
});

t.test('megabytes of pieces that are joined to one text are read in linear time', async (t) => {
  for (const piece of ['&lt;', '&#65;', 'a<!---->', '<![CDATA[a]]>', '\r', ']', 'x<?p?>', '\u{1F600}']) {
    const document = `<a>${piece.repeat(250_000)}</a>`;
    t.ok(timed(() => t.ok(String(parseXml(document, WIDE).root.children[0]).length >= 250_000)) < SOON_MS, piece);
  }
});

t.test('megabytes of opening without a close are refused in linear time', async (t) => {
  for (const piece of ['<!--', '<![CDATA[', '<?p ', '&', '<', '<a b="', ']]', '<a ', '</', '<!', '"', '<a xmlns:p="']) {
    const document = `<a>${piece.repeat(200_000)}`;
    t.ok(timed(() => t.match(refusalOf(document, WIDE).code, /^XML_/)) < SOON_MS, piece);
  }
});

t.test('a document of a million elements stops at maxElements', async (t) => {
  const { limit } = refusalOf(`<a>${'<b/>'.repeat(1_000_000)}</a>`);
  t.equal(limit, 'maxElements');
});
