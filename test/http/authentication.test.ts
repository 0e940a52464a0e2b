import t from 'tap';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import type { SpaceId } from '../../src/base/index.js';
import { createVirtualClock } from '../support/virtual-clock.js';
import {
  BILLING,
  BILLING_SECRET,
  askToken,
  createTestProver,
  getToken,
  startAuthServer,
} from '../support/auth-house.js';
import { XML, advertisementOf, attributeOf, codeOf, startTestServer } from './support/test-server.js';

const publish = (token: string, more: Readonly<Record<string, string>> = {}): RequestInit => ({
  method: 'POST',
  headers: { ...XML, authorization: `Bearer ${token}`, ...more },
  body: advertisementOf('printer'),
});
const DOCUMENTS = '/spaces/main/documents';

t.test(
  'a client gets a token for its secret, by form and by Basic, and is the publisher of what it publishes',
  async (t) => {
    const server = await startAuthServer(t);
    const basic = Buffer.from(`billing:${encodeURIComponent(BILLING_SECRET)}`).toString('base64');
    for (const [form, headers] of [
      [BILLING, {}],
      [{ grant_type: 'client_credentials' }, { authorization: `Basic ${basic}` }],
    ] as const) {
      const { status, headers: answered, body } = await askToken(server, form, headers);
      t.equal(status, 200);
      t.equal(answered.get('cache-control'), 'no-store');
      t.match(answered.get('content-type'), /^application\/json/);
      t.match(body, { token_type: 'Bearer', expires_in: 600 });
      const token = String(body['access_token']);
      t.match(decodeProtectedHeader(token), { alg: 'ES256', typ: 'at+jwt' });
      t.match(decodeJwt(token), {
        iss: server.url,
        sub: 'billing',
        client_id: 'billing',
        groups: ['ops'],
        aud: /^urn:uuid:/,
      });
      const answer = await server.request(DOCUMENTS, publish(token));
      t.equal(answer.status, 201);
      t.equal(attributeOf(await answer.text(), 'entry', 'publisher'), 'billing');
    }
  },
);

t.test('whatever is wrong with a client is answered alike, so that nothing says which clients there are', async (t) => {
  const server = await startAuthServer(t);
  const refusals = [
    { ...BILLING, client_secret: 'wrong' },
    { ...BILLING, client_id: 'nobody' },
    { grant_type: 'client_credentials', client_id: 'billing' },
  ];
  const bodies = await Promise.all(refusals.map((form) => askToken(server, form)));
  for (const { status, body } of bodies) {
    t.equal(status, 401);
    t.same(body, bodies[0]?.body);
    t.equal(body['error'], 'invalid_client');
  }
});

for (const [form, error] of [
  [{ ...BILLING, grant_type: 'password' }, 'unsupported_grant_type'],
  [{ client_id: 'billing', client_secret: BILLING_SECRET }, 'invalid_request'],
  [{ ...BILLING, scope: 'everything' }, 'invalid_scope'],
  [{ ...BILLING, resource: 'https://elsewhere.example' }, 'invalid_target'],
] as const)
  t.test(`the token endpoint answers ${error} as OAuth has it`, async (t) => {
    const { status, body } = await askToken(await startAuthServer(t), form);
    t.equal(status, 400);
    t.equal(body['error'], error);
  });

t.test('a parameter that is there twice, and two ways to authenticate, are refused', async (t) => {
  const server = await startAuthServer(t);
  const twice = `${new URLSearchParams(BILLING).toString()}&client_id=billing`;
  const answer = await server.request('/oauth/token', {
    method: 'POST',
    body: twice,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  });
  t.match(await answer.json(), { error: 'invalid_request' });
  const both = await askToken(server, BILLING, {
    authorization: `Basic ${Buffer.from('billing:x').toString('base64')}`,
  });
  t.equal(both.body['error'], 'invalid_request');
});

