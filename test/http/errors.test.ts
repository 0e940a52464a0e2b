import t from 'tap';
import { ERROR_CODES } from '../../src/base/index.js';
import { ownSchemas } from '../../src/protocol/index.js';
import { createMemoryStore } from '../../src/store/index.js';
import type { Store } from '../../src/store/index.js';
import { parseXml } from '../../src/xml/index.js';
import { JSON_TYPE, XML, codeOf, createLogKeeper, startTestServer } from './support/test-server.js';

t.test('every failure is a problem document, in the form the client prefers', async (t) => {
  const { request } = await startTestServer(t);
  for (const [path, init, code] of [
    ['/nowhere', {}, 'ROUTE_NOT_FOUND'],
    ['/spaces/main/documents/x/y/z', {}, 'ROUTE_NOT_FOUND'],
    ['/schemas/nothing.xsd', {}, 'ROUTE_NOT_FOUND'],
    ['/schemas/constructor', {}, 'ROUTE_NOT_FOUND'],
    ['/schemas/..%2fpackage.json', {}, 'ROUTE_NOT_FOUND'],
    ['/health', { method: 'POST' }, 'METHOD_NOT_ALLOWED'],
    ['/spaces/main', { method: 'PUT', headers: XML, body: '<a/>' }, 'METHOD_NOT_ALLOWED'],
    ['/spaces/main', { method: 'PATCH', headers: XML, body: '<a/>' }, 'METHOD_NOT_ALLOWED'],
    ['/spaces/main', { method: 'POST' }, 'BODY_REQUIRED'],
    ['/spaces/main', { method: 'POST', headers: XML }, 'BODY_REQUIRED'],
    [
      '/spaces/main',
      { method: 'POST', headers: { 'content-type': 'text/plain' }, body: '<a/>' },
      'CONTENT_TYPE_UNSUPPORTED',
    ],
    [
      '/spaces/main',
      { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: 'a=b' },
      'CONTENT_TYPE_UNSUPPORTED',
    ],
    [
      '/spaces/main',
      { method: 'POST', headers: { 'content-type': 'application/xml; charset=utf-16' }, body: '<a/>' },
      'CONTENT_TYPE_UNSUPPORTED',
    ],
    [
      '/spaces/main',
      { method: 'POST', headers: { ...JSON_TYPE, 'content-encoding': 'gzip' }, body: '{}' },
      'CONTENT_TYPE_UNSUPPORTED',
    ],
    [
      '/spaces/main',
      { method: 'POST', headers: { 'content-type': 'nonsense' }, body: '<a/>' },
      'CONTENT_TYPE_UNSUPPORTED',
    ],
    ['/spaces/%', {}, 'REQUEST_MALFORMED'],
    ['/spaces/%ff', {}, 'REQUEST_MALFORMED'],
    [`/spaces/${'x'.repeat(9000)}`, {}, 'REQUEST_MALFORMED'],
    ['/spaces/main', { headers: { origin: 'http://evil.example' } }, 'ORIGIN_REFUSED'],
    ['/spaces/main', { headers: { origin: 'null' } }, 'ORIGIN_REFUSED'],
  ] as const)
    for (const [accept, type] of [
      ['application/xml', 'xml'],
      ['application/json', 'json'],
      ['image/png', 'xml'],
    ]) {
      const answer = await request(path, {
        ...init,
        headers: { ...('headers' in init ? init.headers : {}), accept: accept ?? '' },
      });
      const text = await answer.text();
      t.equal(codeOf(text), code, `${path.slice(0, 40)} ${JSON.stringify(init)} ${accept ?? ''}: ${text}`);
      t.equal(answer.status, ERROR_CODES[code].status);
      t.equal(answer.headers.get('content-type'), `application/problem+${type ?? ''}`);
      t.equal(answer.headers.get('x-content-type-options'), 'nosniff');
      if (type === 'xml') {
        const { root, source } = parseXml(text);
        t.same(ownSchemas.problem.check(root, source), [], 'and it conforms to its schema');
      } else t.match(JSON.parse(text), { type: `urn:stoa:problem:${code}`, code, instance: /^urn:stoa:request:/ });
    }
});

t.test('405 says what is allowed, and so does OPTIONS', async (t) => {
  const { request } = await startTestServer(t);
  const answer = await request('/spaces/main', { method: 'PUT', headers: XML, body: '<a/>' });
  t.same(answer.headers.get('allow')?.split(', ').sort(), ['DELETE', 'GET', 'HEAD', 'OPTIONS', 'POST']);
  const options = await request('/spaces/main/documents', { method: 'OPTIONS' });
  t.equal(options.status, 204);
  t.same(options.headers.get('allow')?.split(', ').sort(), ['GET', 'HEAD', 'OPTIONS', 'POST']);
});

