import t from 'tap';
import type { Test } from 'tap';
import { XML, advertisementOf, attributeOf, codeOf, startTestServer } from './support/test-server.js';
import type { TestServer } from './support/test-server.js';

const ODD = [
  '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n<!-- before -->\n<?pi data?>\n\n<a   b = "1"\n c=\'2\' ><!-- in -->\t<![CDATA[ <raw> ]]> &#x41;&amp;</a >\n<!-- after -->\n\n',
  '\ufeff<a/>',
  '<n1:a xmlns:n1="urn:a" xmlns:unused="urn:u">\u00e9\u{1F600}</n1:a>',
  '<a>\r\n  <b></b>\r\n</a>\r\n',
];

const publish = async (t: Test, { request }: TestServer, body: string | Uint8Array<ArrayBuffer>, query = '') => {
  const answer = await request(`/spaces/main/documents${query}`, { method: 'POST', headers: XML, body });
  const text = await answer.text();
  t.equal(answer.status, 201, text);
  return {
    location: answer.headers.get('location') ?? '',
    etag: answer.headers.get('etag') ?? '',
    lease: { 'stoa-lease': attributeOf(text, 'lease', 'credential') },
    leaseId: attributeOf(text, 'lease', 'id').replace('urn:uuid:', ''),
    text,
  };
};

t.test('[space:store] services, devices and any XML stand side by side and come back byte for byte', async (t) => {
  const server = await startTestServer(t);
  const device =
    '<advertisement xmlns="urn:stoa:advertisement:1" kind="device"><name>lamp</name><endpoint uri="http://127.0.0.1:9/" binding="upnp"/></advertisement>';
  for (const document of [advertisementOf('a'), device, ...ODD]) {
    const bytes = Buffer.from(document);
    const { location } = await publish(t, server, bytes);
    const answer = await fetch(location);
    t.equal(answer.status, 200);
    t.same(Buffer.from(await answer.arrayBuffer()), bytes);
    t.equal(answer.headers.get('content-type'), 'application/xml; charset=utf-8');
    t.match(answer.headers.get('content-security-policy'), /sandbox/, 'what strangers publish runs in no browser');
    t.equal(answer.headers.get('x-content-type-options'), 'nosniff');
  }
});

t.test('what the space says of a document stands in the headers', async (t) => {
  const server = await startTestServer(t);
  const { location, etag } = await publish(t, server, '<a/>', `?name=${encodeURIComponent('née\u{1F600}')}&period=1m`);
  const { headers } = await fetch(location);
  t.match(headers.get('stoa-id'), /^urn:uuid:/);
  t.equal(decodeURIComponent(headers.get('stoa-name') ?? ''), 'née\u{1F600}');
  t.match(
    [headers.get('stoa-kind'), headers.get('stoa-version'), headers.get('stoa-stale')],
    ['document', '1', 'false'],
  );
  t.ok(Date.parse(headers.get('stoa-expires') ?? '') > Date.now());
  t.ok(Date.parse(headers.get('last-modified') ?? '') > 0);
  t.equal(headers.get('etag'), etag);
  t.equal(headers.get('cache-control'), 'no-cache');
});

t.test('HEAD tells the same as GET and sends no body', async (t) => {
  const server = await startTestServer(t);
  const { location } = await publish(t, server, '<a>text</a>');
  const [head, get] = [await fetch(location, { method: 'HEAD' }), await fetch(location)];
  t.equal(head.status, 200);
  t.equal(await head.text(), '');
  for (const name of ['etag', 'content-type', 'content-length', 'stoa-version'])
    t.equal(head.headers.get(name), get.headers.get(name), name);
  t.equal((await fetch(`${location}0`, { method: 'HEAD' })).status, 404);
});

