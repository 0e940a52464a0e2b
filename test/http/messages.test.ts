import t from 'tap';
import { SPACE_METHODS } from '../../src/protocol/index.js';
import { JSON_TYPE, XML, advertisementOf, attributeOf, codeOf, startTestServer } from './support/test-server.js';

const NS = 'xmlns="urn:stoa:space:1"';

t.test(
  '[space:messages] a client that knows only the URI reads what may be sent, sends it, and is told of what may not',
  async (t) => {
    const server = await startTestServer(t);
    const uri = `${server.url}/spaces/main`;
    const advertisement = await (await fetch(uri)).text();
    t.match(advertisement, /kind="space"/);
    const methods = [...advertisement.matchAll(/<(?:\w+:)?method\b[^>]* name="([^"]+)"/g)].map((match) => match[1]);
    t.same([...methods].sort(), Object.keys(SPACE_METHODS).sort());
    t.equal(attributeOf(advertisement, 'endpoint', 'uri'), uri);

    const declared = await fetch(uri, { method: 'POST', headers: XML, body: `<lookup ${NS}/>` });
    t.equal(declared.status, 200);
    t.match(await declared.text(), /^<lookupResponse xmlns="urn:stoa:space:1" sequence="\d+"/);

    const undeclared = await fetch(uri, { method: 'POST', headers: XML, body: `<dance ${NS}/>` });
    t.equal(undeclared.status, 422);
    t.equal(undeclared.headers.get('content-type'), 'application/problem+xml');
    const problem = await undeclared.text();
    t.equal(codeOf(problem), 'MESSAGE_UNDECLARED');
    t.match(problem, /dance/, 'with the reason');
    for (const method of Object.keys(SPACE_METHODS)) t.match(problem, method, 'and what is declared');
  },
);

t.test('every message goes both ways in XML', async (t) => {
  const { request } = await startTestServer(t);
  const send = async (message: string, status = 200): Promise<string> => {
    const answer = await request('/spaces/main', { method: 'POST', headers: XML, body: message });
    const text = await answer.text();
    t.equal(answer.status, status, text);
    t.equal(answer.headers.get('cache-control'), 'no-store', 'answers may hold credentials');
    return text;
  };
  const published = await send(
    `<publish ${NS} period="PT60S" name="note"><document><note xmlns="urn:n">hi</note></document></publish>`,
  );
  t.match(published, /^<publishResponse /);
  const [id, lease, credential] = [
    attributeOf(published, 'entry', 'id'),
    attributeOf(published, 'lease', 'id'),
    attributeOf(published, 'lease', 'credential'),
  ];
  t.equal(attributeOf(published, 'lease', 'period'), 'PT60S');
  t.match(await send(`<read ${NS} id="${id}"/>`), '<note xmlns="urn:n">hi</note>');
  t.match(await send(`<read ${NS} id="${id}" view="advertisement"/>`), /kind="document"/);
  t.match(await send(`<lookup ${NS}><name>no*</name></lookup>`), /name="note"/);
  t.match(
    await send(
      `<update ${NS} id="${id}" credential="${credential}"><document><note xmlns="urn:n">ho</note></document></update>`,
    ),
    /version="2"/,
  );
  t.match(await send(`<renew ${NS} lease="${lease}" period="PT30S" credential="${credential}"/>`), /period="PT30S"/);
  const spawned = await send(`<spawn ${NS} period="PT60S"><name>child</name></spawn>`);
  t.match(attributeOf(spawned, 'spawnResponse', 'uri'), /\/spaces\/[0-9a-f-]{36}$/);
  const subscribed = await send(`<subscribe ${NS}><kind>service</kind></subscribe>`);
  t.match(
    attributeOf(subscribed, 'subscribeResponse', 'events'),
    /\/spaces\/main\/subscriptions\/[0-9a-f-]{36}\/events$/,
  );
  t.match(
    await send(
      `<cancel ${NS} lease="${attributeOf(subscribed, 'lease', 'id')}" credential="${attributeOf(subscribed, 'lease', 'credential')}"/>`,
    ),
    /^<cancelResponse /,
  );
  t.match(await send(`<remove ${NS} id="${id}" credential="${credential}"/>`), /^<removeResponse /);
  t.equal(codeOf(await send(`<read ${NS} id="${id}"/>`, 404)), 'DOCUMENT_NOT_FOUND');
  t.equal(codeOf(await send(`<destroy ${NS}/>`, 409)), 'SPACE_DECLARED');
});

