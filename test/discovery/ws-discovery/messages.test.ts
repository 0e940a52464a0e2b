import fc from 'fast-check';
import t from 'tap';
import { toUtf8 } from '../../../src/base/index.js';
import {
  DEFAULT_WS_LIMITS,
  DIALECTS,
  matchesQuery,
  readWsMessage,
  writeWsMessage,
} from '../../../src/discovery/ws-discovery/index.js';
import type { WsBody, WsEndpoint } from '../../../src/discovery/ws-discovery/index.js';
import { createSeededRandom } from '../../support/seeded-random.js';
import { LAMP, PRINTER } from './support.js';

const [STANDARD, FIELD] = DIALECTS;
if (STANDARD === undefined || FIELD === undefined) throw new TypeError('two dialects');
const read = (text: string) => readWsMessage(toUtf8(text), DEFAULT_WS_LIMITS);

const ENDPOINT: WsEndpoint = {
  address: 'urn:uuid:98190dc2-0890-4ef8-ac9a-5940995e6119',
  types: [LAMP, PRINTER, { namespace: LAMP.namespace, local: 'Dimmable' }],
  scopes: ['ldap:///ou=engineering,o=examplecom,c=us', 'stoa://scope/name/Lamp%20%26%20more'],
  xaddrs: ['http://prn-example/PRN42/b42-1668-a', 'http://[2001:db8::1]:80/'],
  metadataVersion: 75965,
  extensions: [],
};

const BODIES: readonly WsBody[] = [
  { kind: 'hello', endpoint: ENDPOINT },
  { kind: 'bye', address: ENDPOINT.address },
  {
    kind: 'probe',
    query: { types: [LAMP], scopes: ['http://a/b', 'urn:x'], matchBy: `${STANDARD.discovery}/strcmp0` },
  },
  { kind: 'probe-matches', matches: [ENDPOINT, { ...ENDPOINT, types: [], scopes: [], xaddrs: [] }] },
  { kind: 'resolve', address: 'urn:uuid:1' },
  { kind: 'resolve-matches', match: ENDPOINT },
  { kind: 'resolve-matches' },
];

t.test('what is written is read as the same, in both versions', (t) => {
  for (const dialect of DIALECTS)
    for (const body of BODIES) {
      const header = {
        dialect,
        messageId: 'urn:uuid:0',
        to: dialect.group,
        relatesTo: 'urn:uuid:9',
        sequence: { instanceId: 1077004800, sequenceId: 'urn:uuid:5', messageNumber: 2 },
      };
      t.same(readWsMessage(writeWsMessage({ header, body }), DEFAULT_WS_LIMITS), { header, body }, body.kind);
    }
  t.end();
});

/** As in section 1.4 of WS-Discovery of April 2005, and as wsdd of Debian writes. */
const FIELD_PROBE = `<?xml version="1.0" encoding="utf-8"?>
<s:Envelope xmlns:a="http://schemas.xmlsoap.org/ws/2004/08/addressing" xmlns:d="http://schemas.xmlsoap.org/ws/2005/04/discovery"
  xmlns:i="http://printer.example.org/2003/imaging" xmlns:s="http://www.w3.org/2003/05/soap-envelope">
  <s:Header>
    <a:Action>http://schemas.xmlsoap.org/ws/2005/04/discovery/Probe</a:Action>
    <a:MessageID> uuid:0a6dc791-2be6-4991-9af1-454778a1917a </a:MessageID>
    <a:To>urn:schemas-xmlsoap-org:ws:2005:04:discovery</a:To>
    <a:ReplyTo><a:Address>http://schemas.xmlsoap.org/ws/2004/08/addressing/role/anonymous</a:Address></a:ReplyTo>
  </s:Header>
  <s:Body>
    <d:Probe>
      <d:Types>i:PrintBasic</d:Types>
      <d:Scopes MatchBy="http://schemas.xmlsoap.org/ws/2005/04/discovery/ldap">ldap:///ou=engineering,o=examplecom,c=us</d:Scopes>
    </d:Probe>
  </s:Body>
</s:Envelope>`;