t.test('a client that has the bytes is told so, until they change', async (t) => {
  const server = await startTestServer(t);
  const { location, etag, lease } = await publish(t, server, '<a/>');
  for (const tag of [etag, `W/${etag}`, '*', `"x", ${etag}`]) {
    const answer = await fetch(location, { headers: { 'if-none-match': tag } });
    t.equal(answer.status, 304, tag);
    t.equal(await answer.text(), '');
    t.equal(answer.headers.get('etag'), etag);
  }
  t.equal((await fetch(location, { headers: { 'if-none-match': '"x"' } })).status, 200);
  const updated = await fetch(location, { method: 'PUT', headers: { ...XML, ...lease }, body: '<a>2</a>' });
  t.equal(updated.status, 200);
  t.not(updated.headers.get('etag'), etag);
  t.equal((await fetch(location, { headers: { 'if-none-match': etag } })).status, 200);
});

t.test('a renewal changes neither bytes nor ETag', async (t) => {
  const server = await startTestServer(t);
  const { location, etag, lease, leaseId } = await publish(t, server, '<a/>');
  t.equal(
    (await server.request(`/spaces/main/leases/${leaseId}?period=PT5S`, { method: 'PUT', headers: lease })).status,
    200,
  );
  t.equal((await fetch(location)).headers.get('etag'), etag);
});

t.test('a URN that is published again after removal has another ETag', async (t) => {
  const server = await startTestServer(t);
  const body = (text: string) =>
    `<advertisement xmlns="urn:stoa:advertisement:1" kind="device" id="urn:example:lamp"><name>${text}</name><endpoint uri="http://127.0.0.1:9/" binding="upnp"/></advertisement>`;
  const first = await publish(t, server, body('one'));
  t.match(first.location, /\/documents\/urn%3Aexample%3Alamp$/);
  await fetch(first.location, { method: 'DELETE', headers: first.lease });
  const second = await publish(t, server, body('two'));
  t.equal(second.location, first.location);
  t.not(second.etag, first.etag);
  const again = await server.request('/spaces/main/documents', {
    method: 'POST',
    headers: { ...XML, ...second.lease },
    body: body('three'),
  });
  t.equal(again.status, 200, 'with the credential it is an update');
  t.match(await again.text(), /version="2"/);
});

t.test('If-Match guards a change against another one', async (t) => {
  const server = await startTestServer(t);
  const { location, etag, lease } = await publish(t, server, '<a/>');
  const put = (tag: string, body: string) =>
    fetch(location, { method: 'PUT', headers: { ...XML, ...lease, 'if-match': tag }, body });
  t.equal((await put(etag, '<a>2</a>')).status, 200);
  for (const tag of [etag, '"x"', `W/${etag}`, 'nonsense']) {
    const answer = await put(tag, '<a>3</a>');
    t.equal(answer.status, 412, tag);
    t.equal(codeOf(await answer.text()), 'VERSION_CONFLICT');
  }
  t.equal(await (await fetch(location)).text(), '<a>2</a>');
  t.equal((await put('*', '<a>4</a>')).status, 200);
  t.equal((await fetch(location, { method: 'DELETE', headers: { ...lease, 'if-match': etag } })).status, 412);
  t.equal((await fetch(location, { method: 'DELETE', headers: lease })).status, 204);
  t.equal((await fetch(location, { method: 'DELETE', headers: lease })).status, 404);
});

t.test('of changes under one ETag that race, one wins', async (t) => {
  const server = await startTestServer(t);
  const { location, etag, lease } = await publish(t, server, '<a/>');
  const put = (body: string) =>
    fetch(location, { method: 'PUT', headers: { ...XML, ...lease, 'if-match': etag }, body });
  const statuses = (await Promise.all(['<a>1</a>', '<a>2</a>', '<a>3</a>', '<a>4</a>'].map(put))).map(
    ({ status }) => status,
  );
  t.same(statuses.sort(), [200, 412, 412, 412]);
});

