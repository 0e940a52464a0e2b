// npm run build && node scripts/event-loop-delay.mjs [DOCUMENTS]
// Sends hostile schemas to a server with DOCUMENTS (10,000) documents, as advertisements and as partial schemas, by
// themselves and in messages, and prints how long each held the server's event loop at most, beside what an idle server
// shows: by the clock, and on the processor (where Linux tells it), which is what it would be on a machine with nothing else to do.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

/** Resolution of the delay's histogram in milliseconds. */
const RESOLUTION_MS = 1;

/** Watches how much processor time the main thread takes between two turns of its loop. */
const watchProcessor = () => {
  const file = `/proc/self/task/${process.pid}/schedstat`;
  const read = () => (existsSync(file) ? Number(readFileSync(file, 'latin1').split(' ')[0]) : 0);
  const watch = { max: 0 };
  let last = read();
  setInterval(() => {
    const now = read();
    watch.max = Math.max(watch.max, now - last);
    last = now;
  }, RESOLUTION_MS);
  return watch;
};

const serve = async (count) => {
  const { connect, loadConfiguration, startServer } = await import('../dist/index.js');
  const data = await mkdtemp(join(tmpdir(), 'stoa-delay-'));
  const flags = { data, port: 0, logLevel: 'silent' };
  const server = await startServer(await loadConfiguration({ folder: data, environment: {}, flags }));
  const url = `${server.url}/spaces/main`;
  const space = connect(url);
  for (let at = 0; at < count; at += 64) {
    const batch = Array.from({ length: Math.min(64, count - at) }, (_, offset) => at + offset);
    await Promise.all(
      batch.map((each) => space.publish(`<note xmlns="urn:idle">${each}</note>`, { periodMs: 3_600_000 })),
    );
  }
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  delay.enable();
  const processor = watchProcessor();
  process.on('message', async (message) => {
    if (message === 'reset') {
      delay.reset();
      processor.max = 0;
    }
    if (message === 'read') process.send({ maxMs: delay.max / 1e6, processorMs: processor.max / 1e6 });
    if (message !== 'stop') return;
    await server.close();
    await rm(data, { recursive: true, force: true });
    process.exit(0);
  });
  process.send({ url });
};

const range = (count, each) => Array.from({ length: count }, (_, at) => each(at)).join('\n');
const schema = (body) =>
  `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns="urn:h" targetNamespace="urn:h" elementFormDefault="qualified">` +
  `<xs:element name="root" type="Root"/>${body}</xs:schema>`;
const sequence = (body) => `<xs:complexType name="Root"><xs:sequence>${body}</xs:sequence></xs:complexType>`;
const local = (at) => `<xs:element name="e${at}" type="xs:int" minOccurs="0"/>`;
const limited = (name, facets) =>
  `<xs:simpleType name="${name}"><xs:restriction base="xs:string">${facets}</xs:restriction></xs:simpleType>`;
const nest = (depth, body) =>
  depth === 0
    ? body
    : `<xs:element name="n${depth}"><xs:complexType><xs:sequence>${nest(depth - 1, body)}</xs:sequence></xs:complexType></xs:element>`;