t.test('the token endpoint takes forms only, and no other route takes them', async (t) => {
  const server = await startAuthServer(t);
  const json = await server.request('/oauth/token', {
    method: 'POST',
    body: JSON.stringify(BILLING),
    headers: { 'content-type': 'application/json' },
  });
  t.equal(codeOf(await json.text()), 'CONTENT_TYPE_UNSUPPORTED');
  const form = await server.request(DOCUMENTS, { method: 'POST', body: new URLSearchParams({ a: 'b' }) });
  t.equal(codeOf(await form.text()), 'CONTENT_TYPE_UNSUPPORTED');
});

t.test(
  'wrong secrets of a client from one address are looked at ten times a minute, and told when again',
  async (t) => {
    const clock = createVirtualClock();
    const server = await startAuthServer(t, { collaborators: { clock } });
    const wrong = { ...BILLING, client_secret: 'wrong' };
    for (let time = 0; time < 10; time++) t.equal((await askToken(server, wrong)).status, 401);
    const refused = await askToken(server, wrong);
    t.equal(refused.status, 429);
    t.equal(refused.headers.get('retry-after'), '60');
    t.equal((await askToken(server, BILLING)).status, 429, 'the right one neither, so that guessing on gains nothing');
    await clock.advance(60_000);
    t.equal((await askToken(server, BILLING)).status, 200);
  },
);

