/**
 * A process on a host of the lab that speaks WS-Discovery, and prints what it sees, a line each: `ws-agent.ts {NAMESPACE}TYPE [INTERFACE]`
 * looks out for that type; with `LAB_ANNOUNCE=URN` it answers for a service of it as well.
 */
import { silentLog } from '../../../src/base/index.js';
import { createUdpLink, createWsDiscovery } from '../../../src/discovery/index.js';
import { fromNameKey } from '../../../src/xml/index.js';

const [key = '', only] = process.argv.slice(2);
const type = fromNameKey(key);
const places = only === undefined ? { exclude: ['lo'] } : { interfaces: [only] };
const ws = await createWsDiscovery({ link: createUdpLink(places, { log: silentLog }) });
const address = process.env['LAB_ANNOUNCE'];
if (address !== undefined)
  ws.answerFor([
    {
      address,
      types: [type],
      scopes: [],
      xaddrs: (addresses) => addresses.filter((each) => !each.includes(':')).map((each) => `http://${each}:8000/`),
      metadataVersion: 1,
    },
  ]);
ws.browse({ types: [type] }, ({ kind, found }) => console.log(`${kind} ${found.address} ${found.xaddrs.join(' ')}`));
console.log('looking');
await new Promise((resolve) => void process.once('SIGTERM', resolve));
await ws.close();
process.exit(0);
