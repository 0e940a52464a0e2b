import t from 'tap';
import type { Test } from 'tap';
import fc from 'fast-check';
import type { DocumentId, SubjectId } from '../../src/base/index.js';
import { writeLookupAnswer } from '../../src/http/lookup-writer.js';
import { writeMessage } from '../../src/http/messages.js';
import { toLookupResponse } from '../../src/space/index.js';
import type { LookupAnswer } from '../../src/space/index.js';
import { JSON_TYPE, XML, advertisementOf, attributeOf, codeOf, startTestServer } from './support/test-server.js';
import type { TestServer } from './support/test-server.js';

const publish = async ({ request }: TestServer, body: string, query = '') =>
  (await request(`/spaces/main/documents${query}`, { method: 'POST', headers: XML, body })).text();

const namesIn = (text: string): string[] =>
  [...text.matchAll(/<(?:\w+:)?entry [^>]* name="([^"]*)"/g)].map((match) => match[1] ?? '');

const lookup = async (t: Test, { request }: TestServer, query: string) => {
  const answer = await request(`/spaces/main/documents${query}`);
  const text = await answer.text();
  t.equal(answer.status, 200, text);
  return namesIn(text);
};

t.test('documents are found by name, kind, publisher and freshness; no match is an empty answer', async (t) => {
  const server = await startTestServer(t);
  for (const name of ['printer-1', 'printer-2', 'scanner']) await publish(server, advertisementOf(name));
  await publish(server, '<a/>', '?name=printer-manual');
  t.same(await lookup(t, server, '?name=scanner'), ['scanner']);
  t.same(await lookup(t, server, '?name=printer-%3F'), ['printer-1', 'printer-2']);
  t.same(await lookup(t, server, '?name=printer*&kind=service'), ['printer-1', 'printer-2']);
  t.same(await lookup(t, server, '?kind=document,device'), ['printer-manual']);
  t.same(await lookup(t, server, '?kind=document&kind=service&name=s*'), ['scanner']);
  t.same(await lookup(t, server, '?publisher=local&fresh=true'), [
    'printer-1',
    'printer-2',
    'scanner',
    'printer-manual',
  ]);
  t.same(await lookup(t, server, '?publisher=nobody'), []);
  t.same(await lookup(t, server, '?name=nope'), []);
});

t.test(
  '[space:lookup-union] name and partial schema give the union, each hit once, with name and advertisement',
  async (t) => {
    const server = await startTestServer(t);
    await publish(server, advertisementOf('x', 'http://127.0.0.1:9/', 'first'));
    await publish(server, advertisementOf('y', 'http://127.0.0.1:9/', 'second'));
    await publish(server, advertisementOf('z', 'http://127.0.0.1:9/', 'first'));
    const plain = await publish(server, '<plain/>', '?name=d');
    const schema = (element: string) =>
      `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:test" elementFormDefault="qualified"><xs:element name="${element}" type="xs:int"/></xs:schema>`;
    const find = async (query: string, element?: string) => {
      const answer =
        element === undefined
          ? await server.request(`/spaces/main/documents${query}`)
          : await server.request(`/spaces/main/lookup${query}`, {
              method: 'POST',
              headers: XML,
              body: schema(element),
            });
      const text = await answer.text();
      t.equal(answer.status, 200, text);
      t.equal(
        text.match(/<advertisement [^>]*xmlns/g)?.length ?? 0,
        namesIn(text).length,
        'every hit has its advertisement',
      );
      return { names: namesIn(text), text };
    };
    t.same((await find('?name=x', 'second')).names, ['y', 'x'], 'hits by name alone come last');
    t.same((await find('', 'first')).names, ['x', 'z']);
    t.same((await find('?name=x', 'first')).names, ['x', 'z']);
    const all = await find('');
    t.same(all.names, ['x', 'y', 'z', 'd']);
    t.same((await find('', 'third')).names, []);
    const uri =
      new RegExp(`uri="([^"]*${attributeOf(plain, 'entry', 'id').replace('urn:uuid:', '')})"`).exec(all.text)?.[1] ??
      '';
    t.equal(await (await fetch(uri)).text(), '<plain/>', "the plain document's advertisement fetches it");
    const message = `<lookup xmlns="urn:stoa:space:1"><name>x</name><schema>${schema('second')}</schema></lookup>`;
    const said = await server.request('/spaces/main/lookup', { method: 'POST', headers: XML, body: message });
    t.same(namesIn(await said.text()), ['y', 'x'], 'and a message says the same');
  },
);

