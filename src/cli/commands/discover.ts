import { ERROR_CODES, StoaError, silentLog, systemClock, systemRandom } from '../../base/index.js';
import { DISCOVERY_BACKENDS, createDiscoveryDriver } from '../../discovery/index.js';
import type { BrowseEvent, DiscoveryBackend, DiscoveryDriver } from '../../discovery/index.js';
import { STOA_TYPE, findStoa } from '../../nearby/index.js';
import type { FoundStoa } from '../../nearby/index.js';
import type { Command, CommandContext } from '../command.js';
import { toJsonText } from '../json.js';
import { findPeriodMs } from '../period.js';
import { formatTable } from '../table.js';
import { listOtherwise } from '../ws-neighbours.js';

/** How long `--once` waits, in milliseconds. */
const ONCE_MS = 2500;

/** What became of the advertisement that something was announced with. */
interface Checked {
  /** `checked`: its advertisement names the URN that was announced; else why it is not to be believed. */
  readonly state: 'checked' | 'unreachable' | 'impostor' | 'asks who you are';
  readonly url?: string;
}

interface Line extends FoundStoa, Checked {
  readonly event: BrowseEvent['kind'];
}

/** Gets the advertisement and compares. Nothing that is secret goes to whoever announces something. */
const check = async (found: FoundStoa, { open }: Pick<CommandContext, 'open'>): Promise<Checked> => {
  let state: Checked['state'] = 'unreachable';
  for (const url of found.urls) {
    try {
      const { id } = await open(url).describe();
      if (id === found.id) return { state: 'checked', url };
      state = 'impostor';
    } catch (thrown) {
      if (ERROR_CODES[StoaError.from(thrown).code].status === 401) return { state: 'asks who you are', url };
    }
  }
  return { state };
};

const toRow = ({ event, name, state, url, urls, id }: Line): readonly string[] => [
  event,
  name,
  url ?? urls[0] ?? '',
  state,
  id,
];

const toBackend = (text = 'builtin'): DiscoveryBackend => {
  const backend = DISCOVERY_BACKENDS.find((one) => one === text);
  if (backend === undefined || backend === 'off')
    throw new StoaError('USAGE', `expected builtin, avahi or mdns for --backend, got '${text}'`);
  return backend;
};

/** Browses until `signal` is aborted, and gives each thing as it comes, changes and goes. */
const follow = async (
  context: CommandContext,
  driver: DiscoveryDriver,
  { signal, tell }: { readonly signal: AbortSignal; readonly tell: (line: Line) => void },
): Promise<void> => {
  const subtype = context.values.text('subtype');
  const pending = new Set<Promise<void>>();
  const hear = async ({ kind, service }: BrowseEvent): Promise<void> => {
    const found = findStoa(service);
    if (found !== undefined)
      tell({ ...found, ...(kind === 'down' ? { state: 'checked' } : await check(found, context)), event: kind });
  };
  const browsing = driver.browse({ type: STOA_TYPE, ...(subtype !== undefined && { subtype }) }, (event) => {
    const one = hear(event).finally(() => pending.delete(one));
    pending.add(one);
  });
  await new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
  browsing.stop();
  await Promise.all(pending);
};

const openDriver = ({ values }: CommandContext): Promise<DiscoveryDriver> => {
  const interfaces = values.texts('interface');
  return createDiscoveryDriver(
    { backend: toBackend(values.text('backend')), ...(interfaces.length > 0 && { interfaces }) },
    { clock: systemClock, random: systemRandom, log: silentLog },
  );
};

const printEvent = ({ print, format }: CommandContext, line: Line): void =>
  print(format === 'json' ? JSON.stringify(line) : toRow(line).join('  '));

const printAll = ({ print, format }: CommandContext, lines: readonly Line[]): void => {
  if (format === 'json') print(toJsonText(lines));
  else if (lines.length > 0)
    for (const line of formatTable([HEADINGS, ...lines.map((one) => toRow(one).slice(1))])) print(line);
};

const HEADINGS = ['NAME', 'URL', 'STATE', 'ID'];

/** Lists what speaks Stoa on the local link. */
export const discover: Command = {
  name: 'discover',
  summary: 'list the spaces, devices and services on the local link, as they come and go',
  usage: '',
  options: {
    once: { type: 'boolean', help: 'list what is there, and end' },
    timeout: { type: 'string', placeholder: 'PERIOD', help: 'end after that time, as 10s (with --once: default 2.5s)' },
    subtype: {
      type: 'string',
      placeholder: 'NAME',
      help: '_directory (spaces only), _device, _service, or one of your own',
    },
    backend: { type: 'string', placeholder: 'NAME', help: 'builtin (default), avahi or mdns' },
    interface: { type: 'string', multiple: true, placeholder: 'NAME', help: 'only on this network interface' },
    at: {
      type: 'string',
      placeholder: 'URL',
      help: 'ask this listener agent (stoa listen), also on another network, and end',
    },
    'ws-discovery': { type: 'boolean', help: 'list what answers WS-Discovery instead, and end' },
    type: {
      type: 'string',
      multiple: true,
      placeholder: 'TYPE',
      help: 'with these two: only this type, as {namespace}name',
    },
  },
  examples: [
    'stoa discover',
    'stoa discover --once --json',
    'stoa discover --subtype _directory --timeout 30s',
    'stoa discover --at http://agent.example.org:3702/',
    "stoa discover --ws-discovery --type '{http://www.onvif.org/ver10/network/wsdl}NetworkVideoTransmitter'",
  ],
  run: async (context) => {
    const { note, signal, values } = context;
    const once = values.flag('once');
    const other = listOtherwise(context, findPeriodMs(context, 'timeout') ?? ONCE_MS);
    if (other !== undefined) return other;
    const driver = await openDriver(context);
    const ended = new AbortController();
    const waitMs = findPeriodMs(context, 'timeout') ?? (once ? ONCE_MS : undefined);
    const timer =
      waitMs === undefined ? undefined : systemClock.callAt(systemClock.nowMs() + waitMs, () => ended.abort());
    const there = new Map<string, Line>();
    const tell = (line: Line): void => {
      if (line.event === 'down') there.delete(line.key);
      else there.set(line.key, line);
      if (!once) printEvent(context, line);
    };
    if (!once) note('looking at the local link; interrupt (Ctrl-C) to stop');
    try {
      await follow(context, driver, { signal: AbortSignal.any([signal, ended.signal]), tell });
    } finally {
      timer?.cancel();
      await driver.close();
    }
    if (once) printAll(context, [...there.values()]);
    if (there.size === 0) note('nothing found; a space on this machine is started by stoa serve');
    return there.size === 0 && once ? 1 : 0;
  },
};
