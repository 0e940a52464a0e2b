import t from 'tap';
import type { Test } from 'tap';
import type { SpaceId } from '../../src/base/index.js';
import {
  acceptGate,
  connect,
  createClientCredentials,
  createClientKey,
  parseGate,
  serializeGate,
} from '../../src/client/index.js';
import type { ClientKey, CallContext, Handlers, ServiceOptions } from '../../src/client/index.js';
import { nodeHashing } from '../../src/http/index.js';
import { printerAdvertisement } from '../gate/gate-house.js';
import { BILLING_SECRET, startAuthServer } from '../support/auth-house.js';
import { PROJECT } from '../support/source-files.js';
import { createCountingFetch, startHouse, startService } from './space-house.js';

/** A restricted printer behind a real server, and the contexts that its handlers were given. */
const setUp = async (t: Test, options: ServiceOptions = {}) => {
  const contexts: CallContext[] = [];
  const keep = (context: CallContext): void => void contexts.push(context);
  const handlers: Handlers = {
    print: (_value, context) => (keep(context), { sheets: 2 }),
    status: (_value, context) => (keep(context), true),
    log: (_value, context) => (keep(context), undefined),
  };
  const house = await startHouse(t);
  const advertisement = (uri: string): string =>
    printerAdvertisement({ access: 'restricted', endpoints: `<endpoint uri="${uri}" binding="stoa-http"/>` });
  const service = await startService(t, house.client, { handlers, advertisement, options });
  const join = (key: ClientKey) => {
    const counting = createCountingFetch();
    const client = connect(house.url, { fetch: counting.fetch, key, hashing: nodeHashing });
    return { client, requests: counting.requests };
  };
  return { ...house, service: { ...service, spaceUrl: house.url }, contexts, join };
};

const PAPER = { title: 'letter', copies: 2 };

for (const carry of ['direct', 'relay'] as const) {
  t.test(
    `[auth:bound] a client with a key calls a restricted service through a ${carry} gate, each call proved`,
    async (t) => {
      const { service, join, contexts } = await setUp(t);
      const { client, requests } = join(await createClientKey());
      const gate = await client.openGate(service.id, { carry });
      for (let call = 0; call < 3; call++) t.same(await gate.call('print', PAPER), { sheets: 2 });
      const proofs = requests
        .filter(({ url }) => url === gate.uri)
        .map(({ headers }) => headers.get('signature-input'));
      t.match(proofs, [/ecdsa-p256-sha256/, /hmac-sha256/, /hmac-sha256/]);
      t.match(contexts[0], { gate: gate.id, subject: 'local' });
      const [, replayed] = requests.filter(({ url }) => url === gate.uri);
      const again = await fetch(gate.uri, {
        method: 'POST',
        headers: replayed?.headers ?? {},
        body: replayed?.body ?? '',
      });
      t.match(await again.text(), /PROOF_REPLAYED/);
      t.equal(contexts.length, 3);
    },
  );

  t.test(`[gate:narrow] a ${carry} gate is given away as a text and used elsewhere`, async (t) => {
    const { service, join } = await setUp(t, { hashing: nodeHashing });
    const friend = await createClientKey();
    const gate = await join(await createClientKey()).client.openGate(service.id, { carry });
    const text = serializeGate(await gate.narrow({ to: friend, methods: ['status'], calls: 3 }));
    t.match(text, /^[\w.-]+$/);
    const counting = createCountingFetch();
    const narrow = acceptGate(text, { key: friend, fetch: counting.fetch });
    t.equal(await narrow.call('status', {}), true);
    await t.rejects(narrow.call('print', PAPER), { code: 'METHOD_NOT_GRANTED' });
    t.equal(counting.requests.length, 1, 'the space was not asked');
    // With a life of 15 s left a credential is refreshed: here at once, by the right that came with the gate.
    const hasty = acceptGate(text, { key: friend, refreshAheadMs: 120_000, fetch: counting.fetch });
    t.equal(await hasty.call('status', {}), true);
    t.ok(counting.requests.some(({ body }) => body.includes('refreshGate')));
    await gate.close();
    await t.rejects(hasty.call('status', {}), { code: 'GATE_CLOSED' });
    if (carry === 'relay') await t.rejects(narrow.call('status', {}), { code: 'GATE_CLOSED' });
    t.throws(() => acceptGate(text, { key: { ...friend, thumbprint: 'another' } }), { code: 'KEY_MISMATCH' });
  });
}

