import t from 'tap';
import { StoaError, fromUtf8, toUtf8 } from '../../src/base/index.js';
import { toProblemAnswer } from '../../src/gate/index.js';
import type {
  CallHeaders,
  Carrier,
  Carry,
  OpenGate,
  ServiceGateOptions,
  ServiceGateParts,
} from '../../src/gate/index.js';
import { readProblem } from '../../src/protocol/index.js';
import { createClientKey, createProver, portableHashing } from '../../src/security/index.js';
import type { ClientKey } from '../../src/security/index.js';
import { createSeededRandom } from '../support/seeded-random.js';
import { PRINT, PRINTER, createHouse, printMessage, printed, printerHandler } from './gate-house.js';

const STATUS = `<status xmlns="${PRINT}"/>`;

interface CountingOptions {
  readonly serviceOptions?: ServiceGateOptions;
  readonly service?: Partial<ServiceGateParts>;
}

/** A house with a bound gate, whose service keeps what its handler was given. */
const createCountingHouse = async (options: CountingOptions = {}, carry: Carry = 'direct') => {
  const handled: string[] = [];
  const house = await createHouse({
    access: 'restricted',
    handle: async (message) => {
      handled.push(fromUtf8(message.bytes));
      return printerHandler(message);
    },
    ...options,
  });
  const key = await createClientKey();
  const issued = await house.open({ keyThumbprint: key.thumbprint, periodMs: 600_000, carry });
  const ask = async (headers: CallHeaders, body = STATUS, method = 'POST') => {
    const { signal } = new AbortController();
    const message = { headers, body: toUtf8(body), signal };
    const answer =
      carry === 'direct'
        ? await house.serviceGate({ method, ...message })
        : await house.desk
            .relay(house.space, { address: issued.uri.slice('relay/'.length), ...message })
            .catch((thrown: unknown) => toProblemAnswer(StoaError.from(thrown)));
    return { ...answer, code: readProblem(answer.body, answer.headers['content-type'])?.code };
  };
  const proverOf = (own: ClientKey = key) =>
    createProver({
      key: own,
      gate: issued.id,
      service: PRINTER,
      clock: house.clock,
      random: house.random,
      hashing: portableHashing,
    });
  return { ...house, handled, key, issued, ask, proverOf };
};

type House = Awaited<ReturnType<typeof createCountingHouse>>;

const headersOf = ({ credential = '' }: OpenGate, more: CallHeaders = {}): CallHeaders => ({
  'content-type': 'application/xml',
  authorization: `Bearer ${credential}`,
  ...more,
});

/** Fresh messages, proved by the key of the client or, once it is agreed, by the agreed one. */
const createMessages = async (house: House, mac: boolean, body = STATUS) => {
  const prover = house.proverOf();
  const prove = async () => prover.prove({ method: 'POST', headers: headersOf(house.issued), body: toUtf8(body) });
  if (mac) {
    const { headers, settle } = await prove();
    await settle((await house.ask(headers, body)).headers);
    house.handled.length = 0;
  }
  return async () => {
    const { headers, settle } = await prove();
    await settle(undefined);
    return headers;
  };
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
    for (const { headers } of house.inbound.calls)
      t.match(await house.ask(headers, printMessage()), { status: 403, code: 'PROOF_REPLAYED' });
    t.equal(house.handled.length, 3, 'the same bytes again do nothing');
  });
}

/** Another character at `at`, one that a header may have. */
const mutate = (text: string, at: number, by: number): string => {
  const code = text.charCodeAt(at);
  const other = 0x21 + ((code - 0x21 + 1 + (by % 93)) % 94);
  return text.slice(0, at) + String.fromCharCode(other) + text.slice(at + 1);
};

for (const mac of [false, true]) {
  const how = mac ? 'the agreed key' : 'the key of its client';
  t.test(`[auth:bound] a message proved by ${how} is refused with one character changed, wherever it is`, async (t) => {
    const house = await createCountingHouse();
    const next = await createMessages(house, mac);
    const seeded = createSeededRandom(mac ? 7 : 8);
    const codes = new Map<string, number>();
    const tell = (code: string | undefined): void =>
      void codes.set(code ?? 'none', (codes.get(code ?? 'none') ?? 0) + 1);
    const sample = await next();
    for (const name of Object.keys(sample)) {
      for (let at = 0; at < (sample[name] ?? '').length; at++) {
        const headers = await next();
        const [by = 0] = seeded.bytes(1);
        tell((await house.ask({ ...headers, [name]: mutate(headers[name] ?? '', at, by) })).code);
      }
      const { [name]: left, ...others } = await next();
      t.ok(left);
      tell((await house.ask(others)).code);
    }
    for (let at = 0; at < STATUS.length; at++) {
      const [by = 0] = seeded.bytes(1);
      tell((await house.ask(await next(), mutate(STATUS, at, by))).code);
    }
    tell((await house.ask(await next(), `${STATUS} `)).code);
    tell((await house.ask({ ...(await next()), prefer: 'respond-async' })).code);
    t.equal(house.handled.length, 0, 'the handler saw none of them');
    t.equal(codes.get('none'), undefined);
    const known =
      'PROOF_INVALID PROOF_EXPIRED PROOF_REQUIRED PROOF_SESSION_UNKNOWN KEY_MISMATCH CREDENTIAL_INVALID CREDENTIAL_REQUIRED CONTENT_TYPE_UNSUPPORTED';
    for (const code of codes.keys()) t.ok(known.includes(code), code);
    t.comment([...codes].map((one) => one.join(' ')).join(', '));
    t.equal((await house.ask(await next())).status, 200, 'unchanged it passes');
  });
}

