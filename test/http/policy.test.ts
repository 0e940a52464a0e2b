import t from 'tap';
import { JSON_TYPE, XML, advertisementOf, attributeOf, codeOf } from './support/test-server.js';
import { getToken, startAuthServer } from '../support/auth-house.js';

const SPACE = '/spaces/main';
const POLICY = `${SPACE}/policy`;

const start = async (t: Parameters<typeof startAuthServer>[0]) => {
  const server = await startAuthServer(t);
  const space = server.spaces.findByAlias('main');
  if (!space) throw new RangeError('the space is not declared');
  return { server, space, root: { 'stoa-credential': server.spaces.root(space.id) } };
};

const policyOf = (content: string): string => `<policy xmlns="urn:stoa:space:1">${content}</policy>`;

t.test('the policy is read and changed by REST, in XML and JSON, with its version as ETag', async (t) => {
  const { server, root } = await start(t);
  const first = await server.request(POLICY, { headers: root });
  t.equal(first.status, 200);
  t.equal(first.headers.get('etag'), '"0"');
  t.match(await first.text(), /default="true".*to="authenticated" actions="publish lookup read open spawn"/s);
  const changed = await server.request(POLICY, {
    method: 'PUT',
    headers: { ...XML, ...root, 'if-match': '"0"' },
    body: policyOf('<access><grant to="anyone" actions="lookup"/></access><quota documents="5" bytes="1000"/>'),
  });
  t.equal(changed.status, 200);
  t.equal(changed.headers.get('etag'), '"1"');
  const json = await server.request(POLICY, { headers: { ...root, accept: 'application/json' } });
  t.same(await json.json(), {
    policyResponse: {
      '@version': 1,
      access: { grant: [{ '@to': 'anyone', '@actions': ['lookup'] }] },
      quota: { '@documents': 5, '@bytes': '1000' },
    },
  });
  t.equal((await server.request(POLICY, { headers: { ...root, 'if-none-match': '"1"' } })).status, 304);
  const late = await server.request(POLICY, {
    method: 'PUT',
    headers: { ...JSON_TYPE, ...root, 'if-match': '"0"' },
    body: JSON.stringify({ policy: { access: {} } }),
  });
  t.equal(late.status, 412);
  t.equal(codeOf(await late.text()), 'VERSION_CONFLICT');
  t.equal((await server.request(`${SPACE}/documents`)).status, 200, 'anyone may look up now');
});

t.test('the policy is changed by a message too, and by nobody without the root credential', async (t) => {
  const { server, root } = await start(t);
  const body = policyOf('<access><grant to="group:ops" actions="lookup"/></access>');
  const post = (headers: Readonly<Record<string, string>>) =>
    server.request(SPACE, { method: 'POST', headers: { ...XML, ...headers }, body });
  const token = await getToken(server);
  for (const [headers, status, code] of [
    [{}, 401, 'CREDENTIAL_REQUIRED'],
    [{ authorization: `Bearer ${token}` }, 401, 'CREDENTIAL_REQUIRED'],
    [{ 'stoa-credential': 'rc1.wrong' }, 403, 'CREDENTIAL_INVALID'],
  ] as const) {
    const answer = await post(headers);
    t.equal(answer.status, status);
    t.equal(codeOf(await answer.text()), code);
  }
  const answer = await post(root);
  t.equal(answer.status, 200);
  t.equal(attributeOf(await answer.text(), 'policyResponse', 'version'), '1');
});

