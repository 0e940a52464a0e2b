import t from 'tap';
import { createService } from '../../src/client/index.js';
import { printMessage, printerAdvertisement } from '../gate/gate-house.js';

const handlers = { print: () => ({ sheets: 2 }), status: () => true, log: () => undefined };
const advertisement = printerAdvertisement();
const post = (body: string) =>
  new Request('http://any.example/', { method: 'POST', headers: { 'content-type': 'application/xml' }, body });

t.test('a service has a handler for each of its methods and for no other', async (t) => {
  await t.rejects(createService({ advertisement, handlers: { ...handlers, shred: () => undefined } }), {
    code: 'METHOD_UNKNOWN',
  });
  await t.rejects(createService({ advertisement, handlers: { print: handlers.print } }), {
    code: 'CONFIGURATION_INVALID',
    message: /status, log/,
  });
  t.ok(await createService({ advertisement, handlers }));
});

t.test('what is no advertisement of a service makes no service', async (t) => {
  await t.rejects(createService({ advertisement: '<a/>', handlers: {} }), { code: 'ADVERTISEMENT_INVALID' });
  await t.rejects(createService({ advertisement: '<a', handlers: {} }), { code: 'XML_NOT_WELL_FORMED' });
  const bare =
    '<advertisement xmlns="urn:stoa:advertisement:1" kind="document"><name>x</name><endpoint uri="http://a.example/" binding="stoa-http"/></advertisement>';
  await t.rejects(createService({ advertisement: bare, handlers: {} }), { code: 'NOT_A_SERVICE' });
  await t.rejects(createService({ advertisement: printerAdvertisement({ access: 'restricted' }), handlers }), {
    code: 'CONFIGURATION_INVALID',
  });
  const service = await createService({ advertisement, handlers });
  await t.rejects(service.publish(), { code: 'CONFIGURATION_INVALID' });
});

t.test('a handler that gives a value that does not fit its response is the failure of the service', async (t) => {
  for (const value of [
    undefined,
    null,
    { sheets: -1 },
    { sheets: 1, extra: 1 },
    'two',
    { sheets: Promise.resolve(1) as never },
  ]) {
    const service = await createService({ advertisement, handlers: { ...handlers, print: () => value } });
    const answer = await service.fetch(post(printMessage()));
    t.equal(answer.status, 502);
    t.match(await answer.text(), /SERVICE_FAILED/);
  }
});

t.test('a handler is given the value of the request and its context', async (t) => {
  const seen: unknown[] = [];
  const service = await createService({
    advertisement,
    handlers: {
      ...handlers,
      print: (value, { method, signal, results, gate }) => {
        seen.push(value, method, signal.aborted, results, gate);
        return { sheets: 1 };
      },
    },
  });
  t.equal((await service.fetch(post(printMessage('5')))).status, 200);
  t.same(seen, [{ title: 'letter', copies: 5 }, 'print', false, undefined, undefined]);
});

t.test('a message above the limit is refused while it is read', async (t) => {
  const service = await createService({ advertisement, handlers }, { maxBodyBytes: 1_000 });
  const answer = await service.fetch(post(printMessage('1', 'x'.repeat(1_000))));
  t.equal(answer.status, 413);
  t.match(await answer.text(), /BODY_TOO_LARGE/);
  t.equal((await service.fetch(post(printMessage()))).status, 200);
});
