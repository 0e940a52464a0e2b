// The whole story in one run: a space, two services, two ways to find them, gates, calls, and results in a space of their own.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, loadConfiguration, startServer } from 'stoa';
import { startSiteSurvey } from './site-survey.mjs';
import { startUnitConverter } from './unit-converter.mjs';
import { createTracer } from './trace.mjs';

const tracer = createTracer();
const { step, say } = tracer;
const data = await mkdtemp(join(tmpdir(), 'stoa-demo-'));

step('A space starts, on the embedded store');
const configuration = await loadConfiguration({
  flags: { data, port: 0, logLevel: 'error' },
  environment: {},
  folder: data,
});
const server = await startServer(configuration);
const url = `${server.url}/spaces/main`;
say(`${url}  (store in ${data})`);

step('Two services publish their advertisements, and someone leaves a plain document');
const services = [];
let failed = false;
try {
  services.push(await startUnitConverter(connect(url)), await startSiteSurvey(connect(url)));
  const space = connect(url, { fetch: tracer.fetch });
  const minutes = await space.publish(await readFile(new URL('minutes.xml', import.meta.url)), { name: 'minutes' });
  say(`published ${minutes.entry.id}, held until ${new Date(minutes.lease.expiresAtMs).toISOString()}`);

  step('Found by name');
  const [converter] = (await space.lookup({ name: 'unit-*' })).hits;
  say(`found ${converter.entry.name}`);

  step('Found by contract: a partial schema with no name in it');
  const wanted = await readFile(new URL('want-convert.xsd', import.meta.url), 'utf8');
  const { hits } = await space.lookup({ schema: wanted });
  say(`found ${hits.map(({ entry }) => entry.name).join(', ')}`);

  step('A gate is opened, and called with plain JavaScript values');
  const gate = await space.openGate(hits[0]);
  say(`converted: ${JSON.stringify(await gate.call('convert', { value: '3', unit: 'km', to: 'mi' }))}`);

  step('A wrong value is refused before a byte is sent');
  const refusal = await gate.call('convert', { value: '3', unit: 'parsec', to: 'mi' }).catch((error) => error);
  say(`${refusal.code}: ${refusal.findings.map(({ path, message }) => `${path}: ${message}`).join('; ')}`);
  if (refusal.code !== 'VALUE_INVALID') throw refusal;

  step('The same service through a relay: the space forwards the message');
  const relay = await space.openGate(hits[0], { carry: 'relay' });
  say(`converted: ${JSON.stringify(await relay.call('convert', { value: '26.2', unit: 'mi', to: 'km' }))}`);

  step('A long job: its results come in a new space');
  const [survey] = (await space.lookup({ name: 'site-survey' })).hits;
  const job = await space.openGate(survey);
  const results = await job.callAsync('survey', { site: 'harbour', samples: 3 });
  say(`results come in ${results.space.url}`);
  for await (const document of results.documents()) say(`read ${document.name}`);
  say(`summary: ${JSON.stringify(await results.final())}`);
  await Promise.all([gate.close(), relay.close(), job.close()]);
} catch (error) {
  failed = true;
  say(`the demo failed: ${error.stack ?? error}`);
} finally {
  step('Everything is put away');
  for (const { stop } of services) await stop();
  await server.close();
  await rm(data, { recursive: true, force: true });
}

if (failed) process.exit(1);
say('Try next, in two terminals:');
say('  npm start                                                        a space that stays');
say('  node examples/unit-converter.mjs                                 a service in it');
say('  npx stoa lookup --schema examples/want-convert.xsd               find it by contract');
say('  npx stoa call unit-converter convert --value 3 --unit km --to mi');
say('  npx stoa watch                                                   see what comes and goes');