t.test('only the holder of the lease changes a document', async (t) => {
  const server = await startTestServer(t);
  const [{ location }, other] = [await publish(t, server, '<a/>'), await publish(t, server, '<b/>')];
  for (const [headers, status, code] of [
    [{}, 401, 'CREDENTIAL_REQUIRED'],
    [other.lease, 403, 'CREDENTIAL_INVALID'],
    [{ authorization: 'Bearer nonsense' }, 403, 'CREDENTIAL_INVALID'],
  ] as const)
    for (const method of ['PUT', 'DELETE']) {
      const answer = await fetch(location, {
        method,
        headers: { ...XML, ...headers },
        ...(method === 'PUT' && { body: '<a/>' }),
      });
      t.equal(answer.status, status);
      t.equal(codeOf(await answer.text()), code);
      t.equal(answer.headers.get('www-authenticate'), status === 401 ? 'Bearer realm="stoa"' : null);
    }
  t.equal((await fetch(location)).status, 200);
});

t.test('a document has an advertisement that leads back to it', async (t) => {
  const server = await startTestServer(t);
  const { location } = await publish(t, server, '<plain/>', '?name=d');
  const answer = await fetch(`${location}/advertisement`);
  t.equal(answer.status, 200);
  const text = await answer.text();
  t.match(text, /kind="document"/);
  t.equal(attributeOf(text, 'endpoint', 'uri'), location);
  const json = await (await fetch(`${location}/advertisement`, { headers: { accept: 'application/json' } })).json();
  t.match(json, { advertisement: { '@kind': 'document', name: 'd' } });
  const own = await publish(t, server, advertisementOf('svc'));
  t.equal(await (await fetch(`${own.location}/advertisement`)).text(), advertisementOf('svc'));
});

t.test('a document is served as XML or not at all', async (t) => {
  const server = await startTestServer(t);
  const { location } = await publish(t, server, '<a/>');
  t.equal((await fetch(location, { headers: { accept: 'application/json' } })).status, 406);
  t.equal((await fetch(location, { headers: { accept: 'text/html,application/xml;q=0.9' } })).status, 200);
});

t.test('what is no document is refused and nothing is kept of it', async (t) => {
  const server = await startTestServer(t);
  for (const [body, headers, code, status] of [
    ['', XML, 'BODY_REQUIRED', 400],
    ['<a>', XML, 'XML_NOT_WELL_FORMED', 400],
    ['<!DOCTYPE a><a/>', XML, 'XML_DOCTYPE_FORBIDDEN', 400],
    ['{"a":1}', { 'content-type': 'application/json' }, 'CONTENT_TYPE_UNSUPPORTED', 415],
    ['<advertisement xmlns="urn:stoa:advertisement:1" kind="service"/>', XML, 'ADVERTISEMENT_INVALID', 422],
  ] as const) {
    const answer = await server.request('/spaces/main/documents', { method: 'POST', headers, body });
    t.equal(codeOf(await answer.text()), code, body);
    t.equal(answer.status, status);
  }
  t.match(await (await server.request('/spaces/main/documents')).text(), /^<lookupResponse [^>]*\/>$/);
});

for (const [path, code] of [
  ['/spaces/nowhere/documents', 'SPACE_NOT_FOUND'],
  ['/spaces/00000000-0000-7000-8000-000000000000/documents', 'SPACE_NOT_FOUND'],
  ['/spaces/main/documents/nonsense', 'DOCUMENT_NOT_FOUND'],
  ['/spaces/main/documents/00000000-0000-7000-8000-000000000000', 'DOCUMENT_NOT_FOUND'],
  ['/spaces/main/documents/urn%3Aexample%3Anothing', 'DOCUMENT_NOT_FOUND'],
  ['/spaces/main/documents/..%2f..%2fetc%2fpasswd', 'DOCUMENT_NOT_FOUND'],
] as const)
  t.test(`${path} leads nowhere`, async (t) => {
    const { request } = await startTestServer(t);
    const answer = await request(path);
    t.equal(answer.status, 404);
    t.equal(codeOf(await answer.text()), code);
  });