t.test('pages are walked by Link and together are the whole, nothing twice', async (t) => {
  const server = await startTestServer(t);
  const expected: string[] = [];
  for (let at = 0; at < 23; at++) {
    expected.push(`n${at}`);
    await publish(server, '<a/>', `?name=n${at}`);
  }
  for (const limit of [1, 5, 23, 24]) {
    const walked: string[] = [];
    let path: string | undefined = `/spaces/main/documents?name=n*&limit=${limit}`;
    for (let pages = 0; path !== undefined && pages < 30; pages++) {
      const answer: Response = await fetch(new URL(path, server.url));
      walked.push(...namesIn(await answer.text()));
      path = /<([^>]+)>; rel="next"/.exec(answer.headers.get('link') ?? '')?.[1];
    }
    t.same(walked, expected, `by ${limit}`);
  }
});

t.test('a cursor belongs to its query', async (t) => {
  const server = await startTestServer(t);
  for (const name of ['a1', 'a2', 'b1']) await publish(server, '<a/>', `?name=${name}`);
  const next = attributeLink(await server.request('/spaces/main/documents?name=a*&limit=1'));
  t.match(next, /cursor=/);
  for (const path of [
    next.replace('a*', 'b*').replace('a%2A', 'b%2A'),
    '/spaces/main/documents?cursor=nonsense',
    `${next}x`,
  ]) {
    const answer = await server.request(path);
    t.equal(answer.status, 400, path);
    t.equal(codeOf(await answer.text()), 'CURSOR_INVALID');
  }
});

const attributeLink = (answer: Response): string => {
  const { pathname, search } = new URL(/<([^>]+)>/.exec(answer.headers.get('link') ?? '')?.[1] ?? '');
  return pathname + search;
};

t.test('a lookup is answered in JSON when that is asked for', async (t) => {
  const server = await startTestServer(t);
  await publish(server, advertisementOf('j'));
  const answer = await server.request('/spaces/main/documents?name=j', { headers: { accept: 'application/json' } });
  t.equal(answer.headers.get('content-type'), 'application/json; charset=utf-8');
  t.match(await answer.json(), {
    lookupResponse: { '@sequence': '1', hit: [{ entry: { '@name': 'j', '@bytes': advertisementOf('j').length } }] },
  });
});

t.test(
  '[space:lookup-partial] a partial schema is graded and explained over HTTP, by parameters as by message',
  async (t) => {
    const server = await startTestServer(t);
    await publish(server, advertisementOf('x', 'http://127.0.0.1:9/', 'first'));
    const schema = (...elements: readonly string[]) =>
      `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:test" elementFormDefault="qualified">${elements
        .map((element) => `<xs:element name="${element}" type="xs:int"/>`)
        .join('')}</xs:schema>`;
    const post = async (query: string, body: string) => {
      const answer = await server.request(`/spaces/main/lookup${query}`, { method: 'POST', headers: XML, body });
      return answer.text();
    };
    const matchIn = (text: string) => /<match grade="(\w+)" share="([\d.]+)"/.exec(text)?.slice(1);
    const hits = (text: string) => text.match(/<hit>/g)?.length ?? 0;
    const both = schema('first', 'second');
    t.equal(hits(await post('', both)), 0);
    const overlap = await post('?grade=overlap', both);
    t.same([hits(overlap), matchIn(overlap)], [1, ['overlap', '0.5']]);
    const explained = await post('?explain=true', both);
    t.equal(hits(explained), 0);
    t.match(explained, /<nearMiss><entry [^>]*name="x"/);
    t.match(explained, /<wanted kind="element" name="{urn:test}second" verdict="missing"/);
    const message = `<lookup xmlns="urn:stoa:space:1"><schema>${both}</schema><explain>true</explain></lookup>`;
    t.same(matchIn(await post('', message)), matchIn(explained), 'a message says the same');
    const method = await post(
      '?method=ping&input={urn:test}first'.replaceAll(/[{}]/g, encodeURIComponent),
      schema('first'),
    );
    t.equal(hits(method), 1);
    t.equal(codeOf(await post('?grade=none', both)), 'PARAMETER_INVALID');
    t.equal(codeOf(await post('?input=third', both)), 'PARAMETER_INVALID');
    const json = await server.request('/spaces/main/lookup?grade=overlap', {
      method: 'POST',
      headers: { ...XML, accept: 'application/json' },
      body: both,
    });
    t.match(await json.json(), { lookupResponse: { hit: [{ match: { '@grade': 'overlap', '@share': 0.5 } }] } });
  },
);