t.test('who is not admitted is told where to say who it is; who said it, that it is not enough', async (t) => {
  const { server, root } = await start(t);
  const paths = ['documents', 'documents?name=printer', 'events', 'documents/01932b6e-7c5a-7000-8000-000000000001'];
  for (const path of paths) {
    const answer = await server.request(`${SPACE}/${path}`);
    t.equal(answer.status, 401, path);
    const metadata = `${server.url}/.well-known/oauth-protected-resource`;
    t.match(answer.headers.get('www-authenticate'), `resource_metadata="${metadata}"`);
    const text = await answer.text();
    t.equal(codeOf(text), 'AUTHENTICATION_REQUIRED');
    t.ok(text.includes(metadata), 'the problem names it too');
  }
  await server.request(POLICY, { method: 'PUT', headers: { ...XML, ...root }, body: policyOf('<access/>') });
  const authorization = `Bearer ${await getToken(server)}`;
  for (const path of paths) {
    const answer = await server.request(`${SPACE}/${path}`, { headers: { authorization } });
    t.equal(answer.status, 401, 'nobody is admitted without the root credential now');
    t.equal(codeOf(await answer.text()), 'CREDENTIAL_REQUIRED', path);
  }
  const others = policyOf('<access><grant to="group:others" actions="lookup read"/></access>');
  await server.request(POLICY, { method: 'PUT', headers: { ...XML, ...root }, body: others });
  for (const path of paths) {
    const answer = await server.request(`${SPACE}/${path}`, { headers: { authorization } });
    t.equal(answer.status, 403, path);
    t.equal(codeOf(await answer.text()), 'ACCESS_DENIED');
  }
});

t.test('the quick way for lookups asks the policy as the others do', async (t) => {
  const { server } = await start(t);
  const authorization = `Bearer ${await getToken(server)}`;
  await server.request(`${SPACE}/documents`, {
    method: 'POST',
    headers: { ...XML, authorization },
    body: advertisementOf('printer'),
  });
  for (let time = 0; time < 3; time++) {
    t.equal((await server.request(`${SPACE}/documents?name=printer`, { headers: { authorization } })).status, 200);
    t.equal((await server.request(`${SPACE}/documents?name=printer`)).status, 401);
  }
});

for (const [what, body, code] of [
  ['an unknown action', policyOf('<access><grant to="anyone" actions="rule"/></access>'), 'MESSAGE_INVALID'],
  ['an unknown grantee', policyOf('<access><grant to="all" actions="read"/></access>'), 'MESSAGE_INVALID'],
  [
    'methods without open',
    policyOf('<access><grant to="anyone" actions="read" methods="m"/></access>'),
    'PARAMETER_INVALID',
  ],
  ['a negative limit', policyOf('<quota documents="-1"/>'), 'MESSAGE_INVALID'],
  ['another message', '<lookup xmlns="urn:stoa:space:1"/>', 'MESSAGE_UNDECLARED'],
] as const)
  t.test(`a policy with ${what} is refused, and nothing of it holds`, async (t) => {
    const { server, root } = await start(t);
    const answer = await server.request(POLICY, { method: 'PUT', headers: { ...XML, ...root }, body });
    t.equal(codeOf(await answer.text()), code);
    t.equal((await server.request(POLICY, { headers: root })).headers.get('etag'), '"0"');
  });

t.test('what is no ETag of a policy matches none', async (t) => {
  const { server, root } = await start(t);
  const headers = { ...XML, ...root, 'if-match': '"1.2"' };
  const answer = await server.request(POLICY, { method: 'PUT', headers, body: policyOf('<access/>') });
  t.equal(answer.status, 412);
});

