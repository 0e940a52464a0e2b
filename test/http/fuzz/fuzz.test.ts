import t from 'tap';
import { createSeededRandom } from '../../support/seeded-random.js';
import { startTestServer } from '../support/test-server.js';
import { fuzzServer } from './fuzz-server.js';
import { readOpenApi, readOperations } from './read-operations.js';

/** What takes more than requests made at random: an attachment needs a WebSocket, the others a server that issues tokens. */
const NOT_BY_CHANCE = ['attachService', 'getResourceMetadata', 'getIssuerMetadata', 'getToken', 'getTokenKeys'];

t.test('whatever is asked, every answer is as openapi.yaml describes it, and the server goes on', async (t) => {
  const server = await startTestServer(t);
  const { complaints, statuses, succeeded } = await fuzzServer(server.url, createSeededRandom(20_261_121), 2500);
  t.comment(JSON.stringify(statuses));
  for (const complaint of complaints.slice(0, 20)) t.fail(complaint.problem, { ...complaint });
  t.equal(complaints.length, 0);
  const missing = readOperations(readOpenApi()).filter(({ operationId }) => !succeeded.has(operationId));
  t.same(
    missing.map(({ operationId }) => operationId).filter((id) => !NOT_BY_CHANCE.includes(id)),
    [],
    'every operation succeeded now and then',
  );
  t.equal((await server.request('/health')).status, 200);
  const listed = await (await server.request('/spaces/main/documents?limit=100')).text();
  const ids = [...listed.matchAll(/<entry id="([^"]+)"/g)].map((match) => match[1] ?? '');
  t.ok(ids.length > 0);
  for (const id of ids)
    t.equal(
      (await server.request(`/spaces/main/documents/${encodeURIComponent(id)}`)).status,
      200,
      'nothing is half there',
    );
});
