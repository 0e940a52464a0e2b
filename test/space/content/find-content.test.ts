import fc from 'fast-check';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import {
  SERVER_SUBJECT,
  DEFAULT_SCHEMA_LIMITS,
  DEFAULT_XML_LIMITS,
  StoaError,
  fromUtf8,
  toUtf8,
} from '../../../src/base/index.js';
import { createModels, findContent, readContent } from '../../../src/space/content/index.js';
import type { Content } from '../../../src/space/content/index.js';
import type { ContentRules } from '../../../src/space/content/read-content.js';
import type { SpaceDefinition } from '../../../src/space/definition.js';
import { createLocalSchemaWorker } from '../../../src/space/schemas/index.js';
import { PROJECT } from '../../support/source-files.js';

const UNITS = readFileSync(join(PROJECT, 'examples/unit-converter.xml'), 'utf8');

const createRules = (): ContentRules => ({
  // Reading uses nothing else of a space.
  definition: {
    limits: { maxDocumentBytes: 100_000, maxNameLength: 40 },
    contentSchemas: [],
    kind: 'space',
  } as unknown as SpaceDefinition,
  models: createModels({
    limits: DEFAULT_SCHEMA_LIMITS,
    workers: { for: () => createLocalSchemaWorker(DEFAULT_SCHEMA_LIMITS) },
  }).for(SERVER_SUBJECT),
  xmlLimits: DEFAULT_XML_LIMITS,
});

/** Whether the tail of a document, where it has one, is what stands there. */
const hasRightTail = ({ bytes, tail }: Content): boolean => {
  const end = bytes.subarray(tail?.start);
  const digest = createHash('sha256').update(end).digest('base64url');
  return tail === undefined || (tail.digest === digest && fromUtf8(end).startsWith('<interface'));
};

/** What reading gives, or the code of why it does not; components by their names and fingerprints. */
const outcomeOf = async (read: () => Content | undefined | Promise<Content>): Promise<unknown> => {
  try {
    const content = await read();
    return content && { ...content, bytes: fromUtf8(content.bytes), tail: hasRightTail(content) };
  } catch (thrown) {
    return StoaError.from(thrown).code;
  }
};

/** Rules of a space that has read the texts as wholes. */
const warmed = async (...texts: readonly string[]): Promise<ContentRules> => {
  const rules = createRules();
  for (const text of texts) await readContent(rules, { bytes: toUtf8(text) });
  return rules;
};

t.test('an advertisement whose interface was read before is found without reading the interface again', async (t) => {
  const rules = await warmed(UNITS);
  const next = UNITS.replace('<name>unit-converter</name>', '<name>ünits 2</name><!-- another -->');
  const found = findContent(rules, { bytes: toUtf8(next) });
  t.match(found, { kind: 'service', name: 'ünits 2' });
  t.same(await outcomeOf(() => found), await outcomeOf(() => readContent(createRules(), { bytes: toUtf8(next) })));
});

t.test('an interface that differs in one character is read', async (t) => {
  const rules = await warmed(UNITS);
  const at = UNITS.indexOf('<interface');
  for (let from = at; from < UNITS.length; from += 7) {
    const changed = `${UNITS.slice(0, from)}x${UNITS.slice(from + 1)}`;
    if (changed !== UNITS) t.equal(findContent(rules, { bytes: toUtf8(changed) }), undefined);
  }
});