t.test('a message is the same in JSON, its documents XML texts in it', async (t) => {
  const { request } = await startTestServer(t);
  const send = async (message: object, status = 200) => {
    const answer = await request('/spaces/main', {
      method: 'POST',
      headers: { ...JSON_TYPE, accept: 'application/json' },
      body: JSON.stringify(message),
    });
    const text = await answer.text();
    t.equal(answer.status, status, text);
    t.match(
      answer.headers.get('content-type'),
      status === 200 ? 'application/json; charset=utf-8' : 'application/problem+json',
    );
    return JSON.parse(text);
  };
  const { publishResponse } = await send({
    publish: { '@period': 'PT60S', document: { '{urn:stoa:advertisement:1}advertisement': [advertisementOf('ping')] } },
  });
  t.match(publishResponse, {
    entry: { '@kind': 'service', '@name': 'ping', '@version': 1, '@stale': false },
    lease: { '@period': 'PT60S' },
  });
  const { lookupResponse } = await send({ lookup: { name: 'ping', limit: 5 } });
  t.equal(lookupResponse.hit.length, 1);
  t.match(lookupResponse.hit[0].advertisement['{urn:stoa:advertisement:1}advertisement'][0], /^<advertisement /);
  t.equal((await send({ dance: {} }, 422)).code, 'MESSAGE_UNDECLARED');
  t.match(await send({ lookup: { limit: 'many' } }, 422), { code: 'VALUE_INVALID' });
  t.match(await send({ lookup: { nmae: 'x' } }, 422), { code: 'VALUE_INVALID' });
  t.match(await send({ publish: { document: { '{urn:n}a': ['<a xmlns="urn:n"'] } } }, 422), { code: 'VALUE_INVALID' });
  t.match(await send({ '{urn:stoa:space:1}lookup': { kind: ['service'] } }), {
    lookupResponse: { hit: [{ entry: { '@name': 'ping' } }] },
  });
});

for (const [what, body] of [
  ['no object', '[]'],
  ['no member', '{}'],
  ['two members', '{"lookup":{},"read":{}}'],
  ['no JSON', '{"lookup":'],
  ['JSON nested without end', `{"lookup":${'['.repeat(100_000)}${']'.repeat(100_000)}}`],
] as const)
  t.test(`a JSON body with ${what} is malformed`, async (t) => {
    const { request } = await startTestServer(t);
    const answer = await request('/spaces/main', { method: 'POST', headers: JSON_TYPE, body });
    t.equal(answer.status, 400);
    t.equal(codeOf(await answer.text()), 'REQUEST_MALFORMED');
  });

t.test('members that JavaScript objects have of themselves are members like any other', async (t) => {
  const { request } = await startTestServer(t);
  for (const body of ['{"__proto__":{}}', '{"constructor":{}}', '{"toString":{}}', '{"hasOwnProperty":{}}'])
    t.equal(
      codeOf(await (await request('/spaces/main', { method: 'POST', headers: JSON_TYPE, body })).text()),
      'MESSAGE_UNDECLARED',
      body,
    );
  for (const body of [
    '{"lookup":{"__proto__":{"name":"x"}}}',
    '{"lookup":{"constructor":"x"}}',
    '{"lookup":{"toString":1}}',
  ])
    t.equal(
      codeOf(await (await request('/spaces/main', { method: 'POST', headers: JSON_TYPE, body })).text()),
      'VALUE_INVALID',
      body,
    );
});

