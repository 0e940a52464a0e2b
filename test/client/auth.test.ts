import t from 'tap';
import { createClientCredentials, createClientKey, createTokenAuth, connect } from '../../src/client/index.js';
import type { ClientAuth, StoaError } from '../../src/client/index.js';
import type { TestServer } from '../http/support/test-server.js';
import { advertisementOf } from '../http/support/test-server.js';
import { BILLING_SECRET, startAuthServer } from '../support/auth-house.js';
import { createVirtualClock } from '../support/virtual-clock.js';

/** `fetch` that notes what was asked. */
const createNotingFetch = () => {
  const asked: { readonly url: string; readonly headers: Headers }[] = [];
  const noting: typeof fetch = async (input, init) => {
    asked.push({ url: String(input), headers: new Headers(init?.headers) });
    return fetch(input, init);
  };
  return { asked, fetch: noting, tokens: () => asked.filter(({ url }) => url.endsWith('/oauth/token')).length };
};

const spaceOf = (server: TestServer): string => `${server.url}/spaces/main`;

const codeOf = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'none',
    (thrown: unknown) => (thrown as StoaError).code,
  );

t.test('[auth:bound] a client with credentials and a key proves each request, and asks for one token', async (t) => {
  const server = await startAuthServer(t);
  const noting = createNotingFetch();
  const key = await createClientKey();
  const auth = createClientCredentials({
    clientId: 'billing',
    clientSecret: BILLING_SECRET,
    key,
    fetch: noting.fetch,
  });
  const space = connect(spaceOf(server), { auth, fetch: noting.fetch });
  const [held] = await Promise.all([space.publish(advertisementOf('printer')), space.lookup(), space.lookup()]);
  t.equal(held.entry.publisher, 'billing');
  await space.describe();
  await space.remove(held.entry.id, { ...(held.lease.credential && { credential: held.lease.credential }) });
  t.equal(noting.tokens(), 1, 'one token for many calls');
  const proofs = noting.asked.map(({ headers }) => headers.get('dpop'));
  t.equal(new Set(proofs).size, noting.asked.length, 'a proof for each');
  for (const { url, headers } of noting.asked.slice(1)) t.match(headers.get('authorization'), /^DPoP /, url);
});

t.test('a client without a key shows bearer tokens', async (t) => {
  const server = await startAuthServer(t);
  const auth = createClientCredentials({ clientId: 'billing', clientSecret: BILLING_SECRET });
  t.match((await auth.headersFor({ method: 'GET', url: spaceOf(server) }))['authorization'], /^Bearer ey/);
  t.equal((await connect(spaceOf(server), { auth }).publish(advertisementOf('x'))).entry.publisher, 'billing');
});

t.test('a client may sign with the key that it is registered with instead of showing a secret', async (t) => {
  const [registered, other] = [await createClientKey(), await createClientKey()];
  const clients = [{ id: 'signer', jwk: registered.publicJwk }];
  const server = await startAuthServer(t, { auth: { clients } });
  const publish = (clientKey: typeof registered, clientId = 'signer') =>
    connect(spaceOf(server), { auth: createClientCredentials({ clientId, clientKey, key: clientKey }) }).publish(
      advertisementOf('x'),
    );
  t.equal((await publish(registered)).entry.publisher, 'signer');
  t.equal(await codeOf(publish(other)), 'TOKEN_REFUSED');
  t.equal(await codeOf(publish(registered, 'nobody')), 'TOKEN_REFUSED');
});

t.test('a wrong secret is told with the reason of the issuer, and nothing is sent to the space', async (t) => {
  const server = await startAuthServer(t);
  const noting = createNotingFetch();
  const auth = createClientCredentials({ clientId: 'billing', clientSecret: 'wrong', fetch: noting.fetch });
  const space = connect(spaceOf(server), { auth, fetch: noting.fetch });
  await t.rejects(space.lookup(), { code: 'TOKEN_REFUSED', message: /invalid_client: the client is not known/ });
  t.equal(noting.asked.length, 1);
});

t.test('a token is renewed before it ends, and once for all who wait', async (t) => {
  const clock = createVirtualClock();
  let count = 0;
  const auth = createTokenAuth({
    clock,
    getToken: async () => {
      await Promise.resolve();
      return { token: `t${++count}`, type: 'Bearer', expiresAtMs: clock.nowMs() + 600_000 };
    },
  });
  const get = async () => (await auth.headersFor({ method: 'GET', url: 'http://x/' }))['authorization'];
  t.same(await Promise.all([get(), get(), get()]), ['Bearer t1', 'Bearer t1', 'Bearer t1']);
  await clock.advance(569_000);
  t.equal(await get(), 'Bearer t1');
  await clock.advance(1_000);
  t.same(await Promise.all([get(), get()]), ['Bearer t2', 'Bearer t2']);
});

t.test('a token that cannot be had is told to all who wait, and asked for again by the next', async (t) => {
  let count = 0;
  const auth = createTokenAuth({
    getToken: () =>
      ++count === 1
        ? Promise.reject(new Error('gone'))
        : Promise.resolve({ token: 't', type: 'Bearer', expiresAtMs: Infinity }),
  });
  const request = { method: 'GET', url: 'http://x/' } as const;
  const both = await Promise.allSettled([auth.headersFor(request), auth.headersFor(request)]);
  t.same(
    both.map(({ status }) => status),
    ['rejected', 'rejected'],
  );
  t.match(await auth.headersFor(request), { authorization: 'Bearer t' });
  t.equal(count, 2);
});

t.test('when the server no longer takes a token, a new one is asked for once and the request repeated', async (t) => {
  const server = await startAuthServer(t);
  const noting = createNotingFetch();
  const auth = createClientCredentials({ clientId: 'billing', clientSecret: BILLING_SECRET, fetch: noting.fetch });
  const space = connect(spaceOf(server), { auth });
  await space.lookup();
  await server.rotateKeys({ withdraw: true });
  await space.lookup();
  t.equal(noting.tokens(), 2);
  const never: ClientAuth = {
    headersFor: () => Promise.resolve({ authorization: 'Bearer a.b.c' }),
    refresh: () => Promise.resolve(),
  };
  t.equal(await codeOf(connect(spaceOf(server), { auth: never }).lookup()), 'TOKEN_INVALID');
});

t.test('events are read with a token as well', async (t) => {
  const server = await startAuthServer(t);
  const auth = createClientCredentials({
    clientId: 'billing',
    clientSecret: BILLING_SECRET,
    key: await createClientKey(),
  });
  const space = connect(spaceOf(server), { auth });
  const subscription = await space.subscribe();
  await space.publish(advertisementOf('seen'));
  for await (const event of subscription) {
    t.equal(event.name, 'seen');
    break;
  }
});

t.test('a token goes to the server of the space and to no other, whatever the space names', async (t) => {
  const server = await startAuthServer(t);
  const other = await startAuthServer(t);
  const noting = createNotingFetch();
  const auth = createClientCredentials({ clientId: 'billing', clientSecret: BILLING_SECRET });
  const space = connect(spaceOf(server), { auth, fetch: noting.fetch });
  await space
    .at(spaceOf(other), ['root'])
    .lookup()
    .catch(() => undefined);
  t.equal(noting.asked[0]?.headers.get('authorization'), 'Bearer root', 'only the credential that is meant for it');
});

t.test('a client has one of secret and key', (t) => {
  t.throws(() => createClientCredentials({ clientId: 'a' }), { code: 'PARAMETER_INVALID' });
  t.end();
});
