import t from 'tap';
import { isStoaError } from '../../../src/base/index.js';
import type { Caller, SpaceId } from '../../../src/base/index.js';
import type { Spaces } from '../../../src/space/index.js';
import { unpackAccess, packAccess } from '../../../src/space/tables/access-record.js';
import { accessPolicy, caller, createRig, declareMain, plain, user } from '../support/spaces.js';

const seedOf = (letter: string): string => letter.repeat(43);

const codeOf = async (act: Promise<unknown>): Promise<string> =>
  act.then(
    () => 'none',
    (thrown: unknown) => (isStoaError(thrown) ? thrown.code : String(thrown)),
  );

const open = async () => {
  const rig = await createRig({ authenticates: true });
  const spawned = await rig.spaces.spawn(user('ann'), rig.main().id, { name: 'mine' });
  return { rig, spawned, id: spawned.id, first: caller(spawned.root) };
};

/** Everything that takes a root credential. */
const tryAll = async (spaces: Spaces, id: SpaceId, who: Caller): Promise<readonly string[]> => {
  const space = await spaces.get(id);
  return [
    await codeOf(space.publish(who, { bytes: plain('<note/>') })),
    await codeOf(space.lookup(who, {})),
    await codeOf(spaces.policy(who, id, {})),
    await codeOf(spaces.policy(who, id, { quota: {} })),
    await codeOf(spaces.spawn(who, id, { name: 'below' })),
  ];
};

const ADMITTED = Array.from({ length: 5 }, () => 'none');
const REFUSED = Array.from({ length: 5 }, () => 'CREDENTIAL_INVALID');

t.test(
  '[spawn:root] a root credential is replaced by its holder: the one before is refused from the answer on, and after a restart',
  async (t) => {
    const { rig, spawned, id, first } = await open();
    t.same(await tryAll(rig.spaces, id, first), ADMITTED);
    const root = await rig.spaces.replaceRoot(first, id, { seed: seedOf('a') });
    t.not(root, spawned.root);
    t.equal(rig.spaces.rootVersion(id), 1);
    t.equal(rig.spaces.root(id), root);
    t.same(await tryAll(rig.spaces, id, first), REFUSED);
    t.same(await tryAll(rig.spaces, id, caller(root)), ADMITTED);
    t.equal(await codeOf(rig.spaces.replaceRoot(first, id, { seed: seedOf('b') })), 'CREDENTIAL_INVALID');
    await rig.restart();
    t.same(await tryAll(rig.spaces, id, first), REFUSED);
    t.same(await tryAll(rig.spaces, id, caller(root)), ADMITTED);
    const next = await rig.spaces.replaceRoot(caller(), id, { seed: seedOf('b'), credential: root });
    t.equal(rig.spaces.rootVersion(id), 2);
    t.same(await tryAll(rig.spaces, id, caller(root)), REFUSED);
    t.same(await tryAll(rig.spaces, id, caller(next)), ADMITTED);
    const space = await rig.spaces.get(id);
    const { lease } = spawned;
    t.equal(
      await codeOf(space.renew(caller(lease.credential ?? ''), { lease: lease.id })),
      'none',
      'its lease is held on',
    );
    t.equal(await codeOf(rig.spaces.destroy(caller(root), id)), 'CREDENTIAL_INVALID');
    t.equal(await codeOf(rig.spaces.destroy(caller(next), id)), 'none');
    t.equal(await codeOf(rig.spaces.replaceRoot(caller(next), id, { seed: seedOf('c') })), 'SPACE_GONE');
  },
);

t.test('only the holder of the root credential replaces it: no administrator, no lease, nobody', async (t) => {
  const declaration = declareMain(accessPolicy('<grant to="subject:eve" actions="administer"/>'));
  const rig = await createRig({ authenticates: true, declaration });
  const { id } = rig.main();
  const replace = (who: Caller) => codeOf(rig.spaces.replaceRoot(who, id, { seed: seedOf('a') }));
  t.equal(await replace(user('eve')), 'CREDENTIAL_REQUIRED');
  t.equal(await replace(caller()), 'CREDENTIAL_REQUIRED');
  t.equal(await replace(caller('wrong')), 'CREDENTIAL_INVALID');
  const spawned = await rig.spaces.spawn(caller(rig.spaces.root(id)), id, { name: 'x', result: true });
  t.equal(await replace(caller(spawned.root)), 'CREDENTIAL_INVALID', 'of another space');
  for (const held of [spawned.writer, spawned.reader, spawned.lease.credential]) {
    const act = rig.spaces.replaceRoot(caller(held ?? ''), spawned.id, { seed: seedOf('a') });
    t.equal(await codeOf(act), 'CREDENTIAL_INVALID');
  }
  t.equal(rig.spaces.rootVersion(id), 0);
});