t.test('a Probe as devices in the field write it is read, mixed addressing included', (t) => {
  const type = { namespace: 'http://printer.example.org/2003/imaging', local: 'PrintBasic' };
  const wanted = {
    header: { messageId: 'uuid:0a6dc791-2be6-4991-9af1-454778a1917a' },
    body: { query: { types: [type] } },
  };
  t.match(read(FIELD_PROBE), wanted);
  const mixed = FIELD_PROBE.replaceAll(
    'http://schemas.xmlsoap.org/ws/2004/08/addressing',
    'http://www.w3.org/2005/08/addressing',
  );
  t.match(read(mixed), wanted);
  t.equal(read(mixed)?.header.dialect.addressing, 'http://www.w3.org/2005/08/addressing', 'and answered so');
  t.end();
});

t.test(
  'what is no message gives nothing: not SOAP 1.2, another action, no id, unbound prefixes, what must be understood',
  (t) => {
    const broken = [
      '',
      'M-SEARCH * HTTP/1.1',
      FIELD_PROBE.slice(0, -3),
      `<!DOCTYPE x [<!ENTITY a "b">]>${FIELD_PROBE.replace(/<\?xml.*\?>/, '')}`,
      FIELD_PROBE.replace('http://www.w3.org/2003/05/soap-envelope', 'http://schemas.xmlsoap.org/soap/envelope/'),
      FIELD_PROBE.replace('discovery/Probe<', 'discovery/Hello<'),
      FIELD_PROBE.replace(/<a:MessageID>.*<\/a:MessageID>/, ''),
      FIELD_PROBE.replace('i:PrintBasic', 'nobody:PrintBasic'),
      FIELD_PROBE.replace('i:PrintBasic', 'x '.repeat(5000)),
      FIELD_PROBE.replace('<s:Header>', '<s:Header><x:Security xmlns:x="urn:x" s:mustUnderstand="1"/>'),
      FIELD_PROBE.replace('</d:Probe>', '</d:Probe><d:Probe/>'),
      FIELD_PROBE.replace('d:Probe>', 'd:Unheard>').replace('/d:Probe>', '/d:Unheard>'),
      FIELD_PROBE.replace('</s:Body>', `${' '.repeat(40_000)}</s:Body>`),
      FIELD_PROBE.replace('<d:Probe>', `<d:Probe>${'<x>'.repeat(100)}${'</x>'.repeat(100)}`),
    ];
    for (const text of broken) t.equal(read(text), undefined, text.slice(0, 60));
    t.end();
  },
);

