import { connect } from '../../../src/client/index.js';
import { UnitConverterClient } from './unit-converter.js';

/** What the page tells the test of one scene. */
export type Told = Readonly<Record<string, unknown>>;

const tell = (thrown: unknown): Told => {
  const { code, name, findings } = thrown as { code?: string; name?: string; findings?: readonly { rule: string }[] };
  return { code, name, rules: (findings ?? []).map(({ rule }) => rule) };
};

const catchFrom = async (run: () => Promise<unknown>): Promise<Told> => {
  try {
    return { value: await run() };
  } catch (thrown) {
    return tell(thrown);
  }
};

/** Everything that an application does: it finds, calls, errs, listens, and opens a gate without codecs. */
const play = async (url: string): Promise<Told> => {
  const space = connect(url);
  const direct = await UnitConverterClient.open(space, { carry: 'direct' });
  const relay = await UnitConverterClient.open(space, { carry: 'relay' });
  const wanted = { value: '26.2', unit: 'mi', to: 'km' } as const;
  const ending = new AbortController();
  const subscription = await space.subscribe({}, { signal: ending.signal });
  const published = await space.publish('<note xmlns="urn:example:note">from a page</note>', { name: 'note' });
  const heard: string[] = [];
  for await (const { event, name } of subscription) {
    heard.push(`${event} ${name}`);
    ending.abort();
    break;
  }
  const untyped = await space.openGate((await space.lookup({ name: 'unit-converter' })).hits[0]?.entry.id ?? '');
  return {
    direct: await direct.convert(wanted),
    relay: await relay.convert(wanted),
    fault: await catchFrom(() => direct.convert({ value: '1e0', unit: 'km', to: 'm' })),
    refused: await catchFrom(() => direct.convert({ value: '99999999999999', unit: 'km', to: 'm' })),
    missing: await catchFrom(() => space.read('urn:uuid:00000000-0000-7000-8000-000000000000')),
    heard,
    published: published.entry.name,
    untyped: await untyped.call('convert', { ...wanted }),
    eval: await catchFrom(() => Promise.resolve(new Function('return 1')())),
  };
};

Object.assign(globalThis, { play });
