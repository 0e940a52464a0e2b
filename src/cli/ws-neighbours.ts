import { StoaError, silentLog, systemClock, systemRandom, wait } from '../base/index.js';
import { createFetchCarrier } from '../client/index.js';
import { createUdpLink, createWsDiscovery, probeByHttp } from '../discovery/index.js';
import type { WsEndpoint, WsQuery } from '../discovery/index.js';
import { fromNameKey, isNcName, toNameKey } from '../xml/index.js';
import type { CommandContext } from './command.js';
import { toJsonText } from './json.js';
import { formatTable } from './table.js';

/** What is asked for. @throws {StoaError} `USAGE` for a type that is no name */
const toQuery = ({ values }: CommandContext): WsQuery => {
  const types = values.texts('type').map(fromNameKey);
  const bad = types.find(({ local }) => !isNcName(local));
  if (bad !== undefined) throw new StoaError('USAGE', `expected {namespace}name for --type, got '${toNameKey(bad)}'`);
  return types.length === 0 ? {} : { types };
};

const toRow = ({ address, types, xaddrs }: WsEndpoint): readonly string[] => [
  address,
  types.map(({ local }) => local).join(' '),
  xaddrs.join(' '),
];

const printFound = ({ print, note, format }: CommandContext, found: readonly WsEndpoint[]): number => {
  const told = found.map(({ address, types, scopes, xaddrs }) => ({
    address,
    types: types.map(toNameKey),
    scopes,
    xaddrs,
  }));
  if (format === 'json') print(toJsonText(told));
  else if (found.length > 0)
    for (const line of formatTable([['ADDRESS', 'TYPES', 'URLS'], ...found.map(toRow)])) print(line);
  if (found.length === 0) note('nothing found');
  return found.length === 0 ? 1 : 0;
};

/** Asks one agent, maybe on another network, over HTTP, and lists what it tells. */
const listAtAgent = async (context: CommandContext, url: string): Promise<number> => {
  if (!URL.canParse(url)) throw new StoaError('USAGE', `expected the URL of a listener agent for --at, got '${url}'`);
  const carrier = createFetchCarrier((...request) => globalThis.fetch(...request));
  return printFound(context, await probeByHttp(url, toQuery(context), { carrier }));
};

/** Lists what answers WS-Discovery on the link within `waitMs`, spoken to by nobody else here: printers, cameras, spaces. */
const listByWsDiscovery = async (context: CommandContext, waitMs: number): Promise<number> => {
  const interfaces = context.values.texts('interface');
  const link = createUdpLink(interfaces.length > 0 ? { interfaces } : {}, { log: silentLog });
  const ws = await createWsDiscovery({ link, clock: systemClock, random: systemRandom });
  const found = new Map<string, WsEndpoint>();
  ws.browse(toQuery(context), ({ kind, found: each }) => {
    if (kind === 'down') found.delete(each.address);
    else found.set(each.address, each);
  });
  await wait(systemClock, { waitMs, signal: context.signal, holds: true });
  await ws.close();
  return printFound(context, [...found.values()]);
};

/** Lists by WS-Discovery where the options ask for that, else gives `undefined`. @throws {StoaError} `USAGE`, and what asking throws */
export const listOtherwise = (context: CommandContext, waitMs: number): Promise<number> | undefined => {
  const at = context.values.text('at');
  if (at !== undefined) return listAtAgent(context, at);
  return context.values.flag('ws-discovery') ? listByWsDiscovery(context, waitMs) : undefined;
};
