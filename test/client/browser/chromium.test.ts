import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { chromium } from 'playwright-core';
import type { Page } from 'playwright-core';
import t from 'tap';
import type { Test } from 'tap';
import { CLIENT, EVENTS, PARTS, measureBundle } from '../../../scripts/bundle-size.mjs';
import { ServiceFault } from '../../../src/client/index.js';
import { connect, createService } from '../../../src/client/index.js';
import { serve } from '../../../src/http/index.js';
import { startTestServer } from '../../http/support/test-server.js';
import { PROJECT } from '../../support/source-files.js';

const CHROMIUM = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
const skip = existsSync(CHROMIUM)
  ? false
  : `no Chromium at ${CHROMIUM}: install the package chromium, or name it in CHROMIUM`;

const METRES = { m: 1, km: 1000, ft: 0.3048, mi: 1609.344 } as const;

interface Convert {
  readonly value: string;
  readonly unit: keyof typeof METRES;
  readonly to: keyof typeof METRES;
}

const convert = (given: unknown): { readonly value: string; readonly unit: string } => {
  const { value, unit, to } = given as Convert;
  const metres = Number(value) * METRES[unit];
  if (metres > 1e12)
    throw new ServiceFault({
      element: { namespace: 'urn:example:units', local: 'outOfRange' },
      value: { largest: '1000000000000' },
    });
  return { value: String(Number((metres / METRES[to]).toPrecision(12))), unit: to };
};

/** The page and its program, in the files that a bundler splits it into. */
const bundlePage = async (): Promise<ReadonlyMap<string, string>> => {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('page.ts', import.meta.url))],
    bundle: true,
    splitting: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    outdir: '/out',
    write: false,
    logLevel: 'silent',
  });
  return new Map(outputFiles.map(({ path, text }) => [path.replace('/out', ''), text]));
};

const PAGE = '<!doctype html><title>page</title><script type="module" src="/page.js"></script>';

/** Serves a page on an origin of its own; `policy` is its content security policy. */
const servePage = async (
  t: Test,
  files: ReadonlyMap<string, string>,
  { policy, loaded = new Set() }: { readonly policy: string; readonly loaded?: Set<string> },
): Promise<string> => {
  const server = createServer(({ url = '/' }, response) => {
    const script = files.get(url);
    if (script !== undefined) loaded.add(url);
    response.setHeader('content-security-policy', policy);
    response.setHeader('content-type', script === undefined ? 'text/html' : 'text/javascript');
    response.end(script ?? PAGE);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.teardown(() => server.close());
  return `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
};

/** A space that admits pages of `origin`, with a unit converter that does too. */
const startSpace = async (t: Test, origin: string): Promise<string> => {
  const server = await startTestServer(t, { flags: { spaces: `${PROJECT}spaces`, allowedOrigins: [origin] } });
  const space = connect(`${server.url}/spaces/main`);
  const made: { handle?: Awaited<ReturnType<typeof createService>>['handle'] } = {};
  const host = await serve({
    allowedOrigins: [origin],
    handle: async (request) => {
      if (made.handle === undefined) throw new TypeError('called before it was made');
      return made.handle(request);
    },
  });
  t.teardown(() => host.close());
  const advertisement = readFileSync(`${PROJECT}examples/unit-converter.xml`, 'utf8');
  const service = await createService(
    { advertisement: advertisement.replace('http://127.0.0.1:4010/', host.url), handlers: { convert } },
    { space },
  );
  made.handle = service.handle;
  const published = await service.publish();
  t.teardown(() => published.kept.stop());
  return `${server.url}/spaces/main`;
};

/** A page in a browser. */
const openPage = async (t: Test): Promise<Page> => {
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
  t.teardown(() => browser.close());
  return browser.newPage();
};

/** Plays the page's scene in a browser. */
const playIn = async (t: Test, policy: string): Promise<Readonly<Record<string, unknown>>> => {
  const origin = await servePage(t, await bundlePage(), { policy });
  const url = await startSpace(t, origin);
  const page = await openPage(t);
  const complaints: string[] = [];
  page.on('pageerror', ({ message }) => complaints.push(message));
  await page.goto(origin);
  await page.waitForFunction(() => 'play' in globalThis);
  const told = await page.evaluate(
    (space) => (globalThis as unknown as { play: (url: string) => Promise<Record<string, unknown>> }).play(space),
    url,
  );
  t.same(complaints, []);
  return told;
};

const EXPECTED = {
  direct: { value: '42.1648128', unit: 'km' },
  relay: { value: '42.1648128', unit: 'km' },
  fault: { code: 'VALUE_INVALID', name: 'StoaError', rules: ['cvc-datatype-valid.1.2.1'] },
  refused: { code: 'SERVICE_FAILED', name: 'StoaError', rules: [] },
  missing: { code: 'DOCUMENT_NOT_FOUND', name: 'StoaError', rules: [] },
  heard: ['published note'],
  published: 'note',
  untyped: { value: '42.1648128', unit: 'km' },
};

t.test(
  'a page of another origin finds a service, calls it directly and by relay, errs and listens, in Chromium',
  { skip, timeout: 60_000 },
  async (t) => {
    const { eval: evaluated, ...told } = await playIn(
      t,
      "default-src 'self'; script-src 'self' 'unsafe-eval'; connect-src *",
    );
    t.same(told, EXPECTED);
    t.same(evaluated, { value: 1 });
  },
);

t.test(
  'the same where the page forbids code from strings: neither codecs nor gates without codecs need any',
  { skip, timeout: 60_000 },
  async (t) => {
    const { eval: evaluated, ...told } = await playIn(t, "default-src 'self'; script-src 'self'; connect-src *");
    t.same(told, EXPECTED);
    t.match(evaluated, { name: 'EvalError' }, 'the policy holds');
  },
);

/** A page's program that finds a service, calls it, and listens for a note. */
const plainUse = (space: string): string => `(async () => {
  const { connect, UnitConverterClient } = await import('/stdin.js');
  const space = connect('${space}');
  const converter = await UnitConverterClient.open(space);
  const subscription = await space.subscribe({ name: 'note' });
  const listen = async () => {
    for await (const { event } of subscription) return event;
  };
  globalThis.heard = listen();
  const { value } = await converter.convert({ value: '26.2', unit: 'mi', to: 'km' });
  await converter.close();
  return value;
})()`;

t.test(
  'a page that finds a service, calls it and listens loads what is measured as loaded at first, and nothing else',
  { skip, timeout: 60_000 },
  async (t) => {
    const { chunks } = await measureBundle(PARTS[CLIENT] ?? '', EVENTS);
    const files = chunks.map(({ path, text, isFirst }) => ({ name: path.replace(/^out/, ''), text, isFirst }));
    const loaded = new Set<string>();
    const origin = await servePage(t, new Map(files.map(({ name, text }) => [name, text])), {
      policy: "default-src 'self'; connect-src *",
      loaded,
    });
    const url = await startSpace(t, origin);
    const page = await openPage(t);
    await page.goto(origin);
    t.equal(await page.evaluate(plainUse(url)), '42.1648128');
    await connect(url).publish('<note xmlns="urn:example:note">to a page</note>', { name: 'note' });
    t.equal(await page.evaluate('globalThis.heard'), 'published');
    const measured = files.filter(({ isFirst }) => isFirst).map(({ name }) => name);
    t.same([...loaded].toSorted(), measured.toSorted());
  },
);
