import t from 'tap';
import { createHouse, printMessage } from './gate-house.js';

for (const carry of ['direct', 'relay'] as const) {
  t.test(`[auth:open] a ${carry} gate on an unrestricted service carries no credential and calls it`, async (t) => {
    const house = await createHouse();
    const gate = await house.open({ carry });
    t.equal(gate.credential, undefined);
    t.equal(gate.carry, carry);
    const answer = await house.hold(gate).send(printMessage());
    t.equal(answer.kind, 'response');
    t.ok(house.inbound.calls.every(({ headers }) => headers['authorization'] === undefined), 'no credential was sent');
  });
}
