import t from 'tap';
import { isStoaError } from '../../../src/base/index.js';
import type { Caller } from '../../../src/base/index.js';
import type { Space } from '../../../src/space/index.js';
import {
  AUTHENTICATION,
  accessPolicy,
  caller,
  createRig,
  declareMain,
  plain,
  service,
  user,
} from '../support/spaces.js';

const NOBODY = 'urn:uuid:01932b6e-7c5a-7000-8000-000000000001' as never;

/** What a caller may do: each action tried once. */
const ACTIONS: Readonly<Record<string, (space: Space, who: Caller) => unknown>> = {
  publish: (space, who) => space.publish(who, { bytes: plain('<note/>') }),
  lookup: (space, who) => space.lookup(who, {}),
  lookupAtOnce: (space, who) => Promise.resolve(space.findAnswer(who, {})),
  subscribe: (space, who) => space.subscribe(who, {}),
  events: async (space, who) => space.events(who, { subscription: NOBODY, signal: AbortSignal.abort() }),
  read: (space, who) => space.read(who, NOBODY),
  open: (space, who) => space.findService(who, NOBODY),
};

/** By action: `yes`, or the code that it is refused with. Not finding what is not there is a yes. */
const tryAll = async (space: Space, who: Caller): Promise<Readonly<Record<string, string>>> => {
  const outcomes: Record<string, string> = {};
  for (const [name, act] of Object.entries(ACTIONS)) {
    try {
      await act(space, who);
      outcomes[name] = 'yes';
    } catch (thrown) {
      if (!isStoaError(thrown)) throw thrown;
      outcomes[name] = ['DOCUMENT_NOT_FOUND', 'SUBSCRIPTION_NOT_FOUND'].includes(thrown.code) ? 'yes' : thrown.code;
    }
  }
  return outcomes;
};

const all = (outcome: string): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.keys(ACTIONS).map((name) => [name, outcome]));

const codeOf = async (act: Promise<unknown>): Promise<string> =>
  act.then(
    () => 'none',
    (thrown: unknown) => (isStoaError(thrown) ? thrown.code : String(thrown)),
  );

t.test('without authentication and policy a declared space admits everybody to everything', async (t) => {
  const rig = await createRig();
  t.same(await tryAll(rig.main(), caller()), all('yes'));
  const spawned = await rig.spaces.spawn(caller(), rig.main().id, { name: 'x' });
  t.ok(spawned.root);
});

t.test('with authentication and no policy it admits whoever proved who they are, and nobody else', async (t) => {
  const rig = await createRig({ authenticates: true });
  t.same(await tryAll(rig.main(), user('ann')), all('yes'));
  t.same(await tryAll(rig.main(), caller()), all('AUTHENTICATION_REQUIRED'));
  t.same(await tryAll(rig.main(), caller('rc1.wrong')), all('AUTHENTICATION_REQUIRED'));
  t.equal(await codeOf(rig.spaces.spawn(caller(), rig.main().id, { name: 'x' })), 'AUTHENTICATION_REQUIRED');
  t.same(await tryAll(rig.main(), caller(rig.spaces.root(rig.main().id))), all('yes'), 'and its root credential');
  const refused = await rig
    .main()
    .lookup(caller(), {})
    .catch((thrown: unknown) => thrown);
  t.ok(isStoaError(refused) && refused.message.includes(AUTHENTICATION), 'the refusal says where to prove it');
});

t.test('a policy grants what it says to whom it says, and no more', async (t) => {
  const policy = accessPolicy(
    '<grant to="anyone" actions="lookup"/><grant to="authenticated" actions="lookup read"/>' +
      '<grant to="group:ops" actions="publish spawn"/>',
  );
  const rig = await createRig({ authenticates: true, declaration: declareMain(policy) });
  const space = rig.main();
  const found = { lookup: 'yes', lookupAtOnce: 'yes', subscribe: 'yes', events: 'yes' };
  t.same(await tryAll(space, caller()), { ...all('AUTHENTICATION_REQUIRED'), ...found });
  t.same(await tryAll(space, user('ann')), { ...all('ACCESS_DENIED'), ...found, read: 'yes' });
  t.same(await tryAll(space, user('bob', 'ops')), { ...all('yes'), open: 'ACCESS_DENIED' });
  t.equal(await codeOf(rig.spaces.spawn(user('ann'), space.id, { name: 'x' })), 'ACCESS_DENIED');
  t.equal(await codeOf(rig.spaces.spawn(user('bob', 'ops'), space.id, { name: 'x' })), 'none');
});

t.test('where nobody is asked who they are, a refusal does not send anybody to prove it', async (t) => {
  const rig = await createRig({ declaration: declareMain(accessPolicy('<grant to="anyone" actions="lookup"/>')) });
  t.equal(await codeOf(rig.main().publish(caller(), { bytes: plain('<note/>') })), 'ACCESS_DENIED');
});