for (const carry of ['direct', 'relay'] as const)
  t.test(`[auth:bound] each way to be wrong has its own code, through a ${carry} gate`, async (t) => {
    const house = await createCountingHouse({}, carry);
    const { ask, issued, clock } = house;
    const next = await createMessages(house, false);
    const bare = headersOf(issued);
    t.match(await ask(bare), { status: 401, code: 'PROOF_REQUIRED' }, 'no proof');
    t.match(
      await ask({ 'content-type': 'application/xml' }),
      { status: 401, code: 'CREDENTIAL_REQUIRED' },
      'no credential',
    );
    t.match(await ask(await next(), `${STATUS}\n`), { status: 403, code: 'PROOF_INVALID' }, 'one byte more');
    const message = await next();
    t.equal((await ask(message)).status, 200);
    t.match(await ask(message), { status: 403, code: 'PROOF_REPLAYED' }, 'a replay');
    const stranger = house.proverOf(await createClientKey());
    const theirs = await stranger.prove({ method: 'POST', headers: bare, body: toUtf8(STATUS) });
    t.match(await ask(theirs.headers), { status: 403, code: 'KEY_MISMATCH' }, "another client's key");
    const late = await next();
    await clock.advance(31_000);
    t.match(await ask(late), { status: 401, code: 'PROOF_EXPIRED' }, 'made too long ago');
    await clock.advance(29_000);
    t.match(await ask(await next()), { status: 401, code: 'CREDENTIAL_EXPIRED' }, 'an expired credential');
    const { credential = '' } = await house.refresh(issued);
    const proveAnew = () =>
      house.proverOf().prove({ method: 'POST', headers: headersOf({ ...issued, credential }), body: toUtf8(STATUS) });
    house.revoked.add(issued.id);
    t.match(await ask((await proveAnew()).headers), { status: 403, code: 'CREDENTIAL_REVOKED' }, 'a closed gate');
    t.equal(house.handled.length, 1);
    await house.desk.close(house.space, issued.id, issued.control);
    const closed = carry === 'relay' ? { status: 410, code: 'GATE_CLOSED' } : { code: 'CREDENTIAL_REVOKED' };
    t.match(await ask((await proveAnew()).headers), closed, 'a relay knows it by itself');
  });

t.test('[auth:bound] every refusal says what to do', async (t) => {
  const house = await createCountingHouse();
  const next = await createMessages(house, true);
  const hintOf = async (headers: CallHeaders, body = STATUS) => {
    const { body: problem, headers: told } = await house.ask(headers, body);
    return readProblem(problem, told['content-type'])?.hint;
  };
  const message = await next();
  await house.ask(message);
  t.match(await hintOf(message), /anew/);
  t.match(await hintOf(await next(), ' '), /changed on its way/);
  t.match(await hintOf(headersOf(house.issued)), /sign the message/);
  house.restartService();
  t.match(await hintOf(await next()), /agree on a new one/);
  house.revoked.add(house.issued.id);
  t.match(
    await hintOf(
      (await house.proverOf().prove({ method: 'POST', headers: headersOf(house.issued), body: toUtf8(STATUS) }))
        .headers,
    ),
    /open a new one/,
  );
});

