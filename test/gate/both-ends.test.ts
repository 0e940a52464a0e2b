import t from 'tap';
import { fromUtf8, toUtf8 } from '../../src/base/index.js';
import { ServiceFault } from '../../src/gate/index.js';
import { PRINT, createHouse, jam, printMessage, printed, rawAnswer } from './gate-house.js';

const CARRIES = ['direct', 'relay'] as const;

for (const carry of CARRIES) {
  t.test(`[auth:open] a ${carry} gate on an unrestricted service carries no credential and calls it`, async (t) => {
    const house = await createHouse();
    const gate = await house.open({ carry });
    t.equal(gate.credential, undefined);
    t.equal(gate.carry, carry);
    const answer = await house.hold(gate).send(printMessage());
    t.equal(answer.kind, 'response');
    const calls = [...house.inbound.calls, ...house.outbound.calls];
    t.ok(
      calls.every(({ headers }) => headers['authorization'] === undefined),
      'no credential was sent',
    );
    await house.clock.advance(30 * 60_000);
    t.equal(
      (await house.hold(gate).send(printMessage())).kind,
      'response',
      'and none is refreshed, half an hour later',
    );
  });

  t.test(
    `[gate:both-ends] a wrong message throws at a client with a ${carry} gate, and 0 bytes are sent`,
    async (t) => {
      const house = await createHouse();
      const gate = await house.openHeld({ carry });
      const rows: readonly (readonly [string, string])[] = [
        [printMessage('many'), 'MESSAGE_INVALID'],
        [`<print xmlns="${PRINT}"><copies>2</copies></print>`, 'MESSAGE_INVALID'],
        [`<secret xmlns="${PRINT}">declared in the schema, but no method takes it</secret>`, 'MESSAGE_UNDECLARED'],
        [printed(2), 'MESSAGE_UNDECLARED'],
        ['<print/>', 'MESSAGE_UNDECLARED'],
        ['<print', 'XML_NOT_WELL_FORMED'],
        ['', 'XML_NOT_WELL_FORMED'],
        [`<!DOCTYPE print [<!ENTITY e SYSTEM "file:///etc/passwd">]>${printMessage()}`, 'XML_DOCTYPE_FORBIDDEN'],
      ];
      for (const [message, code] of rows) await t.rejects(gate.send(message), { code }, message.slice(0, 60));
      await t.rejects(gate.send(printMessage('many')), { message: /many/ });
      t.equal(house.inbound.sentBytes(), 0);
    },
  );

  t.test(`[gate:both-ends] with that check off, the gates behind refuse it (${carry})`, async (t) => {
    let handled = 0;
    const house = await createHouse({
      handle: async () => {
        handled++;
        return { bytes: toUtf8(printed(2)) };
      },
    });
    const gate = await house.openHeld({ carry }, { checkRequests: false });
    for (const [message, code] of [
      [printMessage('many'), 'MESSAGE_INVALID'],
      [`<secret xmlns="${PRINT}"/>`, 'MESSAGE_UNDECLARED'],
      ['<print', 'XML_NOT_WELL_FORMED'],
      ['', 'BODY_REQUIRED'],
    ] as const) {
      await t.rejects(gate.send(message), { code }, message);
    }
    t.ok(house.inbound.calls.length >= 4, 'it was sent');
    t.equal(house.outbound.calls.length, 0, 'a relay passes none of it on');
    t.equal(handled, 0, 'no handler saw it');
  });

  t.test(`[gate:both-ends] a wrongly typed answer is refused at the client, or before it (${carry})`, async (t) => {
    const wrong = [
      rawAnswer(200, printed('a few')),
      rawAnswer(200, `<ready xmlns="${PRINT}">true</ready>`),
      rawAnswer(200, '<html/>'),
      rawAnswer(200, '<printed'),
      rawAnswer(200, ''),
      rawAnswer(200, printed(2), { 'content-type': 'text/html' }),
      rawAnswer(200, printed(2), {}),
      rawAnswer(200, jam()),
      rawAnswer(422, printed(2)),
      rawAnswer(422, jam(1000)),
      rawAnswer(422, `<secret xmlns="${PRINT}">undeclared fault</secret>`),
      rawAnswer(202),
      rawAnswer(202, '<accepted xmlns="urn:stoa:result:1"/>'),
    ];
    for (const answer of wrong) {
      const house = await createHouse({ at: async () => answer });
      const gate = await house.openHeld({ carry });
      await t.rejects(
        gate.send(printMessage()),
        { code: 'ANSWER_INVALID' },
        `${answer.status} ${fromUtf8(answer.body).slice(0, 40)}`,
      );
    }
  });

  t.test(`a declared fault arrives typed, with status 422 on the wire (${carry})`, async (t) => {
    const house = await createHouse({ handle: async () => ({ bytes: toUtf8(jam(3)) }) });
    const gate = await house.openHeld({ carry });
    const fault = await gate.send(printMessage()).then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    t.ok(fault instanceof ServiceFault);
    t.match(fault, { element: { namespace: PRINT, local: 'jam' }, value: { tray: 3 } });
    t.ok((fault as ServiceFault).xml?.includes('<tray>3</tray>'));
  });

  t.test(`a one-way message is taken with 202 and nothing else (${carry})`, async (t) => {
    const seen: string[] = [];
    const house = await createHouse({
      handle: async ({ source }) => {
        seen.push(source);
        return undefined;
      },
    });
    const gate = await house.openHeld({ carry });
    t.equal((await gate.send(`<note xmlns="${PRINT}">low on toner</note>`)).kind, 'taken');
    t.equal(seen.length, 1);
  });

  t.test(`what the service refuses or cannot do arrives with its code (${carry})`, async (t) => {
    const rows: readonly (readonly [number, string])[] = [
      [301, 'SERVICE_FAILED'],
      [404, 'SERVICE_FAILED'],
      [500, 'SERVICE_FAILED'],
      [503, 'SERVICE_FAILED'],
    ];
    for (const [status, code] of rows) {
      const house = await createHouse({
        at: async () => rawAnswer(status, '<html>no</html>', { 'content-type': 'text/html', location: '/' }),
      });
      const gate = await house.openHeld({ carry });
      await t.rejects(gate.send(printMessage()), { code, message: new RegExp(String(status)) });
    }
    const house = await createHouse({ handle: () => Promise.reject(new TypeError('internal detail')) });
    const gate = await house.openHeld({ carry });
    await t.rejects(gate.send(printMessage()), {
      code: 'SERVICE_FAILED',
      message: 'the service failed; its log says why',
    });
  });
}
