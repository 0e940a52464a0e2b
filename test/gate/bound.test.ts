import t from 'tap';
import { fromUtf8, toUtf8 } from '../../src/base/index.js';
import type { CallHeaders } from '../../src/gate/index.js';
import { readProblem } from '../../src/protocol/index.js';
import { createClientKey } from '../../src/security/index.js';
import { createHouse, printMessage, printed, printerHandler } from './gate-house.js';

type House = Awaited<ReturnType<typeof createHouse>>;

/** A house whose service counts what its handler was given. */
const createCountingHouse = async () => {
  const handled: string[] = [];
  const house = await createHouse({
    access: 'restricted',
    handle: async (message) => {
      handled.push(fromUtf8(message.bytes));
      return printerHandler(message);
    },
  });
  return { ...house, handled };
};

const ask = async (house: House, headers: CallHeaders, body = printMessage()) => {
  const answer = await house.serviceGate({
    method: 'POST',
    headers,
    body: toUtf8(body),
    signal: new AbortController().signal,
  });
  return { ...answer, code: readProblem(answer.body, answer.headers['content-type'])?.code };
};

for (const carry of ['direct', 'relay'] as const) {
  t.test(`[auth:bound] calls of a ${carry} gate are proved: by the key first, then by the agreed one`, async (t) => {
    const house = await createCountingHouse();
    const gate = await house.openBound(await createClientKey(), { carry });
    for (let call = 0; call < 3; call++) {
      const answer = await gate.send(printMessage());
      t.equal(answer.kind === 'response' && answer.document.source, printed(2));
    }
    const sent = house.inbound.calls.map(({ headers }) => headers['signature-input'] ?? '');
    t.match(sent[0], /alg="ecdsa-p256-sha256"/);
    t.match(sent[1], /nonce="1";keyid="[^"]{22}";alg="hmac-sha256"/);
    t.match(sent[2], /nonce="2".*hmac-sha256/);
    t.equal(house.handled.length, 3);
    // The same bytes again, from whoever saw them.
    for (const { headers } of house.inbound.calls) t.match(await ask(house, headers), { code: 'PROOF_REPLAYED' });
    t.equal(house.handled.length, 3);
  });
}
