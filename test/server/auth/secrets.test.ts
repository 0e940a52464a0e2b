import t from 'tap';
import { utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openClientRegistry } from '../../../src/server/auth/clients.js';
import { createSecretCheck } from '../../../src/server/auth/secret-check.js';
import { createSecret, hashSecret, isSecretHash, verifySecret } from '../../../src/server/auth/secret-hash.js';
import { createLogKeeper } from '../../http/support/test-server.js';
import { createVirtualClock } from '../../support/virtual-clock.js';

t.test('a secret is verified by its hash, which is another each time and tells nothing of it', async (t) => {
  const secret = createSecret();
  t.match(secret, /^[\w-]{43}$/);
  const [one, other] = [await hashSecret(secret, 10), await hashSecret(secret, 10)];
  t.not(one, other);
  for (const hash of [one, other]) {
    t.ok(isSecretHash(hash));
    t.ok(await verifySecret(secret, hash));
    t.notOk(await verifySecret(`${secret}x`, hash));
    t.notOk(await verifySecret('', hash));
    t.notMatch(hash, secret);
  }
  t.match(await hashSecret(secret), /^scrypt:15:/, 'what a guess costs by default');
});

t.test('what is no hash is refused', async (t) => {
  for (const text of ['', 'secret', 'scrypt:9:x:y', `scrypt:25:${'A'.repeat(22)}:${'A'.repeat(43)}`, 'scrypt:15::']) {
    t.notOk(isSecretHash(text));
    await t.rejects(verifySecret('x', text), { code: 'CONFIGURATION_INVALID' });
  }
});

t.test('a secret of a client that does not exist is checked as slowly as a wrong one', async (t) => {
  const { check } = createSecretCheck({ clock: createVirtualClock() });
  const hash = await hashSecret('right');
  const timeOf = async (client: string, of: string | undefined): Promise<number> => {
    const times: number[] = [];
    for (let time = 0; time < 5; time++) {
      const start = performance.now();
      t.equal(await check({ client, secret: `wrong ${String(time)}`, hash: of, address: 'a' }), false);
      times.push(performance.now() - start);
    }
    return times.sort((a, b) => a - b)[2] ?? 0;
  };
  const [known, unknown] = [await timeOf('known', hash), await timeOf('unknown', undefined)];
  t.ok(unknown > known / 10 && unknown < known * 10, `${known.toFixed(1)} ms and ${unknown.toFixed(1)} ms`);
});

t.test('wrong secrets are counted by client and address, and right ones cost little the second time', async (t) => {
  const clock = createVirtualClock();
  const { check } = createSecretCheck({ clock });
  const hash = await hashSecret('right', 10);
  const show = (secret: string, address = 'a', client = 'c') => check({ client, secret, hash, address });
  t.ok(await show('right'));
  for (let time = 0; time < 10; time++) t.notOk(await show('wrong'));
  await t.rejects(show('wrong'), { code: 'TOO_MANY_TASKS', retryAfterSeconds: 60 });
  t.ok(await show('right'), 'who was right before is not kept waiting by others');
  t.notOk(await show('wrong', 'b'), 'another address');
  t.notOk(await show('wrong', 'a', 'd'), 'another client');
  await clock.advance(60_000);
  t.notOk(await show('wrong'));
});

t.test('only so many secrets are checked at once', async (t) => {
  const { check } = createSecretCheck({ clock: createVirtualClock() });
  const hash = await hashSecret('right', 10);
  const show = (secret: string, client: string) =>
    check({ client, secret, hash, address: 'a' }).catch((thrown: { code: string }) => thrown.code);
  const results = await Promise.all(Array.from({ length: 24 }, (_, at) => show('wrong', String(at))));
  t.equal(results.filter((result) => result === false).length, 18, 'two are checked, sixteen wait');
  t.equal(results.filter((result) => result === 'TOO_MANY_TASKS').length, 6);
  t.equal(await show('right', 'c'), true, 'then there is room again');
});

t.test('guesses that are made at once are counted as those that follow one another', async (t) => {
  const { check } = createSecretCheck({ clock: createVirtualClock() });
  const hash = await hashSecret('right', 10);
  const guesses = Array.from({ length: 18 }, (_, at) =>
    check({ client: 'c', secret: `guess ${at}`, hash, address: 'a' }).catch((thrown: { code: string }) => thrown.code),
  );
  const results = await Promise.all(guesses);
  t.ok(
    results.filter((result) => result === false).length <= 11,
    'one more than ten was begun before the tenth had ended',
  );
});

t.test('signatures are verified meanwhile', async (t) => {
  const { check } = createSecretCheck({ clock: createVirtualClock() });
  const { subtle } = globalThis.crypto;
  const scheme = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
  const { privateKey, publicKey } = await subtle.generateKey(scheme, false, ['sign', 'verify']);
  const signature = await subtle.sign(scheme, privateKey, new Uint8Array(9));
  let checked = 0;
  const checks = Array.from({ length: 12 }, async (_, at) => {
    await check({ client: String(at), secret: 'x', hash: undefined, address: 'a' });
    checked++;
  });
  for (let time = 0; time < 5; time++) t.ok(await subtle.verify(scheme, publicKey, signature, new Uint8Array(9)));
  t.ok(checked < 8, `${checked} of 12 checks came before`);
  await Promise.all(checks);
});

t.test('the file of clients is read when it has changed; one that cannot be read changes nothing', async (t) => {
  const path = join(t.testdir({}), 'clients.json');
  const { log, lines } = createLogKeeper();
  const secretHash = await hashSecret('x', 10);
  const clock = createVirtualClock();
  let changes = 0;
  const registry = await openClientRegistry(
    { configured: [{ id: 'fixed', secretHash }], path },
    { clock, log, changed: () => void changes++ },
  );
  const has = async (id: string) => (await registry.find(id)) !== undefined;
  t.same([await has('fixed'), await has('added')], [true, false], 'it need not be there');
  writeFileSync(
    path,
    JSON.stringify({
      clients: [
        { id: 'added', secretHash },
        { id: 'fixed', secretHash, groups: ['x'] },
      ],
    }),
  );
  t.same([await has('fixed'), await has('added')], [true, true]);
  t.equal((await registry.find('fixed'))?.groups, undefined, 'the configuration wins');
  for (const text of ['{', '{"clients": [{"id": "local"}]}', '{"others": []}']) {
    writeFileSync(path, text);
    utimesSync(path, 1, 1 + text.length);
    t.ok(await has('added'));
  }
  t.equal(changes, 1);
  t.same([registry.groupsOf('fixed'), registry.groupsOf('added'), registry.groupsOf('none')], [[], [], undefined]);
  writeFileSync(path, '{"clients":[]}');
  registry.close();
  await clock.advance(10_000);
  t.same(registry.groupsOf('added'), [], 'looked at no more');
  t.ok(lines.length >= 3);
  t.match(lines[0], ['error', { path }, /cannot be read/]);
});
