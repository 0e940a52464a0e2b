import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import createClient from 'openapi-fetch';
import t from 'tap';
import { httpApiModule } from '../../scripts/write-http-api.mjs';
import type { components, paths } from '../../src/http-api/index.js';
import { advertisementOf, startTestServer } from '../http/support/test-server.js';
import { PROJECT } from '../support/source-files.js';

t.test('the types of the HTTP interface are those of openapi.yaml', async (t) => {
  const file = readFileSync(join(PROJECT, 'src/http-api/index.ts'), 'utf8');
  t.equal(file, await httpApiModule(), 'run: node scripts/write-http-api.mjs');
});

t.test('openapi-fetch with these types speaks to a server', async (t) => {
  const server = await startTestServer(t, { flags: { spaces: `${PROJECT}spaces` } });
  const client = createClient<paths>({ baseUrl: server.url, headers: { accept: 'application/json' } });
  const params = { path: { space: 'main' } };

  const published = await client.POST('/spaces/{space}/documents', {
    params: { ...params, query: { period: 'PT5M' } },
    body: advertisementOf('typed'),
    bodySerializer: (body) => body,
    headers: { 'content-type': 'application/xml' },
  });
  t.equal(published.response.status, 201);
  const id = published.response.headers.get('location')?.split('/').at(-1) ?? '';

  const found = await client.GET('/spaces/{space}/documents', {
    params: { ...params, query: { name: 'typ*', limit: 5 } },
  });
  t.equal(found.error, undefined);
  t.match(found.data, { lookupResponse: { hit: [{ entry: { '@name': 'typed' } }] } });
  const only = await client.GET('/spaces/{space}/documents', { params: { ...params, query: { id } } });
  t.match(only.data, { lookupResponse: { hit: [{ entry: { '@name': 'typed' } }] } });

  const missing = await client.GET('/spaces/{space}/documents', { params: { path: { space: 'nowhere' } } });
  const problem: components['schemas']['Problem'] | string | undefined = missing.error;
  t.match(problem, { code: 'SPACE_NOT_FOUND', status: 404 });
  const wrong = await client.GET('/spaces/{space}/documents', { params: { ...params, query: { id: 'no id' } } });
  t.match(wrong.error, { code: 'PARAMETER_INVALID' });
});