t.test('scopes are matched by the rules of the standard', (t) => {
  const rows: readonly (readonly [rule: string | undefined, wanted: string, scope: string, isMet: boolean])[] = [
    [undefined, 'http://example.com/abc', 'http://example.com/abc/def', true],
    [undefined, 'http://example.com/abc', 'http://example.com/abcdef', false],
    [undefined, 'http://example.com/abc/', 'http://example.com/abc', true],
    [undefined, 'HTTP://Example.COM/abc', 'http://example.com/abc?query#fragment', true],
    [undefined, 'http://example.com/abc', 'http://example.com/ABC', false],
    [undefined, 'http://example.com/%61bc', 'http://example.com/abc', true],
    [undefined, 'http://example.com/a%2Fb', 'http://example.com/a/b', false],
    [undefined, 'http://example.com/abc', 'https://example.com/abc', false],
    [undefined, 'http://example.com/abc', 'http://example.com:80/abc', false],
    [undefined, 'http://example.com/a/../b', 'http://example.com/a/../b', false],
    [undefined, 'http://example.com/%zz', 'http://example.com/%zz', false],
    [undefined, 'stoa://scope/name', 'stoa://scope/name/Lamp', true],
    [undefined, 'urn:example:a', 'urn:example:a', true],
    ['uuid', 'urn:uuid:98190DC2-0890-4EF8-AC9A-5940995E6119', 'uuid:98190dc2-0890-4ef8-ac9a-5940995e6119', true],
    ['uuid', 'urn:uuid:98190dc2', 'urn:uuid:98190dc2', false],
    ['strcmp0', 'a B', 'a B', true],
    ['strcmp0', 'a b', 'a B', false],
    ['ldap', 'ldap:///ou=x', 'ldap:///ou=x', false],
    ['http://nobody/rule', 'x', 'x', false],
  ];
  for (const dialect of DIALECTS)
    for (const [rule, wanted, scope, isMet] of rows) {
      const matchBy = rule === undefined || rule.includes(':') ? rule : `${dialect.discovery}/${rule}`;
      const query = { scopes: [wanted], ...(matchBy !== undefined && { matchBy }) };
      t.equal(
        matchesQuery(query, { types: [], scopes: [scope] }, dialect),
        isMet,
        `${rule ?? 'uri'} ${wanted} ${scope}`,
      );
    }
  const none = { matchBy: `${STANDARD.discovery}/none` };
  t.equal(matchesQuery(none, { types: [], scopes: [] }, STANDARD), true);
  t.equal(matchesQuery(none, { types: [], scopes: ['a:b'] }, STANDARD), false);
  t.equal(matchesQuery({ types: [LAMP, PRINTER] }, { types: [LAMP], scopes: [] }, STANDARD), false, 'all types');
  t.equal(matchesQuery({ scopes: [FIELD.defaultScope] }, { types: [], scopes: [] }, FIELD), true, 'the default scope');
  t.end();
});

t.test('10,000 damaged messages throw nothing and cost no time to speak of', (t) => {
  const random = createSeededRandom(42);
  const sources = BODIES.flatMap((body) =>
    DIALECTS.map((dialect) => writeWsMessage({ header: { dialect, messageId: 'urn:a:b', to: dialect.group }, body })),
  );
  const start = process.cpuUsage().user;
  let understood = 0;
  for (let round = 0; round < 10_000; round++) {
    const bytes = random.pick(sources).slice();
    for (let hits = random.intBetween(1, 6); hits > 0; hits--) {
      const at = random.int(bytes.length);
      if (random.int(3) === 0) bytes.copyWithin(at, random.int(bytes.length), random.int(bytes.length));
      else bytes[at] = random.int(4) === 0 ? 0x3c : random.int(256);
    }
    if (
      readWsMessage(bytes.subarray(0, random.int(8) === 0 ? random.int(bytes.length) : bytes.length), DEFAULT_WS_LIMITS)
    )
      understood += 1;
  }
  t.ok(understood < 10_000);
  const each = (process.cpuUsage().user - start) / 10_000;
  t.ok(each < 2000, `${each.toFixed(0)} µs each`);
  t.end();
});

t.test('endpoints of any text survive writing and reading', (t) => {
  const word = fc
    .string({ minLength: 1, maxLength: 40, unit: 'grapheme-ascii' })
    .map((text) => encodeURIComponent(text));
  const name = fc.record({ namespace: word.map((text) => `urn:x:${text}`), local: fc.constantFrom('a', 'B-1', 'é') });
  const endpoint = fc.record({
    address: word.map((text) => `urn:x:${text}`),
    types: fc.array(name, { maxLength: 5 }),
    scopes: fc.array(word, { maxLength: 5 }),
    xaddrs: fc.array(word, { maxLength: 5 }),
    metadataVersion: fc.nat(),
    extensions: fc.constant([]),
  });
  fc.assert(
    fc.property(endpoint, (told) => {
      const header = { dialect: STANDARD, messageId: 'urn:a:b', to: STANDARD.group };
      const bytes = writeWsMessage({ header, body: { kind: 'hello', endpoint: told } });
      t.same(readWsMessage(bytes, DEFAULT_WS_LIMITS)?.body, { kind: 'hello', endpoint: told });
    }),
    { seed: 7, numRuns: 100 },
  );
  t.end();
});