/** What may stand before an interface, or may not, in pieces. */
const PIECES = [
  ...[
    '<?xml version="1.0"?>',
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<!DOCTYPE a>',
    '\n',
    '<!-- c -->',
    '<!--',
    '-->',
  ],
  ...['<advertisement xmlns="urn:stoa:advertisement:1" kind="service" xmlns:u="urn:example:units">'],
  ...['<advertisement xmlns="urn:stoa:advertisement:1" kind="device" xmlns:u="urn:example:units">'],
  ...['<advertisement xmlns="urn:stoa:advertisement:1" kind="service" xmlns:u="urn:example:other">'],
  ...[
    '<advertisement kind="service" xmlns:u="urn:example:units" xmlns="urn:stoa:advertisement:1" access="restricted">',
  ],
  ...['<a:advertisement xmlns:a="urn:stoa:advertisement:1" kind="service">'],
  ...[
    '<name>one</name>',
    '<name> t w o </name>',
    '<name/>',
    '<name>',
    '</name>',
    `<name>${'n'.repeat(41)}</name>`,
    'text',
    '&#x20;',
  ],
  ...[
    '<description>d</description>',
    '<description><![CDATA[<interface>]]></description>',
    '<![CDATA[',
    ']]>',
    '<?pi <interface ?>',
  ],
  ...[
    '<endpoint uri="http://127.0.0.1:1/" binding="stoa-http"/>',
    '<endpoint uri="http://a:b@c/" binding="stoa-http"/>',
  ],
  ...[
    '<endpoint uri="urn:x:y" binding="stoa-http"/>',
    '<interface/>',
    '<interface><method name="m"/></interface>',
    '<x xmlns="urn:x"/>',
  ],
];

const GOOD = [
  PIECES[0],
  '<advertisement xmlns="urn:stoa:advertisement:1" kind="service" xmlns:u="urn:example:units">',
  '<name>one</name>',
  '<endpoint uri="http://127.0.0.1:1/" binding="stoa-http"/>',
];

t.test(
  'what is found is what reading the whole document gives, and nothing is found where that refuses it',
  async (t) => {
    const tail = UNITS.slice(UNITS.indexOf('<interface'));
    const piece = fc.constantFrom(...PIECES);
    const damaged = fc
      .tuple(fc.nat(GOOD.length), fc.nat(2), fc.array(piece, { maxLength: 3 }))
      .map(([at, count, inserted]) => [...GOOD.slice(0, at), ...inserted, ...GOOD.slice(at + count)]);
    const heads = fc.oneof(damaged, fc.array(piece, { maxLength: 6 }));
    let found = 0;
    await fc.assert(
      fc.asyncProperty(heads, async (pieces) => {
        const rules = await warmed(UNITS);
        const bytes = toUtf8(pieces.join('') + tail);
        const whole = await outcomeOf(() => readContent(createRules(), { bytes }));
        const quick = await outcomeOf(() => findContent(rules, { bytes }));
        if (quick === undefined) return;
        found++;
        t.same(quick, whole, pieces.join(''));
      }),
      { seed: 7, numRuns: 400 },
    );
    t.ok(found > 20, `${found} were found`);
  },
);

/** Values that a head may differ in: plain ones, and such as mean something to a parser or are wrong. */
const NAMES = [
  ...['one', 'two-2', "o'ne", 'a]]b', '', ' one', 'o ne', 'ö', '&lt;', '<!-- c -->one', '<b/>', 'one</name><name>two'],
  ...['n'.repeat(40), 'n'.repeat(41), 'n'.repeat(257), '"', 'one>', 'one</name', ']]>', '<![CDATA[one]]>'],
];
const URIS = [
  ...[
    'http://127.0.0.1:1/',
    'https://a.example:8443/b?c=d',
    'http://a:b@c/',
    'http://a:70000/',
    'urn:x:y',
    'mailto:a',
    '',
  ],
  ...[
    ' http://a/ ',
    'http://a/%20',
    'http://a/%zz',
    'http://a/#b',
    'http://ä/',
    'a/b',
    'http://a/"x="',
    "http://a/'",
    'http://',
  ],
  ...[
    'http://a/>',
    'http://a/&amp;b',
    'http://a/" binding="stoa-http',
    `http://a/${'b'.repeat(2048)}`,
    'http://256.1.1.1/',
  ],
];
const IDS = [
  'urn:example:a',
  'urn:uuid:01a1fd20-0000-7000-8000-0000000000c3',
  'a',
  'urn:example:%41',
  ' urn:example:a',
  `urn:example:${'a'.repeat(255)}`,
];