/** Schemas that cost much for their size, by what is large about them. */
const HOSTILE = {
  '36,500 global elements': schema(sequence(local(0)) + range(36_500, (at) => `<xs:element name="g${at}"/>`)),
  '10,000 global elements': schema(
    sequence(local(0)) + range(10_000, (at) => `<xs:element name="g${at}" type="xs:int"/>`),
  ),
  'sequence of 10,000 optional elements': schema(sequence(range(10_000, local))),
  'choice of 10,000': schema(sequence(`<xs:choice maxOccurs="unbounded">${range(10_000, local)}</xs:choice>`)),
  '400 optional elements in 32 kB': schema(sequence(range(400, local))),
  'elements nested 60 deep, 100 times': schema(
    sequence(
      range(
        100,
        (at) =>
          `<xs:element name="d${at}"><xs:complexType><xs:sequence>${nest(60, '')}</xs:sequence></xs:complexType></xs:element>`,
      ),
    ),
  ),
  'groups that double 30 times': schema(
    `<xs:group name="g0"><xs:sequence><xs:element name="x" type="xs:int"/></xs:sequence></xs:group>` +
      range(
        30,
        (at) =>
          `<xs:group name="g${at + 1}"><xs:sequence><xs:group ref="g${at}"/><xs:group ref="g${at}"/></xs:sequence></xs:group>`,
      ) +
      sequence('<xs:group ref="g30"/>'),
  ),
  'counts of 9,999 in each other': schema(
    sequence(
      `<xs:sequence maxOccurs="99"><xs:element name="a" maxOccurs="9999"/><xs:element name="b" maxOccurs="9999"/></xs:sequence>`,
    ),
  ),
  'enumeration of 20,000': schema(
    limited(
      'T',
      range(20_000, (at) => `<xs:enumeration value="v${at}"/>`),
    ) + sequence('<xs:element name="t" type="T"/>'),
  ),
  '(a+)+b and patterns of 4,000 characters': schema(
    range(60, (at) =>
      limited(`P${at}`, `<xs:pattern value="(a+)+b"/><xs:pattern value="${'(a|b?c*)'.repeat(400)}"/>`),
    ) + sequence(range(60, (at) => `<xs:element name="p${at}" type="P${at}"/>`)),
  ),
  'pattern with counts': schema(
    limited('Q', '<xs:pattern value="((a{1,60}){1,60}){1,10}"/>') + sequence('<xs:element name="q" type="Q"/>'),
  ),
  'types derived 250 times': schema(
    `<xs:complexType name="T0"><xs:sequence>${local('x')}</xs:sequence></xs:complexType>` +
      range(
        250,
        (at) =>
          `<xs:complexType name="T${at + 1}"><xs:complexContent><xs:extension base="T${at}"><xs:sequence>${local(`x${at}`)}</xs:sequence></xs:extension></xs:complexContent></xs:complexType>`,
      ) +
      sequence('<xs:element name="t" type="T0"/>'),
  ),
  'substitution group of 5,000': schema(
    `<xs:element name="head" type="xs:string" abstract="true"/>` +
      range(5000, (at) => `<xs:element name="m${at}" substitutionGroup="head"/>`) +
      sequence('<xs:element ref="head" maxOccurs="unbounded"/>'),
  ),
  '2,000 types that all refer to each other': schema(
    range(
      2000,
      (at) =>
        `<xs:complexType name="C${at}"><xs:sequence><xs:element name="a" type="C${(at * 7 + 1) % 2000}" minOccurs="0"/><xs:element name="b" type="C${(at * 13 + 5) % 2000}" minOccurs="0"/></xs:sequence></xs:complexType>`,
    ) + sequence('<xs:element name="c" type="C0"/>'),
  ),
  '300 attributes, 60 types': schema(
    range(
      60,
      (at) =>
        `<xs:complexType name="A${at}">${range(100, (each) => `<xs:attribute name="a${each}" type="xs:int"/>`)}</xs:complexType>`,
    ) + sequence('<xs:element name="a" type="A0"/>'),
  ),
};

const advertisement = (text) =>
  `<advertisement xmlns="urn:stoa:advertisement:1" xmlns:h="urn:h" kind="service"><name>hostile</name>` +
  `<endpoint uri="http://127.0.0.1:9/" binding="stoa-http"/><interface><method name="m"><request element="h:root"/></method>` +
  `<schema>${text}</schema></interface></advertisement>`;

const MESSAGE = 'xmlns="urn:stoa:space:1"';

const ask = async (child) => {
  child.send('read');
  const [held] = await once(child, 'message');
  return held;
};

const measure = async (child, work) => {
  child.send('reset');
  const from = performance.now();
  const outcome = await work();
  const tookMs = performance.now() - from;
  await sleep(20);
  return { ...(await ask(child)), tookMs, outcome };
};

const codeOf = async (answer) => /<code>(\w+)/.exec(await answer.text())?.[1] ?? String(answer.status);

const run = async (count) => {
  const child = fork(fileURLToPath(import.meta.url), ['--serve', String(count)], {
    execArgv: ['--max-semi-space-size=64', '--min-semi-space-size=64'],
  });
  const [{ url }] = await once(child, 'message');
  const post = async (path, body) =>
    codeOf(await fetch(`${url}${path}`, { method: 'POST', headers: { 'content-type': 'application/xml' }, body }));
  const idle = await measure(child, () => sleep(3000));
  console.log(
    `idle: ${idle.maxMs.toFixed(1)} ms (${idle.processorMs.toFixed(1)} on the processor), with ${count} documents`,
  );
  let [worst, worstProcessor] = [0, 0];
  for (const [name, text] of Object.entries(HOSTILE)) {
    for (const [kind, work] of [
      ['publish', () => post('/documents', advertisement(text))],
      ['lookup', () => post('/lookup?grade=overlap&explain=true', text)],
      ['again', () => post('/lookup', text)],
      ['message publish', () => post('', `<publish ${MESSAGE}><document>${advertisement(text)}</document></publish>`)],
      ['message lookup', () => post('', `<lookup ${MESSAGE}><schema>${text}</schema></lookup>`)],
    ]) {
      const { maxMs, processorMs, tookMs, outcome } = await measure(child, work);
      worst = Math.max(worst, maxMs);
      worstProcessor = Math.max(worstProcessor, processorMs);
      console.log(
        `${maxMs.toFixed(1).padStart(7)} ms held, ${processorMs.toFixed(1).padStart(5)} on the processor, ${tookMs.toFixed(0).padStart(6)} ms until answered: ${kind} ${name} (${(text.length / 1000).toFixed(0)} kB): ${outcome}`,
      );
    }
  }
  child.send('stop');
  console.log(
    `worst: ${worst.toFixed(1)} ms, ${(worst - idle.maxMs).toFixed(1)} ms over idle; ${worstProcessor.toFixed(1)} ms on the processor`,
  );
  process.exitCode = worst - idle.maxMs > 50 ? 1 : 0;
};

if (process.argv[2] === '--serve') await serve(Number(process.argv[3]));
else await run(Number(process.argv[2] ?? 10_000));