t.test('pages of an allowed origin may call, and are told what they may read', async (t) => {
  const { request } = await startTestServer(t, { flags: { allowedOrigins: ['https://app.example'] } });
  const headers = { origin: 'https://app.example' };
  const preflight = await request('/spaces/main', {
    method: 'OPTIONS',
    headers: { ...headers, 'access-control-request-method': 'POST' },
  });
  t.equal(preflight.status, 204);
  t.equal(preflight.headers.get('access-control-allow-origin'), 'https://app.example');
  t.match(preflight.headers.get('access-control-allow-headers'), /Content-Type.*Stoa-Lease/);
  const answer = await request('/spaces/main/documents', { headers });
  t.equal(answer.status, 200);
  t.equal(answer.headers.get('access-control-allow-origin'), 'https://app.example');
  t.match(answer.headers.get('access-control-expose-headers'), /ETag/);
  t.equal(
    (await request('/spaces/main', { method: 'OPTIONS', headers: { origin: 'https://evil.example' } })).status,
    403,
  );
});

t.test('what fails inside is told to nobody but the log, with the request it was', async (t) => {
  const { log, lines } = createLogKeeper();
  const memory = createMemoryStore();
  let isBroken = false;
  const store: Store = {
    ...memory,
    get: (...key) => (isBroken ? Promise.reject(new Error('the disk is at /secret/path')) : memory.get(...key)),
  };
  const { request } = await startTestServer(t, { collaborators: { log, store } });
  const { headers } = await request('/spaces/main/documents', { method: 'POST', headers: XML, body: '<a/>' });
  isBroken = true;
  const accept = 'application/json, application/xml;q=0.5';
  const answer = await fetch(headers.get('location') ?? '', { headers: { accept } });
  isBroken = false;
  t.equal(answer.status, 500);
  const text = await answer.text();
  t.equal(codeOf(text), 'INTERNAL');
  t.notMatch(text, 'secret');
  const requestId = (JSON.parse(text) as { instance: string }).instance.replace('urn:stoa:request:', '');
  const line = lines.find(([level]) => level === 'error');
  t.match(line?.[1], { requestId, route: '/spaces/:space/documents/:id', err: { message: /secret/ } });
});

t.test('the log names routes and never addresses, credentials or documents', async (t) => {
  const { log, lines } = createLogKeeper();
  const { request } = await startTestServer(t, { flags: { logLevel: 'debug' }, collaborators: { log } });
  await request('/spaces/main/relay/secret-address', {
    method: 'POST',
    headers: { ...XML, authorization: 'Bearer secret-token' },
    body: '<secret-document/>',
  });
  await request('/spaces/main/documents?name=x', {
    headers: { 'stoa-credential': 'secret-credential', 'stoa-lease': 'secret-lease' },
  });
  t.notMatch(JSON.stringify(lines), 'secret');
  const requests = lines.filter(([, , message]) => message === 'request').map(([, fields]) => fields);
  t.match(requests, [
    { method: 'POST', route: '/spaces/:space/relay/:address', status: 404, requestId: /-1$/ },
    { method: 'GET', route: '/spaces/:space/documents', status: 200, requestId: /-2$/ },
  ]);
});

t.test('the index is a page for browsers and text for others', async (t) => {
  const { request, url } = await startTestServer(t);
  const page = await request('/', {
    headers: { accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8' },
  });
  t.match(page.headers.get('content-type'), 'text/html');
  t.match(await page.text(), `<a href="${url}/spaces/main">main</a>`);
  const text = await request('/');
  t.match(text.headers.get('content-type'), 'text/plain');
  t.match(await text.text(), `${url}/spaces/main  main`);
});

t.test('what describes the server is served', async (t) => {
  const { request, url } = await startTestServer(t);
  t.same(await (await request('/health')).json(), { status: 'ok' });
  t.match(await (await request('/openapi.yaml')).text(), /^openapi: 3\.1\.0/);
  const schema = await request('/schemas/space.xsd');
  t.match(schema.headers.get('content-type'), 'application/xml');
  t.match(await schema.text(), /targetNamespace="urn:stoa:space:1"/);
  const spaces = await (await request('/spaces')).text();
  t.match(spaces, `uri="${url}/spaces/main" alias="main"/></spaces>`);
  const { root, source } = parseXml(spaces);
  t.same(ownSchemas.space.check(root, source), []);
  t.match(await (await request('/spaces', { headers: { accept: 'application/json' } })).json(), {
    spaces: { space: [{ '@alias': 'main' }] },
  });
  const keys = await request('/spaces/main/keys');
  t.match(keys.headers.get('content-type'), 'application/jwk-set+json');
  t.match(await keys.json(), { keys: [{ kty: 'EC', crv: 'P-256', alg: 'ES256', use: 'sig' }] });
  t.notMatch(await (await request('/spaces/main/keys')).text(), '"d"', 'nothing of the private key');
});