t.test('wrong parameters and schemas are refused by name', async (t) => {
  const { request } = await startTestServer(t);
  for (const query of ['?nmae=x', '?name=a&name=b', '?limit=0', '?limit=x', '?kind=thing', '?fresh=maybe', '?name='])
    t.equal(codeOf(await (await request(`/spaces/main/documents${query}`)).text()), 'PARAMETER_INVALID', query);
  const post = async (body: string, headers: Record<string, string> = XML, query = '') =>
    codeOf(await (await request(`/spaces/main/lookup${query}`, { method: 'POST', headers, body })).text());
  const xs = 'xmlns:xs="http://www.w3.org/2001/XMLSchema"';
  t.equal(await post(`<xs:schema ${xs}><xs:element nam="x"/></xs:schema>`), 'SCHEMA_INVALID');
  t.equal(await post(`<xs:element ${xs} name="x"/>`), 'MESSAGE_UNDECLARED');
  t.equal(
    await post('<publish xmlns="urn:stoa:space:1"><document><a/></document></publish>'),
    'MESSAGE_UNDECLARED',
    'only lookups are taken here',
  );
  t.equal(await post(''), 'BODY_REQUIRED');
  t.equal(await post('{"lookup":{}}', JSON_TYPE, '?name=x'), 'PARAMETER_INVALID', 'a message says everything itself');
  t.equal(await post('{"lookup":{}}', JSON_TYPE), '');
});

t.test('the fast writer of answers writes what the codec writes, byte for byte', async (t) => {
  const text = fc
    .string({ unit: 'grapheme', minLength: 1, maxLength: 20 })
    .map((value) => value.replaceAll(/[\s\p{C}]/gu, '_'));
  const at = fc.integer({ min: 0, max: 4e12 });
  const use = fc.record(
    {
      lastCallAtMs: at,
      lastFailureAtMs: at,
      lastFailure: fc.constantFrom('unreachable' as const, 'timed-out' as const),
    },
    { requiredKeys: [] },
  );
  const fields = {
    id: fc.uuid().map((id) => `urn:uuid:${id}` as DocumentId),
    kind: fc.constantFrom('service' as const, 'document' as const),
    name: text.map((name) => `${name}<&>"'`),
    version: fc.integer({ min: 1, max: 2 ** 32 - 1 }),
    sequence: fc.integer({ min: 1, max: 2 ** 40 }),
    publisher: fc.constant('lo"c&l' as SubjectId),
    publishedAtMs: at,
    updatedAtMs: at,
    expiresAtMs: at,
    stale: fc.boolean(),
    byteLength: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
  };
  const entry = fc.oneof(fc.record(fields), fc.record({ ...fields, use }));
  const advertisement = fc.constantFrom(
    '<advertisement xmlns="urn:stoa:advertisement:1" kind="device"><name>a</name></advertisement>',
    '<ad:advertisement xmlns:ad="urn:stoa:advertisement:1" kind="device"><ad:name>a</ad:name></ad:advertisement>',
    `<ad:advertisement\n kind='device' xmlns:ad='urn:stoa:advertisement:1' xmlns = ''><ad:name>é</ad:name></ad:advertisement>`,
    '<ad:advertisement xmlns:ad="urn:stoa:advertisement:1" kind="device" note=" xmlns="><ad:name>a</ad:name></ad:advertisement>',
  );
  const grade = fc.constantFrom('exact' as const, 'overlap' as const, 'none' as const);
  const share = fc.constantFrom(0, 0.5, 1, 1 / 3);
  const mismatch = fc.record({
    path: text,
    rule: fc.constant('facet'),
    message: text.map((each) => `${each}<"&\n\t`),
    change: text,
  });
  const report = fc.record(
    {
      kind: fc.constantFrom('element' as const, 'method' as const),
      name: text,
      verdict: fc.constantFrom('exact' as const, 'missing' as const),
      found: text,
      role: fc.constant('request'),
      mismatches: fc.array(mismatch, { maxLength: 2 }),
    },
    { requiredKeys: ['kind', 'name', 'verdict', 'mismatches'] },
  );
  const match = fc.record(
    { grade, share, wanted: fc.array(report, { maxLength: 2 }) },
    { requiredKeys: ['grade', 'share'] },
  );
  const hit = fc.record({ entry, advertisement, match }, { requiredKeys: ['entry', 'advertisement'] });
  const answer: fc.Arbitrary<LookupAnswer> = fc.record(
    {
      sequence: fc.nat(),
      hits: fc.array(hit, { maxLength: 4 }),
      nearMisses: fc.array(fc.record({ entry, match }), { maxLength: 2 }),
      next: fc.constant('abc-_1'),
    },
    { requiredKeys: ['sequence', 'hits'] },
  );
  fc.assert(
    fc.property(answer, (one) => {
      const expected = writeMessage('lookupResponse', { ...toLookupResponse(one) } as never, 'xml');
      return writeLookupAnswer(one) === expected || (t.equal(writeLookupAnswer(one), expected), false);
    }),
    { seed: 7, numRuns: 300 },
  );
});