t.test(
  '[auth:bound] a service that starts anew is called on without anybody noticing, and nothing is done twice',
  async (t) => {
    const house = await createCountingHouse();
    const gate = await house.openBound(house.key);
    for (let call = 0; call < 3; call++) await gate.send(STATUS);
    const before = house.inbound.calls.map(({ headers }) => headers);
    await house.clock.advance(2_000);
    house.restartService();
    t.equal((await gate.send(STATUS)).kind, 'response');
    const algorithms = house.inbound.calls
      .slice(3)
      .map(({ headers }) => /alg="(\w+)/.exec(headers['signature-input'] ?? '')?.[1]);
    t.same(algorithms, ['hmac', 'ecdsa'], 'one refusal, one proof by key');
    t.equal((await gate.send(STATUS)).kind, 'response');
    t.equal(house.inbound.calls.length, 6, 'and on with a new agreed key');
    t.equal(house.handled.length, 5);
    const [byKey, bySession] = before;
    t.equal(
      (await house.ask(byKey ?? {})).code,
      'PROOF_EXPIRED',
      'what was proved before the start is not taken after it',
    );
    t.equal((await house.ask(bySession ?? {})).code, 'PROOF_SESSION_UNKNOWN');
    t.equal(house.handled.length, 5);
  },
);

t.test('[auth:bound] a refusal that was made up on the way has no message done twice', async (t) => {
  for (const code of ['PROOF_SESSION_UNKNOWN', 'CREDENTIAL_EXPIRED'] as const) {
    for (const mac of [false, true]) {
      const house = await createCountingHouse();
      let lying = false;
      const carrier: Carrier = async ({ headers, body, signal }) => {
        const answer = await house.serviceGate({ method: 'POST', headers, body, signal });
        return lying ? toProblemAnswer(new StoaError(code, 'so says who stands between')) : answer;
      };
      const gate = house.holdWith(house.issued, {
        key: house.key,
        carrier: (request) => carrier(request).finally(() => (lying = false)),
        refresh: () => house.refresh(house.issued),
      });
      if (mac) await gate.send(STATUS);
      lying = true;
      const before = house.handled.length;
      await t.rejects(gate.send(STATUS), { code: 'PROOF_REPLAYED' }, `${code}, ${mac ? 'agreed key' : 'client key'}`);
      t.equal(house.handled.length, before + 1, 'it was done once');
      t.equal((await gate.send(STATUS)).kind, 'response');
    }
  }
});

t.test('[auth:bound] a message that was kept back is not taken after it was sent again', async (t) => {
  const house = await createCountingHouse();
  const next = await createMessages(house, true);
  const kept = await next();
  const [, id = ''] = /keyid="([^"]+)"/.exec(kept['signature-input'] ?? '') ?? [];
  const bare = headersOf(house.issued);
  const again = await house
    .proverOf()
    .prove({ method: 'POST', headers: bare, body: toUtf8(STATUS) }, `"${id}";nonce="1"`);
  t.equal((await house.ask(again.headers)).status, 200);
  t.equal((await house.ask(kept)).code, 'PROOF_REPLAYED');
  const wrong = await house.proverOf().prove({ method: 'POST', headers: bare, body: toUtf8(STATUS) }, 'anything');
  t.equal((await house.ask(wrong.headers)).code, 'PROOF_INVALID');
});

t.test('[auth:bound] a session goes on with refreshed credentials, and ends with the gate', async (t) => {
  const house = await createCountingHouse();
  const gate = house.hold(house.issued, {}, house.key);
  for (let minute = 0; minute < 9; minute++) {
    t.equal((await gate.send(STATUS)).kind, 'response');
    await house.clock.advance(60_000);
  }
  const byKey = house.inbound.calls.filter(({ headers }) => (headers['signature-input'] ?? '').includes('ecdsa'));
  t.equal(byKey.length, 1, 'proved by key once in all that time');
  await house.clock.advance(60_000);
  await t.rejects(gate.send(STATUS), { code: 'GATE_EXPIRED' });
});

t.test('[auth:bound] many calls at once agree on one key; each is proved, and none refused', async (t) => {
  const house = await createCountingHouse();
  const gate = house.hold(house.issued, {}, house.key);
  for (let round = 0; round < 3; round++) {
    const answers = await Promise.all(Array.from({ length: 20 }, () => gate.send(STATUS)));
    t.ok(answers.every(({ kind }) => kind === 'response'));
  }
  t.equal(house.handled.length, 60);
  const agreeing = house.inbound.calls.filter(({ headers }) => headers['stoa-agree'] !== undefined);
  t.equal(agreeing.length, 1);
});

t.test('[auth:bound] the agreed key of one gate proves nothing for another', async (t) => {
  const house = await createCountingHouse();
  const other = await house.open({ keyThumbprint: house.key.thumbprint });
  const next = await createMessages(house, true);
  const { authorization } = headersOf(other);
  const headers = await next();
  t.match(await house.ask({ ...headers, authorization: authorization ?? '' }), { code: 'PROOF_INVALID' });
  // The holder itself shows the credential of its other gate.
  const prover = house.proverOf();
  const first = await prover.prove({ method: 'POST', headers: headersOf(house.issued), body: toUtf8(STATUS) });
  await first.settle((await house.ask(first.headers)).headers);
  const mixed = await prover.prove({ method: 'POST', headers: headersOf(other), body: toUtf8(STATUS) });
  t.match(await house.ask(mixed.headers), { code: 'KEY_MISMATCH' });
});