t.test('names that may be published are those of the grant, at an update as well', async (t) => {
  const policy = accessPolicy('<grant to="authenticated" actions="publish" name="printer*"/>');
  const rig = await createRig({ authenticates: true, declaration: declareMain(policy) });
  const ann = user('ann');
  const held = await rig.main().publish(ann, { bytes: service({ name: 'printer-3' }) });
  t.equal(await codeOf(rig.main().publish(ann, { bytes: service({ name: 'door' }) })), 'ACCESS_DENIED');
  const { credential } = held.lease;
  const update = (name: string) =>
    rig.main().update(ann, { id: held.entry.id, bytes: service({ name }), ...(credential && { credential }) });
  t.equal(await codeOf(update('printer-4')), 'none');
  t.equal(await codeOf(update('door')), 'ACCESS_DENIED');
});

t.test('[lease:grant] who holds a lease needs no grant for what it holds; who does not, cannot touch it', async (t) => {
  const rig = await createRig({ authenticates: true, limits: { maxLeaseMs: 600_000 } });
  const space = rig.main();
  const held = await space.publish(user('ann'), { bytes: service({ name: 'printer' }), periodMs: 3_600_000 });
  t.equal(held.lease.periodMs, 600_000, '600 s of 3600 s that were asked for');
  const { id } = held.entry;
  const shown = { credential: held.lease.credential ?? '' };
  const bytes = service({ name: 'printer' });
  for (const other of [user('bob'), caller('lc1.wrong')]) {
    const refusal = other.authenticated ? /CREDENTIAL_REQUIRED/ : /CREDENTIAL_INVALID|AUTHENTICATION_REQUIRED/;
    t.match(await codeOf(space.renew(other, { lease: held.lease.id })), refusal);
    t.match(await codeOf(space.cancel(other, { lease: held.lease.id })), refusal);
    t.match(await codeOf(space.remove(other, { id })), refusal);
    t.match(await codeOf(space.update(other, { id, bytes })), refusal);
    t.match(await codeOf(space.assertHolder(other, { id })), refusal);
  }
  const stranger = caller();
  t.equal(await codeOf(space.renew(stranger, { lease: held.lease.id, ...shown })), 'none');
  t.equal(await codeOf(space.assertHolder(stranger, { id, ...shown })), 'none');
  t.equal(await codeOf(space.update(stranger, { id, bytes, ...shown })), 'none');
  t.equal(await codeOf(space.remove(stranger, { id, ...shown })), 'none');
});

t.test('administrators end what others hold, and do not change the policy', async (t) => {
  const grants = '<grant to="subject:eve" actions="administer"/><grant to="authenticated" actions="publish lookup"/>';
  const rig = await createRig({ authenticates: true, declaration: declareMain(accessPolicy(grants)) });
  const space = rig.main();
  const eve = user('eve');
  const held = await space.publish(user('ann'), { bytes: plain('<a/>') });
  const other = await space.publish(user('ann'), { bytes: plain('<a/>') });
  t.same(await tryAll(space, eve), all('yes'));
  t.equal(await codeOf(space.remove(eve, { id: held.entry.id })), 'none');
  t.equal(await codeOf(space.cancel(eve, { lease: other.lease.id })), 'none');
  t.equal((await rig.spaces.policy(eve, space.id, {})).grants.length, 2, 'they read it');
  t.equal(await codeOf(rig.spaces.policy(eve, space.id, { access: [] })), 'CREDENTIAL_REQUIRED');
  t.equal(await codeOf(rig.spaces.policy(user('ann'), space.id, {})), 'ACCESS_DENIED');
  t.equal(await codeOf(rig.spaces.policy(caller(), space.id, {})), 'CREDENTIAL_REQUIRED');
});

t.test('a policy message takes the root credential, counts versions, holds at once and after a restart', async (t) => {
  const rig = await createRig({ authenticates: true });
  const { id } = rig.main();
  const root = caller(rig.spaces.root(id));
  t.match(await rig.spaces.policy(root, id, {}), { version: 0, isDefault: true });
  t.equal(await codeOf(rig.spaces.policy(user('ann'), id, { access: 'default' })), 'CREDENTIAL_REQUIRED');
  t.equal(await codeOf(rig.spaces.policy(caller('rc1.wrong'), id, { access: [] })), 'CREDENTIAL_INVALID');
  const access = [{ to: 'anyone', actions: ['lookup'] as const }];
  t.match(await rig.spaces.policy(root, id, { access, version: 0 }), { version: 1, isDefault: false });
  t.equal(await codeOf(rig.spaces.policy(root, id, { access, version: 0 })), 'VERSION_CONFLICT');
  t.equal(await codeOf(rig.spaces.policy(root, id, { version: 0 })), 'VERSION_CONFLICT');
  t.match(await tryAll(rig.main(), caller()), { lookup: 'yes', read: 'AUTHENTICATION_REQUIRED' });
  await rig.restart();
  t.match(await tryAll(rig.main(), caller()), { lookup: 'yes', read: 'AUTHENTICATION_REQUIRED' });
  t.equal(rig.spaces.root(id), root.credentials[0], 'the root credential is the same');
  await rig.spaces.policy(root, id, { access: 'default' });
  t.match(await tryAll(rig.main(), caller()), all('AUTHENTICATION_REQUIRED'));
});