t.test(
  'a schema that is too large for the event loop is published, found, graded and called all the same',
  async (t) => {
    const server = await startTestServer(t);
    const many = Array.from({ length: 900 }, (_, at) => `<xs:element name="e${at}" type="xs:int"/>`).join('\n');
    const schema = `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:test" elementFormDefault="qualified">${many}</xs:schema>`;
    t.ok(schema.length > 32_768);
    await publish(
      server,
      advertisementOf('large', 'http://127.0.0.1:9/', 'e5').replace('<xs:element name="e5" type="xs:int"/>', many),
    );
    await publish(server, advertisementOf('small', 'http://127.0.0.1:9/', 'e5'));
    const find = async (query: string, body: string) => {
      const answer = await server.request(`/spaces/main/lookup${query}`, { method: 'POST', headers: XML, body });
      return answer.text();
    };
    const fragment = schema.replace(many, '<xs:element name="e5" type="xs:short"/>');
    t.same(namesIn(await find('', fragment)), ['large', 'small'], 'a small one finds it');
    const all = await find('?grade=overlap', schema);
    t.same(namesIn(all), ['large', 'small'], 'and it finds what is small');
    t.match(all, /grade="exact" share="1"[^]*grade="overlap"/);
    const wrong = schema.replace('type="xs:int"/>', 'type="missing"/>');
    const refused = await find('', wrong);
    t.equal(codeOf(refused), 'SCHEMA_INVALID');
    t.match(refused, 'src-resolve');
    const id = attributeOf(await (await server.request('/spaces/main/documents?name=large')).text(), 'entry', 'id');
    const message = `<openGate xmlns="urn:stoa:space:1" id="${id}" carry="relay"/>`;
    const opened = await server.request('/spaces/main/gates', { method: 'POST', headers: XML, body: message });
    const gate = await opened.text();
    t.equal(opened.status, 201, gate);
    const uri = attributeOf(gate, 'openGateResponse', 'uri');
    const send = async (body: string) =>
      codeOf(await (await fetch(uri, { method: 'POST', headers: XML, body })).text());
    t.equal(await send('<e5 xmlns="urn:test">many</e5>'), 'MESSAGE_INVALID', 'the relay checks by it');
    t.equal(await send('<e5 xmlns="urn:test">5</e5>'), 'SERVICE_UNREACHABLE');
  },
);