t.test('a token that is not ours, changed, or ended is refused with its own code and a way to get one', async (t) => {
  const clock = createVirtualClock();
  const server = await startAuthServer(t, { collaborators: { clock } });
  const token = await getToken(server);
  const [head, payload = '', signature] = token.split('.');
  const other = Buffer.from(JSON.stringify({ ...decodeJwt(token), sub: 'root' })).toString('base64url');
  const unsigned = Buffer.from('{"alg":"none","typ":"at+jwt"}').toString('base64url');
  for (const [wrong, code] of [
    [`${String(head)}.${other}.${String(signature)}`, 'TOKEN_INVALID'],
    [`${unsigned}.${payload}.AA`, 'TOKEN_INVALID'],
    [`${String(head)}.${payload}.${'A'.repeat(86)}`, 'TOKEN_INVALID'],
    ['a.b.c', 'TOKEN_INVALID'],
  ] as const) {
    const answer = await server.request(DOCUMENTS, publish(wrong));
    t.equal(answer.status, 401);
    t.match(answer.headers.get('www-authenticate'), /^Bearer realm="stoa", error="invalid_token", error_description="/);
    t.match(
      answer.headers.get('www-authenticate'),
      `resource_metadata="${server.url}/.well-known/oauth-protected-resource"`,
    );
    t.equal(codeOf(await answer.text()), code);
  }
  t.equal((await server.request(DOCUMENTS, publish(token))).status, 201);
  await clock.advance(606_000);
  t.equal(codeOf(await (await server.request(DOCUMENTS, publish(token))).text()), 'TOKEN_EXPIRED');
});

t.test('[auth:bound] a token that is bound to a key needs a proof of it with each request', async (t) => {
  const server = await startAuthServer(t);
  const [mine, other] = [await createTestProver(), await createTestProver()];
  const token = await getToken(server, mine);
  t.equal((decodeJwt(token)['cnf'] as { jkt: string }).jkt, mine.key.thumbprint);
  const url = server.url + DOCUMENTS;
  const request = { method: 'POST', url, token };
  const send = async (dpop: string | undefined, scheme = 'DPoP') => {
    const headers = { authorization: `${scheme} ${token}`, ...(dpop !== undefined && { dpop }) };
    const answer = await server.request(DOCUMENTS, publish(token, headers));
    return answer.status === 201 ? 'taken' : codeOf(await answer.text());
  };
  const proof = await mine.prove(request);
  t.equal(await send(proof), 'taken');
  t.equal(await send(proof), 'DPOP_REPLAYED');
  t.equal(await send(await mine.prove(request), 'Bearer'), 'TOKEN_INVALID', 'not as a bearer token');
  t.equal(await send(undefined), 'DPOP_INVALID');
  t.equal(await send(await other.prove(request)), 'TOKEN_INVALID', 'another key');
  t.equal(await send(await mine.prove({ ...request, method: 'GET' })), 'DPOP_INVALID');
  t.equal(await send(await mine.prove({ ...request, url: `${server.url}/spaces/other/documents` })), 'DPOP_INVALID');
  t.equal(await send(await mine.prove({ ...request, url: `https://elsewhere.example${DOCUMENTS}` })), 'DPOP_INVALID');
  t.equal(await send(await mine.prove({ ...request, token: `${token}x` })), 'DPOP_INVALID', 'another token');
  t.equal(await send(await mine.prove({ method: 'POST', url })), 'DPOP_INVALID', 'no token');
  t.equal(await send('a.b.c'), 'DPOP_INVALID');
  t.equal(await send(await mine.prove({ ...request, url: `${url}?name=x` })), 'taken', 'the query is no part of it');
});

t.test('who shows what is meant to be a token and is none is not taken for somebody unknown', async (t) => {
  const server = await startAuthServer(t);
  const token = await getToken(server);
  for (const authorization of [
    'DPoP',
    'DPoP ',
    'dpop x',
    'DPoP a b',
    `DPoP ${token} x`,
    `DPoP,${token}`.replace(',', '  '),
  ]) {
    const answer = await server.request('/spaces/main', { headers: { authorization } });
    t.equal(answer.status, 401, authorization.slice(0, 12));
    t.match(codeOf(await answer.text()), /^(TOKEN|DPOP)_INVALID$/);
  }
});

t.test('a proof that was made too long ago, or in the future, is refused', async (t) => {
  const clock = createVirtualClock();
  const server = await startAuthServer(t, { collaborators: { clock } });
  const mine = await createTestProver(clock);
  const token = await getToken(server, mine);
  const proof = await mine.prove({ method: 'POST', url: server.url + DOCUMENTS, token });
  const send = async (dpop: string) =>
    codeOf(await (await server.request(DOCUMENTS, publish(token, { authorization: `DPoP ${token}`, dpop }))).text());
  const ahead = createVirtualClock();
  await clock.advance(31_000);
  t.equal(await send(proof), 'DPOP_INVALID');
  await ahead.advance(65_000);
  const prover = await createTestProver(ahead);
  const future = await prover.prove({ method: 'POST', url: server.url + DOCUMENTS, token });
  t.equal(await send(future), 'DPOP_INVALID');
});

t.test('a target that makes no URL is refused as any other', async (t) => {
  const server = await startAuthServer(t);
  const prover = await createTestProver();
  const token = await getToken(server, prover);
  const host = new URL(server.url).host;
  for (const target of [`http://${host}/spaces/main`, '*', '//x:y:z/spaces/main']) {
    const dpop = await prover.prove({ method: 'GET', url: `${server.url}/spaces/main`, token });
    const raw = await server.raw(
      `GET ${target} HTTP/1.1\r\nhost: ${host}\r\nauthorization: DPoP ${token}\r\ndpop: ${dpop}\r\nconnection: close\r\n\r\n`,
    );
    t.match(raw, /^HTTP\/1\.1 4\d\d /, target);
  }
});

t.test('metadata says where tokens are had and what is taken, and each points to the next', async (t) => {
  const server = await startAuthServer(t);
  const get = async (path: string) => (await server.request(path)).json() as Promise<Record<string, unknown>>;
  const refused = await server.request(DOCUMENTS, publish('a.b.c'));
  const [, metadata = ''] = /resource_metadata="([^"]+)"/.exec(refused.headers.get('www-authenticate') ?? '') ?? [];
  const resource = (await (await fetch(metadata)).json()) as { authorization_servers: string[] };
  t.match(resource, {
    resource: server.url,
    authorization_servers: [server.url],
    dpop_signing_alg_values_supported: ['ES256'],
  });
  const issuer = await get('/.well-known/oauth-authorization-server');
  t.match(issuer, { issuer: resource.authorization_servers[0], token_endpoint: `${server.url}/oauth/token` });
  const keys = await (await fetch(String(issuer['jwks_uri']))).text();
  t.match(keys, /"kty":"EC"/);
  t.notMatch(keys, /"d":/);
});