/** Heads with the same values in other places. */
const HEADS: readonly ((values: { name: string; uri: string; id: string }) => string)[] = [
  ({ name, uri }) =>
    `<advertisement xmlns="urn:stoa:advertisement:1" kind="service" xmlns:u="urn:example:units"><name>${name}</name><endpoint uri="${uri}" binding="stoa-http"/>`,
  ({ name, uri, id }) =>
    `<!-- >${name}<  uri="${uri}" -->\n<advertisement kind="service" access='restricted' id="${id}" xmlns="urn:stoa:advertisement:1" xmlns:u="urn:example:units">` +
    `<name >${name}</name><description>${name} uri="${uri}"</description><endpoint binding="other" uri="${uri}"/><endpoint xmlns:x=' uri="${uri}"' uri="${uri}" binding="stoa-http"/>`,
  ({ name, uri, id }) =>
    `<advertisement id = "${id}" xmlns="urn:stoa:advertisement:1" kind="service" xmlns:u="urn:example:units"><name\n>\n${name}</name><endpoint\nuri="${uri}"\nbinding="soap-1.1">\n</endpoint>`,
];

t.test('what differs in name, id and addresses alone is found as it would be read', async (t) => {
  const tail = UNITS.slice(UNITS.indexOf('<interface'));
  const valuesOf = (at: number): fc.Arbitrary<string> =>
    fc
      .record({
        name: fc.oneof(fc.constantFrom(...NAMES), fc.string({ maxLength: 5 })),
        uri: fc.oneof(fc.constantFrom(...URIS), fc.webUrl(), fc.string({ maxLength: 5 })),
        id: fc.oneof(fc.constantFrom(...IDS), fc.string({ maxLength: 5 })),
      })
      .map((values) => (HEADS[at] ?? HEADS[0])?.(values) ?? '');
  const heads = fc.nat(HEADS.length - 1).chain((at) => {
    const good = (HEADS[at] ?? HEADS[0])?.({ name: 'first', uri: 'http://first/', id: 'urn:example:first' }) ?? '';
    return fc.tuple(fc.constant(good), valuesOf(at), valuesOf(at));
  });
  const rules = await warmed(UNITS);
  let found = 0;
  await fc.assert(
    fc.asyncProperty(heads, async (texts) => {
      for (const text of texts) {
        const bytes = toUtf8(text + tail);
        const whole = await outcomeOf(() => readContent(createRules(), { bytes }));
        const quick = await outcomeOf(() => findContent(rules, { bytes }));
        if (quick === undefined) continue;
        found++;
        t.same(quick, whole, text);
      }
    }),
    { seed: 11, numRuns: 300 },
  );
  t.ok(found > 300, `${found} were found`);
});

t.test('limits hold for what is found', async (t) => {
  const rules = await warmed(UNITS);
  const bytes = toUtf8(UNITS.replace('unit-converter</name>', 'two</name>'));
  t.ok(findContent(rules, { bytes }));
  const tight = { ...rules, xmlLimits: { ...DEFAULT_XML_LIMITS, maxBytes: bytes.length - 1 } };
  t.equal(findContent(tight, { bytes }), undefined);
  const small = { ...rules.definition.limits, maxDocumentBytes: bytes.length - 1 };
  t.throws(() => findContent({ ...rules, definition: { ...rules.definition, limits: small } }, { bytes }), {
    code: 'QUOTA_EXCEEDED',
  });
});

t.test('what asks to be asked after is found only with an address that can be asked', async (t) => {
  for (const asks of ['', ' probe="/well"', ' probe="http:a:b@c"']) {
    const liveness = `<liveness xmlns="urn:stoa:liveness:1"${asks}/></advertisement>`;
    const text = UNITS.replace('</advertisement>', liveness).replace('binding="stoa-http"', 'binding="other"');
    const rules = await warmed(text);
    for (const uri of ['http://a/', 'mailto:a', 'http://b/', 'mailto:b', 'https://a/', 'https://b/']) {
      const bytes = toUtf8(text.replace('http://127.0.0.1:4010/', uri));
      const whole = await outcomeOf(() => readContent(createRules(), { bytes }));
      const quick = await outcomeOf(() => findContent(rules, { bytes }));
      if (uri.startsWith('http:')) t.match(quick, { probed: true });
      if (quick !== undefined) t.same(quick, whole, `${uri}${asks}`);
    }
  }
});
