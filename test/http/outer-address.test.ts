import { networkInterfaces } from 'node:os';
import t from 'tap';
import { findOuterAddress } from '../../src/http/index.js';

t.test('the outer address is one that this machine has on a network, and none where it is on none', async (t) => {
  const outer = Object.values(networkInterfaces())
    .flatMap((infos) => infos ?? [])
    .filter(({ internal, address }) => !internal && !/^(?:169\.254\.|fe[89ab])/i.test(address))
    .map(({ address }) => address);
  const found = await findOuterAddress();
  if (outer.length === 0) t.equal(found, undefined);
  else t.ok(found !== undefined && outer.includes(found), `${String(found)} of ${outer.join(', ')}`);
});
