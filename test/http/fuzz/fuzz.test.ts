import t from 'tap';
import type { Test } from 'tap';
import { hashSecret } from '../../../src/server/auth/secret-hash.js';
import { BILLING, BILLING_SECRET, askToken, startAuthServer } from '../../support/auth-house.js';
import { createSeededRandom } from '../../support/seeded-random.js';
import { XML, startTestServer } from '../support/test-server.js';
import type { TestServer } from '../support/test-server.js';
import { fuzzServer } from './fuzz-server.js';
import { readOpenApi, readOperations } from './read-operations.js';

/** What takes more than requests made at random: an attachment needs a WebSocket, the others a server that issues tokens. */
const NOT_BY_CHANCE = ['attachService', 'getResourceMetadata', 'getIssuerMetadata', 'getToken', 'getTokenKeys'];

/** What none may fail that is there. */
const assertWhole = async (t: Test, server: TestServer, headers: Readonly<Record<string, string>>): Promise<void> => {
  t.equal((await server.request('/health')).status, 200);
  const listed = await (await server.request('/spaces/main/documents?limit=100', { headers })).text();
  const ids = [...listed.matchAll(/<entry id="([^"]+)"/g)].map((match) => match[1] ?? '');
  t.ok(ids.length > 0);
  for (const id of ids) {
    const path = `/spaces/main/documents/${encodeURIComponent(id)}`;
    t.equal((await server.request(path, { headers })).status, 200, 'nothing is half there');
  }
};

t.test('whatever is asked, every answer is as openapi.yaml describes it, and the server goes on', async (t) => {
  const server = await startTestServer(t);
  const { complaints, statuses, succeeded } = await fuzzServer(server, createSeededRandom(20_261_121), 2000);
  t.comment(JSON.stringify(statuses));
  for (const complaint of complaints.slice(0, 20)) t.fail(complaint.problem, { ...complaint });
  t.equal(complaints.length, 0);
  const missing = readOperations(readOpenApi()).filter(({ operationId }) => !succeeded.has(operationId));
  t.same(
    missing.map(({ operationId }) => operationId).filter((id) => !NOT_BY_CHANCE.includes(id)),
    [],
    'every operation succeeded now and then',
  );
  await assertWhole(t, server, {});
});

const POLICY =
  '<policy xmlns="urn:stoa:space:1"><access><grant to="group:ops" actions="publish lookup read open spawn"/>' +
  '<grant to="authenticated" actions="lookup read open" name="p*"/><grant to="anyone" actions="lookup" name="note"/>' +
  '</access></policy>';

t.test('where callers say who they are it is the same, and nobody is told of what it may not find', async (t) => {
  const secretHash = await hashSecret(BILLING_SECRET, 10);
  const clients = [
    { id: 'billing', secretHash, groups: ['ops'] },
    { id: 'guest', secretHash },
  ];
  const server = await startAuthServer(t, { auth: { clients } });
  const forms = [BILLING, { ...BILLING, client_id: 'guest' }];
  const tokens = await Promise.all(forms.map(async (form) => (await askToken(server, form)).body['access_token']));
  const callers = tokens.map((token) => `Bearer ${String(token)}`);
  const space = server.spaces.findByAlias('main');
  const root = space ? server.spaces.root(space.id) : '';
  const put = { method: 'PUT', headers: { ...XML, 'stoa-credential': root }, body: POLICY };
  t.equal((await server.request('/spaces/main/policy', put)).status, 200);
  const texts = forms.map((form) => new URLSearchParams(form).toString());
  const fuzzed = { url: server.url, callers, forms: texts, hidden: 'zebra' };
  const { complaints, statuses, succeeded } = await fuzzServer(fuzzed, createSeededRandom(20_261_122), 1200);
  t.comment(JSON.stringify(statuses));
  for (const complaint of complaints.slice(0, 20)) t.fail(complaint.problem, { ...complaint });
  t.equal(complaints.length, 0);
  for (const id of NOT_BY_CHANCE) t.equal(succeeded.has(id), id !== 'attachService', id);
  await assertWhole(t, server, { authorization: callers[0] ?? '' });
});