t.test('XML that is no message is refused with its own code and place', async (t) => {
  const { request } = await startTestServer(t);
  for (const [body, code] of [
    [`<lookup ${NS}>`, 'XML_NOT_WELL_FORMED'],
    [`<!DOCTYPE lookup><lookup ${NS}/>`, 'XML_DOCTYPE_FORBIDDEN'],
    [Uint8Array.from([0x3c, 0x61, 0xff, 0x2f, 0x3e]), 'XML_ENCODING_UNSUPPORTED'],
    ['<lookup/>', 'MESSAGE_UNDECLARED'],
    [`<lookupResponse ${NS} sequence="1"/>`, 'MESSAGE_UNDECLARED'],
    [`<event ${NS}/>`, 'MESSAGE_UNDECLARED'],
    [`<lookup ${NS}><nmae>x</nmae></lookup>`, 'MESSAGE_INVALID'],
    [`<lookup ${NS}><limit>-1</limit></lookup>`, 'MESSAGE_INVALID'],
    [`<read ${NS}/>`, 'MESSAGE_INVALID'],
  ] as const)
    t.equal(
      codeOf(await (await request('/spaces/main', { method: 'POST', headers: XML, body })).text()),
      code,
      String(body),
    );
  const answer = await request('/spaces/main', {
    method: 'POST',
    headers: XML,
    body: `<lookup ${NS}>\n<nmae>x</nmae></lookup>`,
  });
  t.match(await answer.text(), /<finding><rule>cvc-[^<]+<\/rule>.*<line>2<\/line>/);
});

t.test('a large message is read outside the event loop, with the same outcome as a small one', async (t) => {
  const { request } = await startTestServer(t);
  const send = async (path: string, type: Record<string, string>, body: string): Promise<string> => {
    const answer = await request(path, { method: 'POST', headers: type, body });
    return `${String(answer.status)} ${await answer.text()}`;
  };
  const schemaOf = (count: number): string =>
    `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:m">${Array.from({ length: count }, (_, at) => `<xs:element name="e${at}" type="xs:int"/>`).join('')}</xs:schema>`;
  const publishOf = (count: number): string =>
    `<publish ${NS} name="m"><document><advertisement xmlns="urn:stoa:advertisement:1" xmlns:m="urn:m" kind="service"><name>m${count}</name>` +
    `<endpoint uri="http://127.0.0.1:9/" binding="stoa-http"/><interface><method name="a"><request element="m:e0"/></method>` +
    `<schema>${schemaOf(count)}</schema></interface></advertisement></document></publish>`;
  const lookupOf = (count: number): string => `<lookup ${NS}><schema>${schemaOf(count)}</schema></lookup>`;
  const plain = (text: string): string => text.replaceAll(/<instance>[^<]*|e\d+|m\d+|\d{2,}/g, '');
  for (const count of [3, 900]) {
    t.match(await send('/spaces/main', XML, publishOf(count)), /^200 <publishResponse/);
    const found = await send('/spaces/main/lookup', XML, lookupOf(count));
    t.match(found, new RegExp(`^200 .*name="m${String(count)}".*grade="exact"`, 's'));
    t.match(
      await send('/spaces/main', JSON_TYPE, JSON.stringify({ lookup: { name: ['x'.repeat(count * 40)] } })),
      /^4/,
    );
  }
  for (const wrong of [
    (body: string) => body.replace('</publish>', ''),
    (body: string) => body.replaceAll('publish', 'dance'),
    (body: string) => body.replace('<publish', '<publish colour="red"'),
    (body: string) => body.replace('"xs:int"', '"missing"'),
  ]) {
    const [small, large] = [
      await send('/spaces/main', XML, wrong(publishOf(3))),
      await send('/spaces/main', XML, wrong(publishOf(900))),
    ];
    t.match(small, /^4/);
    t.equal(plain(large), plain(small));
  }
});