t.test('[auth:bound] a gate that is closed is refused at once by a service that follows its space', async (t) => {
  const { service, join } = await setUp(t);
  const friend = await createClientKey();
  for (const [which, key] of [
    ['bound', await createClientKey()],
    ['unbound', undefined],
  ] as const) {
    const client = key ? join(key).client : connect(service.spaceUrl);
    const gate = await client.openGate(service.id);
    // Nothing but the feed tells the service: the credential that these hold is good for most of a minute.
    const held = key ? acceptGate(await gate.narrow({ to: friend }), { key: friend }) : undefined;
    const recorded = createCountingFetch();
    const watched = await connect(service.spaceUrl, { fetch: recorded.fetch, ...(key && { key }) }).openGate(
      service.id,
    );
    t.equal(await (held ?? watched).call('status', {}), true);
    await (key ? gate : watched).close();
    const post = recorded.requests.at(-2);
    const call = async (): Promise<string> => {
      if (held)
        return held.call('status', {}).then(
          () => 'answered',
          (thrown: unknown) => (thrown as { code: string }).code,
        );
      const answer = await fetch(service.url, { method: 'POST', headers: post?.headers ?? {}, body: post?.body ?? '' });
      return /CREDENTIAL_REVOKED/.exec(await answer.text())?.[0] ?? 'answered';
    };
    let outcome = await call();
    while (outcome === 'answered') outcome = await call();
    t.equal(outcome, 'CREDENTIAL_REVOKED', which);
  }
});

t.test(
  '[auth:bound] what the policy takes back is refused at once, by relays and by services that follow it',
  async (t) => {
    const server = await startAuthServer(t, { flags: { spaces: `${PROJECT}spaces` } });
    const url = `${server.url}/spaces/main`;
    const root = server.spaces.root(server.spaces.findByAlias('main')?.id ?? ('' as SpaceId));
    const ruler = connect(url, { credentials: [root] });
    const everything = { to: 'group:ops', actions: ['publish', 'lookup', 'read'] } as const;
    const grantMethods = (...methods: string[]) =>
      ruler.policy.set({ grants: [everything, { to: 'subject:billing', actions: ['open'], methods }] });
    await grantMethods('status', 'print');
    const handlers = { print: () => ({ sheets: 1 }), status: () => true, log: () => undefined };
    const advertisement = (uri: string): string =>
      printerAdvertisement({ access: 'restricted', endpoints: `<endpoint uri="${uri}" binding="stoa-http"/>` });
    const service = await startService(t, ruler, { advertisement, handlers, options: { unbound: 'always' } });
    const client = connect(url, {
      auth: createClientCredentials({
        clientId: 'billing',
        clientSecret: BILLING_SECRET,
        key: await createClientKey(),
      }),
    });
    const open = (carry: 'direct' | 'relay', ...methods: string[]) => client.openGate(service.id, { carry, methods });
    const codeOf = (call: Promise<unknown>): Promise<string> =>
      call.then(
        () => 'answered',
        (thrown: unknown) => (thrown as { code: string }).code,
      );
    const [direct, relay] = [await open('direct', 'status'), await open('relay', 'status')];
    const kept = await open('direct', 'print');
    for (const gate of [direct, relay]) t.equal(await codeOf(gate.call('status', {})), 'answered');
    await grantMethods('print');
    t.equal(await codeOf(relay.call('status', {})), 'GATE_CLOSED');
    let outcome = 'answered';
    while (outcome === 'answered') outcome = await codeOf(direct.call('status', {}));
    t.equal(outcome, 'CREDENTIAL_REVOKED', 'the service was told; its credential would hold for most of a minute');
    await t.rejects(open('direct', 'status'), { code: 'METHOD_NOT_GRANTED' });
    t.equal(await codeOf(kept.call('print', PAPER)), 'answered', 'what is granted still goes on');
  },
);

t.test('[auth:bound] a restricted service can refuse all that is not bound', async (t) => {
  const { client, service, join } = await setUp(t, { unbound: 'never' });
  const unbound = await client.openGate(service.id);
  await t.rejects(unbound.call('status', {}), { code: 'PROOF_REQUIRED', hint: /client key/ });
  const bound = await join(await createClientKey()).client.openGate(service.id);
  t.equal(await bound.call('status', {}), true);
});

t.test('the text of a gate is read strictly', async (t) => {
  const { service, join } = await setUp(t);
  const gate = await join(await createClientKey()).client.openGate(service.id);
  const given = await gate.narrow({ to: await createClientKey() });
  const text = serializeGate(given);
  t.same(parseGate(text), given, 'and nothing else of the gate is in it');
  const damaged = [
    '',
    'stoa-gate-1.',
    'stoa-gate-2.e30',
    text.slice(1),
    text.slice(0, -7),
    `${text} `,
    'stoa-gate-1.bnVsbA',
  ];
  for (const wrong of damaged) t.throws(() => parseGate(wrong), { code: 'PARAMETER_INVALID' }, wrong.slice(0, 20));
  for (const name of Object.keys(given)) {
    const rest = Object.fromEntries(Object.entries(given).filter(([one]) => one !== name));
    t.throws(() => parseGate(serializeGate(rest as never)), { code: 'PARAMETER_INVALID' }, `without ${name}`);
    const wrong = { ...given, [name]: name === 'methods' ? [1] : true };
    t.throws(() => parseGate(serializeGate(wrong as never)), { code: 'PARAMETER_INVALID' }, `a wrong ${name}`);
  }
});