t.test('[auth:bound] what a service remembers is bounded: it refuses rather than forget', async (t) => {
  const house = await createCountingHouse({ serviceOptions: { maxNonces: 3, maxSessions: 2 } });
  const next = await createMessages(house, false);
  for (let call = 0; call < 3; call++) t.equal((await house.ask(await next())).status, 200);
  const refused = await house.ask(await next());
  t.match(refused, { status: 429, code: 'PROOF_WINDOW_FULL', headers: { 'retry-after': /^\d+$/ } });
  await house.clock.advance(40_000);
  t.equal((await house.ask(await next())).status, 200, 'there is room when their time is over');
});

t.test('[auth:bound] the session used longest ago makes room, and its holder proves by key again', async (t) => {
  const house = await createCountingHouse({ serviceOptions: { maxSessions: 1 } });
  const [one, two] = [house.hold(house.issued, {}, house.key), await house.openBound(await createClientKey())];
  for (let call = 0; call < 3; call++)
    for (const gate of [one, two]) t.equal((await gate.send(STATUS)).kind, 'response');
  t.equal(house.handled.length, 6);
});

t.test('[auth:bound] a session does not outlast its time', async (t) => {
  const house = await createCountingHouse({ serviceOptions: { maxSessionMs: 20_000 } });
  const next = await createMessages(house, true);
  t.equal((await house.ask(await next())).status, 200);
  await house.clock.advance(20_000);
  t.equal((await house.ask(await next())).code, 'PROOF_SESSION_UNKNOWN');
});

t.test('[auth:bound] messages may overtake each other, within a window', async (t) => {
  const house = await createCountingHouse();
  const next = await createMessages(house, true);
  const messages: CallHeaders[] = [];
  for (let at = 0; at < 2_100; at++) messages.push(await next());
  const [oldest = {}, ...others] = messages;
  t.equal((await house.ask(others.at(-1) ?? {})).status, 200);
  t.equal((await house.ask(others.at(-2) ?? {})).status, 200);
  t.equal((await house.ask(others.at(100) ?? {})).status, 200);
  t.equal((await house.ask(others.at(100) ?? {})).code, 'PROOF_REPLAYED');
  t.equal((await house.ask(oldest)).code, 'PROOF_EXPIRED', 'too old to tell: refused');
});

t.test('[auth:bound] a caller that proved a key cannot open a gate for another', async (t) => {
  const house = await createCountingHouse();
  const caller = {
    subject: 'ann',
    credentials: [],
    authenticated: true,
    groups: [],
    keyThumbprint: house.key.thumbprint,
  };
  const open = (keyThumbprint?: string) =>
    house.desk.open(caller as never, house.space, {
      id: PRINTER,
      methods: [],
      ...(keyThumbprint !== undefined && { keyThumbprint }),
    });
  const bound = await open();
  t.ok(bound.renewal, 'bound to the key of the request');
  t.match(await house.ask(headersOf(bound)), { code: 'PROOF_REQUIRED' });
  await t.rejects(open((await createClientKey()).thumbprint), { code: 'KEY_MISMATCH' });
});

t.test(
  '[auth:bound] of authenticated subjects a service takes bound gates alone, unless it is told otherwise',
  async (t) => {
    for (const [unbound, code] of [
      [undefined, 'PROOF_REQUIRED'],
      ['never', 'PROOF_REQUIRED'],
      ['always', undefined],
    ] as const) {
      const house = await createCountingHouse({ serviceOptions: unbound === undefined ? {} : { unbound } });
      const caller = { subject: 'ann', credentials: [], authenticated: true, groups: [] };
      const gate = await house.desk.open(caller as never, house.space, { id: PRINTER, methods: [] });
      t.equal((await house.ask(headersOf(gate))).code, code, unbound ?? 'by default');
      const local = await house.open();
      t.equal((await house.ask(headersOf(local))).code, unbound === 'never' ? 'PROOF_REQUIRED' : undefined);
    }
  },
);

t.test(
  '[auth:open] an unrestricted service is called without credential or proof, by a client with a key too',
  async (t) => {
    const house = await createHouse();
    const gate = await house.openBound(await createClientKey());
    t.equal((await gate.send(STATUS)).kind, 'response');
    const [call] = house.inbound.calls;
    t.same(Object.keys(call?.headers ?? {}).sort(), ['accept', 'content-type', 'stoa-timeout']);
  },
);