t.test('a client that has too much, or sends too much, is told when to try again', async (t) => {
  const { server, root } = await start(t);
  const setQuota = (quota: string) =>
    server.request(POLICY, { method: 'PUT', headers: { ...XML, ...root }, body: policyOf(`<quota ${quota}/>`) });
  const authorization = `Bearer ${await getToken(server)}`;
  const headers = { ...XML, authorization };
  const publish = () =>
    server.request(`${SPACE}/documents`, { method: 'POST', headers, body: advertisementOf('printer') });
  await setQuota('documents="1" gates="1"');
  const published = await publish();
  t.equal(published.status, 201);
  const refused = await publish();
  t.equal(refused.status, 429);
  t.equal(refused.headers.get('retry-after'), '60');
  const problem = await refused.text();
  t.equal(codeOf(problem), 'CLIENT_QUOTA_EXCEEDED');
  t.match(problem, '<limit>documents</limit>');
  const id = attributeOf(await published.text(), 'entry', 'id');
  const open = (as: Readonly<Record<string, string>> = headers) =>
    server.request(`${SPACE}/gates`, {
      method: 'POST',
      headers: as,
      body: `<openGate xmlns="urn:stoa:space:1" id="${id}" carry="relay" period="PT60S"/>`,
    });
  const gate = await open();
  t.equal(gate.status, 201);
  const second = await open();
  t.equal(second.status, 429);
  t.ok(Number(second.headers.get('retry-after')) > 50);
  const asRoot = { ...XML, ...root };
  t.same([(await open(asRoot)).status, (await open(asRoot)).status], [201, 201], 'the ruler of the space has no limit');
  const relay = attributeOf(await gate.text(), 'openGateResponse', 'uri');
  await setQuota('calls="2"');
  const lookUp = () => server.request(`${SPACE}/documents?name=printer`, { headers: { authorization } });
  const statuses = [(await lookUp()).status, (await lookUp()).status, (await lookUp()).status];
  t.same(statuses.sort(), [200, 200, 429]);
  const call = await fetch(relay, { method: 'POST', headers: XML, body: '<ping xmlns="urn:test">1</ping>' });
  t.equal(call.status, 429, 'calls through a relay are counted with whoever opened the gate');
  t.equal(call.headers.get('retry-after'), '1');
  t.equal(codeOf(await call.text()), 'RATE_LIMITED');
  t.equal((await server.request(POLICY, { headers: root })).status, 200, 'the ruler of the space is not');
});

t.test('a stream of events is one call, where each client may send one a second', async (t) => {
  const { server, root } = await start(t);
  const body = policyOf('<quota calls="1" subscriptions="1"/>');
  await server.request(POLICY, { method: 'PUT', headers: { ...XML, ...root }, body });
  const authorization = `Bearer ${await getToken(server)}`;
  const gone = new AbortController();
  const stream = await server.request(`${SPACE}/events`, { headers: { authorization }, signal: gone.signal });
  t.equal(stream.status, 200);
  t.equal((await server.request(`${SPACE}/events`, { headers: { authorization } })).status, 429);
  gone.abort();
});

t.test('refreshing gates, and asking for the policy, are counted; what ends something is counted apart', async (t) => {
  const { server, root } = await start(t);
  const headers = { ...XML, authorization: `Bearer ${await getToken(server)}` };
  const send = (
    path: string,
    method: string,
    { body, ...more }: { body?: string; [name: string]: string | undefined } = {},
  ) =>
    server.request(`${SPACE}${path}`, {
      method,
      headers: { ...headers, ...more } as Record<string, string>,
      ...(body !== undefined && { body }),
    });
  const published = await (await send('/documents', 'POST', { body: advertisementOf('printer') })).text();
  const id = attributeOf(published, 'entry', 'id');
  const gates: { path: string; control: string }[] = [];
  for (let at = 0; at < 3; at++) {
    const text = await (
      await send('/gates', 'POST', { body: `<openGate xmlns="urn:stoa:space:1" id="${id}" carry="relay"/>` })
    ).text();
    const [gate, control] = ['gate', 'control'].map((name) => attributeOf(text, 'openGateResponse', name));
    gates.push({ path: `/gates/${encodeURIComponent(gate ?? '')}`, control: control ?? '' });
  }
  const [first = { path: '', control: '' }] = gates;
  const spawned = await (
    await send('/spaces', 'POST', { body: '<spawn xmlns="urn:stoa:space:1"><name>workshop</name></spawn>' })
  ).text();
  const quota = policyOf('<quota calls="2"/>');
  await server.request(POLICY, { method: 'PUT', headers: { ...XML, ...root }, body: quota });
  const refresh = async () =>
    (await send(`${first.path}/refresh`, 'POST', { 'stoa-control': first.control, authorization: '' })).status;
  t.same([await refresh(), await refresh(), await refresh()], [200, 200, 429], 'by whoever opened the gate');
  t.equal((await send('/policy', 'GET')).status, 429);
  t.equal((await server.request(POLICY, { headers: root })).status, 200);
  const closed: number[] = [];
  for (const { path, control } of gates) closed.push((await send(path, 'DELETE', { 'stoa-control': control })).status);
  t.same(closed, [204, 204, 429]);
  const lease = attributeOf(published, 'lease', 'credential');
  const removed = await send(`/documents/${encodeURIComponent(id)}`, 'DELETE', { 'stoa-lease': lease });
  t.equal(codeOf(await removed.text()), 'RATE_LIMITED', 'endings are not without limit either');
  const own = attributeOf(spawned, 'spawnResponse', 'space');
  const rootOfOwn = { 'stoa-credential': attributeOf(spawned, 'spawnResponse', 'root') };
  const at = `/spaces/${encodeURIComponent(own)}`;
  await server.request(`${at}/policy`, {
    method: 'PUT',
    headers: { ...XML, ...rootOfOwn },
    body: policyOf('<quota calls="1"/>'),
  });
  const end = async (shown: string) =>
    (await server.request(at, { method: 'DELETE', headers: { ...headers, 'stoa-lease': shown } })).status;
  t.same([await end('wrong'), await end('wrong')], [403, 429]);
});

