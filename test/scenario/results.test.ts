import t from 'tap';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { connect, createService } from '../../src/client/index.js';
import type { Handler } from '../../src/client/index.js';
import { serve } from '../../src/http/index.js';
import { parseXml } from '../../src/xml/index.js';
import { startTestServer } from '../http/support/test-server.js';
import { PROJECT } from '../support/source-files.js';

const reading = (sample: number): string =>
  `<reading xmlns="urn:example:survey" sample="${String(sample)}"><site>s</site><level>${String(sample)}</level></reading>`;

/** The survey of the examples, published in a space; every message on the wire is kept. */
const startSurvey = async (t: Parameters<typeof startTestServer>[0], survey: Handler) => {
  const server = await startTestServer(t);
  const url = `${server.url}/spaces/main`;
  const late: { service?: Awaited<ReturnType<typeof createService>> } = {};
  const host = await serve({
    handle: (request) => late.service?.handle(request) ?? Promise.reject(new TypeError('too early')),
  });
  t.teardown(() => host.close());
  const text = await readFile(join(PROJECT, 'examples', 'site-survey.xml'), 'utf8');
  const service = await createService(
    { advertisement: text.replace('http://127.0.0.1:4011/', host.url), handlers: { survey } },
    { space: connect(url) },
  );
  late.service = service;
  const published = await service.publish();
  t.teardown(() => published.kept.stop());
  const messages: string[] = [];
  const fetchKept: typeof fetch = async (input, init) => {
    if (init?.body instanceof Uint8Array) messages.push(new TextDecoder().decode(init.body));
    const answer = await fetch(input, init);
    if (answer.headers.get('content-type')?.includes('xml') === true) messages.push(await answer.clone().text());
    return answer;
  };
  return { space: connect(url, { fetch: fetchKept }), messages, server };
};

t.test(
  '[space:results] search, select, run, and read the results from a space that did not exist before',
  async (t) => {
    const { space, messages, server } = await startSurvey(t, async (_, { results }) => {
      for (const sample of [1, 2]) await results?.publish(reading(sample), `reading-${String(sample)}`);
      await results?.progress(2, 2);
      return { site: 's', samples: 2, mean: '1.5' };
    });
    const [hit] = (await space.lookup({ name: 'site-*' })).hits;
    t.ok(hit);
    const gate = await space.openGate(hit ?? '');
    const before = await (await server.request('/spaces')).text();
    const results = await gate.callAsync('survey', { site: 's', samples: 2 });
    const url = results.space?.url ?? '';
    t.notMatch(before, url);

    const names: string[] = [];
    for await (const { name } of results.documents()) names.push(name);
    t.same(names, ['reading-1', 'reading-2', 'progress', 'summary']);
    t.same(await results.final(), { site: 's', samples: 2, mean: '1.5' });
    for (const message of messages) t.doesNotThrow(() => parseXml(message), 'each step is an XML message');
    t.equal((await fetch(url, { headers: {} })).status, 200, 'the space says what it is');
  },
);

t.test('[space:results] only the holder of the root credential reads the results', async (t) => {
  const { space } = await startSurvey(t, () => ({ site: 's', samples: 1, mean: '1' }));
  const gate = await space.openGate((await space.lookup({ name: 'site-survey' })).hits[0] ?? '');
  const results = await gate.callAsync('survey', { site: 's', samples: 1 });
  await results.final();
  await t.rejects(connect(results.space?.url ?? '').lookup(), { code: 'CREDENTIAL_REQUIRED' });
});

t.test('a client that ends the space of results stops the work', async (t) => {
  const stopped = new Promise<void>((resolve) => {
    t.context = resolve;
  });
  const { space } = await startSurvey(t, async (_, { signal }) => {
    await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
    (t.context as () => void)();
    throw signal.reason;
  });
  const gate = await space.openGate((await space.lookup({ name: 'site-survey' })).hits[0] ?? '');
  const results = await gate.callAsync('survey', { site: 's', samples: 1 });
  await results.cancel();
  await stopped;
  await t.rejects(connect(results.space?.url ?? '').lookup(), { code: 'SPACE_GONE' });
});

t.test('without a wish for results in a space the answer comes in its message', async (t) => {
  const { space } = await startSurvey(t, (_, { results }) => ({
    site: 's',
    samples: results === undefined ? 1 : 2,
    mean: '1',
  }));
  const gate = await space.openGate((await space.lookup({ name: 'site-survey' })).hits[0] ?? '', { carry: 'relay' });
  t.same(await gate.call('survey', { site: 's', samples: 1 }), { site: 's', samples: 1, mean: '1' });
});
