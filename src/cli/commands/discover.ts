import { StoaError, given, silentLog, systemClock, systemRandom, wait } from '../../base/index.js';
import { DISCOVERY_BACKENDS } from '../../discovery/index.js';
import type { DiscoveryBackend, WsQuery } from '../../discovery/index.js';
import { STOA_TYPE, findStoa, openNearby, toKindType } from '../../nearby/index.js';
import type { Nearby } from '../../nearby/index.js';
import type { Command, CommandContext } from '../command.js';
import { check } from '../discover/check.js';
import { createSeenList } from '../discover/list.js';
import type { SeenList } from '../discover/list.js';
import { fromDnsSd, fromWsDiscovery } from '../discover/seen.js';
import type { Line } from '../discover/seen.js';
import { toJsonText } from '../json.js';
import { findPeriodMs } from '../period.js';
import { formatTable } from '../table.js';
import { untilAborted } from '../until-aborted.js';
import { listOtherwise } from '../ws-neighbours.js';

/** How long `--once` waits, in milliseconds. */
const ONCE_MS = 2500;

const toState = ({ state, types = [] }: Line): string =>
  state === 'foreign' ? `foreign: ${types.map((type) => type.replace(/^\{.*\}/, '')).join(' ')}` : state;

const toRow = (line: Line): readonly string[] => [
  line.event,
  line.name,
  line.kind ?? '?',
  line.url ?? line.urls[0] ?? '',
  toState(line),
  line.id,
];

/** A line for programs: what it is first, and of our own book-keeping nothing. */
const toJsonLine = ({ event, name, kind, url, urls, state, id, by, types, asksWho }: Line) => ({
  ...{ event, name, kind, url, urls, state, id, by },
  ...given('types', types),
  ...given('asksWho', asksWho),
});

const HEADINGS = ['NAME', 'KIND', 'URL', 'STATE', 'ID'];

const toBackend = (text = 'builtin'): DiscoveryBackend => {
  const backend = DISCOVERY_BACKENDS.find((one) => one === text);
  if (backend === undefined || backend === 'off')
    throw new StoaError('USAGE', `expected builtin, avahi or mdns for --backend, got '${text}'`);
  return backend;
};

/** Subtypes of DNS-SD by which WS-Discovery is asked for the same; of others it knows nothing. */
const KINDS = { _directory: 'space', _device: 'device', _service: 'service' } as const;

/** Types of every device by the Devices Profile for Web Services, as printers and computers are. */
const DEVICE_PROFILES = [
  'http://schemas.xmlsoap.org/ws/2006/02/devprof',
  'http://docs.oasis-open.org/ws-dd/ns/dpws/2009/01',
] as const;

/** What finds everything: some devices, as wsdd, answer no question that names no type. */
const ANYTHING: readonly WsQuery[] = [
  {},
  ...DEVICE_PROFILES.map((namespace) => ({ types: [{ namespace, local: 'Device' }] })),
];

const isKindSubtype = (text: string): text is keyof typeof KINDS => Object.hasOwn(KINDS, text);

/** Looks around by all that is open; returns what ends that. */
const lookAround = ({ driver, ws }: Nearby, subtype: string | undefined, list: SeenList): (() => void) => {
  const looking = [
    driver.browse({ type: STOA_TYPE, ...given('subtype', subtype) }, ({ kind, service }) => {
      const found = findStoa(service);
      if (found !== undefined) list.take(kind, fromDnsSd(found));
    }),
  ];
  if (ws !== undefined && (subtype === undefined || isKindSubtype(subtype))) {
    const queries = subtype === undefined ? ANYTHING : [{ types: [toKindType(KINDS[subtype])] }];
    for (const [at, query] of queries.entries())
      looking.push(ws.browse(query, ({ kind, found }) => list.take(kind, fromWsDiscovery(found, at))));
  }
  return () => {
    for (const each of looking) each.stop();
  };
};

/** Opens what is looked around with; where WS-Discovery cannot be spoken, DNS-SD is enough. */
const openAround = async ({ values, note }: CommandContext): Promise<Nearby> => {
  const interfaces = values.texts('interface');
  const settings = { backend: toBackend(values.text('backend')), ...(interfaces.length > 0 && { interfaces }) };
  const parts = { clock: systemClock, random: systemRandom, log: silentLog };
  const wsDiscovery = !values.flag('no-ws-discovery');
  try {
    return await openNearby({ ...settings, wsDiscovery }, parts);
  } catch (thrown) {
    if (!wsDiscovery) throw thrown;
    const nearby = await openNearby({ ...settings, wsDiscovery: false }, parts);
    note(`without WS-Discovery: ${StoaError.from(thrown).message}`);
    return nearby;
  }
};

const printEvent = ({ print, format }: CommandContext, line: Line): void =>
  print(format === 'json' ? JSON.stringify(toJsonLine(line)) : toRow(line).join('  '));

const printAll = ({ print, format }: CommandContext, lines: readonly Line[]): void => {
  if (format === 'json') print(toJsonText(lines.map(toJsonLine)));
  else if (lines.length > 0)
    for (const line of formatTable([HEADINGS, ...lines.map((one) => toRow(one).slice(1))])) print(line);
};

/** Waits for that time, or until interrupted. */
const waitAround = async (waitMs: number, signal: AbortSignal): Promise<void> => {
  if (waitMs === Number.POSITIVE_INFINITY) await untilAborted(signal);
  else await wait(systemClock, { waitMs, signal, holds: true });
};

/** Lists what is announced on the local link. */
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
    'ws-discovery': { type: 'boolean', help: 'list what answers WS-Discovery alone, with all that it tells, and end' },
    'no-ws-discovery': { type: 'boolean', help: 'leave WS-Discovery out' },
    type: {
      type: 'string',
      multiple: true,
      placeholder: 'TYPE',
      help: 'with --at and --ws-discovery: only this type, as {namespace}name',
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
    const nearby = await openAround(context);
    const waitMs = findPeriodMs(context, 'timeout') ?? (once ? ONCE_MS : Number.POSITIVE_INFINITY);
    const list = createSeenList({
      check: (seen) => check(seen, context),
      tell: (line) => {
        if (!once) printEvent(context, line);
      },
    });
    if (!once) note('looking at the local link; interrupt (Ctrl-C) to stop');
    const stop = lookAround(nearby, values.text('subtype'), list);
    try {
      await waitAround(waitMs, signal);
      stop();
      await list.settled();
    } finally {
      await nearby.close();
    }
    const lines = list.lines();
    if (once) printAll(context, lines);
    if (lines.length === 0) note('nothing found; a space on this machine is started by stoa serve');
    return lines.length === 0 && once ? 1 : 0;
  },
};