t.test(
  '[spawn:root] a root credential that was stolen is replaced by REST: it is refused, and so are the gates that it opened',
  async (t) => {
    const { server, root } = await start(t);
    const replace = (shown: Record<string, string>, seed: string) =>
      server.request(`${SPACE}/root`, {
        method: 'PUT',
        headers: { ...XML, ...shown },
        body: `<replaceRoot xmlns="urn:stoa:space:1" seed="${seed}"/>`,
      });
    const revoke = policyOf('<access/>');
    await server.request(POLICY, { method: 'PUT', headers: { ...XML, ...root }, body: revoke });
    const published = await (
      await server.request(`${SPACE}/documents`, {
        method: 'POST',
        headers: { ...XML, ...root },
        body: advertisementOf('pinger'),
      })
    ).text();
    const id = attributeOf(published, 'entry', 'id');
    const openGate = (shown: Record<string, string>) =>
      server.request(`${SPACE}/gates`, {
        method: 'POST',
        headers: { ...XML, ...shown },
        body: `<openGate xmlns="urn:stoa:space:1" id="${id}" carry="relay"/>`,
      });
    const gate = await (await openGate(root)).text();
    const refresh = async (text: string) => {
      const path = `${SPACE}/gates/${encodeURIComponent(attributeOf(text, 'openGateResponse', 'gate'))}/refresh`;
      const control = attributeOf(text, 'openGateResponse', 'control');
      return server.request(path, { method: 'POST', headers: { 'stoa-control': control } });
    };
    t.equal((await refresh(gate)).status, 200);
    t.equal(codeOf(await (await replace(root, 'short')).text()), 'MESSAGE_INVALID');
    const answer = await replace(root, 's'.repeat(43));
    t.equal(answer.status, 200);
    t.equal(answer.headers.get('cache-control'), 'no-store');
    const next = { 'stoa-credential': attributeOf(await answer.text(), 'replaceRootResponse', 'root') };
    t.equal(codeOf(await (await server.request(POLICY, { headers: root })).text()), 'CREDENTIAL_INVALID');
    t.equal(codeOf(await (await replace(root, 'x'.repeat(43))).text()), 'CREDENTIAL_INVALID');
    t.equal((await server.request(POLICY, { headers: next })).status, 200);
    t.equal(codeOf(await (await refresh(gate)).text()), 'GATE_CLOSED');
    t.equal((await openGate(root)).status, 403);
    const own = await (await openGate(next)).text();
    t.equal((await refresh(own)).status, 200, 'those of the new one stand');
    await replace(next, 'y'.repeat(43));
    t.equal(codeOf(await (await refresh(own)).text()), 'GATE_CLOSED');
  },
);
