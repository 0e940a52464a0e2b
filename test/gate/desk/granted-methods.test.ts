import t from 'tap';
import { toUtf8 } from '../../../src/base/index.js';
import { readProblem } from '../../../src/protocol/index.js';
import { createHouse, printMessage } from '../gate-house.js';

t.test('a gate grants what the space grants its caller, and keeps to it when it is refreshed', async (t) => {
  const house = await createHouse({ access: 'restricted' });
  const { service } = house.entry;
  if (!service) return void t.fail('there is no service');
  house.entry.service = { ...service, grantedMethods: ['status', 'log'] };
  t.same((await house.open()).methods, ['status', 'log']);
  await t.rejects(house.open({ methods: ['status', 'print'] }), { code: 'METHOD_NOT_GRANTED' });
  await t.rejects(house.open({ methods: ['shred'] }), { code: 'METHOD_NOT_GRANTED' }, 'nor is it told what is there');
  const gate = await house.open();
  // A refresh looks the service up as the space itself, which is granted all.
  house.entry.service = service;
  const { credential = '' } = await house.desk.refresh(house.space, gate.id, gate.control);
  const headers = { 'content-type': 'application/xml', authorization: `Bearer ${credential}` };
  const { signal } = new AbortController();
  const answer = await house.serviceGate({ method: 'POST', headers, body: toUtf8(printMessage()), signal });
  t.equal(readProblem(answer.body, answer.headers['content-type'])?.code, 'METHOD_NOT_GRANTED');
  house.entry.service = { ...service, grantedMethods: [] };
  await t.rejects(house.open(), { code: 'METHOD_NOT_GRANTED' });
});