t.test('what a message has set stays until the declaration says something else', async (t) => {
  const declaration = declareMain(accessPolicy('<grant to="anyone" actions="lookup"/>'));
  const rig = await createRig({ authenticates: true, declaration });
  const { id } = rig.main();
  const root = caller(rig.spaces.root(id));
  await rig.spaces.policy(root, id, { access: [{ to: 'anyone', actions: ['read'] }], quota: { documents: 3 } });
  await rig.restart();
  t.match(await rig.spaces.policy(root, id, {}), {
    version: 1,
    quota: { documents: 3 },
    grants: [{ actions: ['read'] }],
  });
  const other = declareMain(accessPolicy('<grant to="anyone" actions="publish"/>', '<quota calls="5"/>'));
  await rig.restart({ authenticates: true, declaration: other });
  t.match(await rig.spaces.policy(root, id, {}), {
    version: 1,
    quota: { calls: 5 },
    grants: [{ actions: ['publish'] }],
  });
});

t.test(
  '[spawn:root] at first only the root credential admits; handed on it admits another, a policy message admits others',
  async (t) => {
    const owner = user('olga');
    const grants = accessPolicy(
      '<grant to="subject:olga" actions="administer"/><grant to="subject:ann" actions="spawn"/>',
    );
    const rig = await createRig({ authenticates: true, declaration: declareMain(grants) });
    const ann = user('ann');
    const spawned = await rig.spaces.spawn(ann, rig.main().id, { name: 'mine' });
    const space = await rig.spaces.get(spawned.id);
    t.same(await tryAll(space, { ...ann, credentials: [spawned.root] }), all('yes'), 'the spawner, by the credential');
    for (const other of [ann, owner, caller(), user('bob', 'ops')])
      t.same(await tryAll(space, other), all('CREDENTIAL_REQUIRED'), 'nobody by who it is alone');
    const parentRoot = caller(rig.spaces.root(rig.main().id));
    t.same(await tryAll(space, parentRoot), all('CREDENTIAL_INVALID'), 'nor by the root credential of the parent');
    t.equal(await codeOf(rig.spaces.policy(parentRoot, spawned.id, { access: [] })), 'CREDENTIAL_INVALID');
    const bob = { ...user('bob'), credentials: [spawned.root] };
    t.same(await tryAll(space, bob), all('yes'), 'whoever it was handed on to');
    await rig.spaces.policy(bob, spawned.id, {
      access: [
        { to: 'group:readers', actions: ['lookup', 'read'] },
        { to: 'subject:carl', actions: ['publish'] },
      ],
    });
    t.match(await tryAll(space, user('rita', 'readers')), { lookup: 'yes', read: 'yes', publish: 'ACCESS_DENIED' });
    t.match(await tryAll(space, user('carl')), { lookup: 'ACCESS_DENIED', publish: 'yes' });
    t.match(await tryAll(space, owner), all('ACCESS_DENIED'), 'the owner of the parent is one of those not named');
    await rig.restart();
    const again = await rig.spaces.get(spawned.id);
    t.match(await tryAll(again, user('rita', 'readers')), { lookup: 'yes', publish: 'ACCESS_DENIED' });
  },
);

for (const [grants, what] of [
  ['<grant to="everybody" actions="lookup"/>', 'whom it is for'],
  ['<grant to="subject:" actions="lookup"/>', 'a subject without a name'],
  ['<grant to="anyone" actions="rule"/>', 'what may be done'],
  ['<grant to="anyone" actions=""/>', 'nothing that may be done'],
  ['<grant to="anyone" actions="administer"/>', 'to administer, for anyone'],
  ['<grant to="group:ops" actions="administer" name="x*"/>', 'to administer some names'],
  ['<grant to="anyone" actions="read" methods="print"/>', 'methods without open'],
  ['<grant to="anyone" actions="lookup" name=""/>', 'an empty name'],
] as const)
  t.test(`a policy is refused that says wrongly ${what}`, async (t) => {
    await t.rejects(createRig({ declaration: declareMain(accessPolicy(grants)) }), { code: 'ADVERTISEMENT_INVALID' });
  });