t.test(
  'a server without authentication has no token endpoint, and takes no token for more than a credential',
  async (t) => {
    const server = await startTestServer(t);
    for (const path of [
      '/.well-known/oauth-protected-resource',
      '/.well-known/oauth-authorization-server',
      '/oauth/jwks',
    ])
      t.equal((await server.request(path)).status, 404);
    const form = { method: 'POST', body: new URLSearchParams(BILLING) };
    t.equal((await server.request('/oauth/token', form)).status, 404);
    const answer = await server.request(DOCUMENTS, publish('a.b.c'));
    t.equal(attributeOf(await answer.text(), 'entry', 'publisher'), 'local');
  },
);

t.test(
  'with an access token, credentials of leases and spaces go in their own headers, and without one as before',
  async (t) => {
    const server = await startAuthServer(t);
    const token = await getToken(server);
    const text = await (await server.request(DOCUMENTS, publish(token))).text();
    const path = `${DOCUMENTS}/${attributeOf(text, 'entry', 'id').replace('urn:uuid:', '')}`;
    const lease = attributeOf(text, 'lease', 'credential');
    const remove = await server.request(path, {
      method: 'DELETE',
      headers: { authorization: `Bearer ${token}`, 'stoa-lease': lease },
    });
    t.equal(remove.status, 204);
  },
);

t.test(
  'keys are rotated: tokens of the old one hold until they end, and none of a key that was withdrawn',
  async (t) => {
    const server = await startAuthServer(t);
    const before = await getToken(server);
    await server.rotateKeys();
    const after = await getToken(server);
    t.not(decodeProtectedHeader(before).kid, decodeProtectedHeader(after).kid);
    t.equal((await server.request(DOCUMENTS, publish(before))).status, 201);
    t.equal((await server.request(DOCUMENTS, publish(after))).status, 201);
    await server.rotateKeys({ withdraw: true });
    for (const token of [before, after]) t.equal((await server.request(DOCUMENTS, publish(token))).status, 401);
    t.equal((await server.request(DOCUMENTS, publish(await getToken(server)))).status, 201);
  },
);

t.test('a stream of events ends with the token by which it was opened, and is taken up with another', async (t) => {
  const clock = createVirtualClock();
  const server = await startAuthServer(t, { collaborators: { clock } });
  const root = server.spaces.root(server.spaces.findByAlias('main')?.id ?? ('' as SpaceId));
  const ending = new AbortController();
  t.teardown(() => ending.abort());
  const open = async (headers: Readonly<Record<string, string>>): Promise<() => Promise<string>> => {
    const answer = await server.request('/spaces/main/events', { headers, signal: ending.signal });
    t.equal(answer.status, 200);
    const reader = answer.body?.getReader();
    let text = '';
    return async () => {
      for (let step = await reader?.read(); step?.done === false; step = await reader?.read())
        text += new TextDecoder().decode(step.value);
      return text;
    };
  };
  const token = async () => ({ authorization: `Bearer ${await getToken(server)}` });
  const read = await open(await token());
  const others = await open({ 'stoa-credential': root });
  await clock.advance(599_000);
  const later = await token();
  await clock.advance(2_000);
  t.notMatch(await read(), 'event: problem', 'it just ends: whoever reads it comes back');
  const again = await open(later);
  await server.close();
  for (const goesOn of [again, others]) t.match(await goesOn(), 'SHUTTING_DOWN');
});