t.test('whoever lost the answer gets it by the same seed, and by no other; of two at once one wins', async (t) => {
  const { rig, id, first } = await open();
  const root = await rig.spaces.replaceRoot(first, id, { seed: seedOf('a') });
  t.equal(await rig.spaces.replaceRoot(first, id, { seed: seedOf('a') }), root);
  t.equal(rig.spaces.rootVersion(id), 1, 'nothing was replaced again');
  t.equal(await codeOf(rig.spaces.replaceRoot(first, id, { seed: seedOf('A') })), 'CREDENTIAL_INVALID');
  await rig.restart();
  t.equal(await rig.spaces.replaceRoot(first, id, { seed: seedOf('a') }), root);
  const holder = caller(root);
  const two = await Promise.all(
    ['b', 'c'].map((letter) => codeOf(rig.spaces.replaceRoot(holder, id, { seed: seedOf(letter) }))),
  );
  t.same(two.sort(), ['CREDENTIAL_INVALID', 'none']);
  t.equal(rig.spaces.rootVersion(id), 2);
  t.equal(await codeOf(rig.spaces.replaceRoot(first, id, { seed: seedOf('a') })), 'CREDENTIAL_INVALID', 'long gone');
  const current = caller(rig.spaces.root(id));
  const alike = await Promise.all([1, 2].map(() => rig.spaces.replaceRoot(current, id, { seed: seedOf('d') })));
  t.same(alike, [rig.spaces.root(id), rig.spaces.root(id)], 'the same request twice at once is one');
});

t.test(
  'policy and root credential change without each other, in a declared space whatever its declaration says then',
  async (t) => {
    const rig = await createRig({ authenticates: true });
    const { id } = rig.main();
    const first = caller(rig.spaces.root(id));
    const access = [{ to: 'group:ops', actions: ['lookup'] as const }];
    await rig.spaces.policy(first, id, { access, quota: { documents: 3 } });
    const root = caller(await rig.spaces.replaceRoot(first, id, { seed: seedOf('a') }));
    t.match(await rig.spaces.policy(root, id, {}), { version: 1, grants: access, quota: { documents: 3 } });
    t.match(await rig.spaces.policy(root, id, { quota: {}, version: 1 }), { version: 2 });
    t.equal(rig.spaces.root(id), root.credentials[0]);
    const declaration = declareMain(accessPolicy('<grant to="anyone" actions="publish"/>'));
    await rig.restart({ authenticates: true, declaration });
    t.equal(rig.spaces.root(id), root.credentials[0]);
    t.match(await rig.spaces.policy(root, id, {}), { grants: [{ to: 'anyone' }] });
    t.equal(await codeOf(rig.spaces.policy(first, id, {})), 'CREDENTIAL_INVALID');
    await rig.restart({ authenticates: true });
    t.equal(rig.spaces.root(id), root.credentials[0]);
  },
);

t.test('a stream of events that the old root credential opened tells nothing more', async (t) => {
  const { rig, id, first } = await open();
  const space = await rig.spaces.get(id);
  const ending = new AbortController();
  t.teardown(() => ending.abort());
  const follow = async (who: Caller) => {
    const subscription = await space.subscribe(who, {});
    return space.events(who, { subscription: subscription.id, signal: ending.signal })[Symbol.asyncIterator]();
  };
  const stolen = await follow(first);
  await space.publish(first, { bytes: plain('<a/>') });
  t.match(await stolen.next(), { value: { name: 'a' } });
  const root = caller(await rig.spaces.replaceRoot(first, id, { seed: seedOf('a') }));
  const own = await follow(root);
  const told = stolen.next();
  await space.publish(root, { bytes: plain('<b/>') });
  t.match(await own.next(), { value: { name: 'b' } });
  ending.abort();
  t.match(await told, { done: true });
});

t.test(
  'what is kept of access is read as it was written, with and without a root credential that was replaced',
  (t) => {
    const kept = { version: 2, grants: undefined, quota: { documents: 1 }, declared: 'x' };
    t.same(unpackAccess(packAccess(kept)), kept);
    const replaced = { ...kept, root: { version: 3, seed: seedOf('a') } };
    t.same(unpackAccess(packAccess(replaced)), replaced);
    t.equal(packAccess(kept).length, 4, 'as it ever was');
    t.end();
  },
);
