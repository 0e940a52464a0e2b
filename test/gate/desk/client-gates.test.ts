import t from 'tap';
import type { DocumentId, GateId, SpaceId, SubjectId } from '../../../src/base/index.js';
import { createClientGates } from '../../../src/gate/desk/client-gates.js';
import type { Grant } from '../../../src/gate/desk/grant-token.js';
import { createVirtualClock } from '../../support/virtual-clock.js';

const SPACE = 'urn:uuid:1' as SpaceId;

const grantOf = (subject: string, gate: string, expiresAtMs: number): Grant => ({
  gate: gate as GateId,
  document: 'urn:x:d' as DocumentId,
  expiresAtMs,
  methods: undefined,
  subject: subject as SubjectId,
  opener: 'anyone',
  carry: 'direct',
});

t.test('a client has as many gates open as it may; those that ended or were closed count no more', async (t) => {
  const clock = createVirtualClock(0);
  const gates = createClientGates(clock);
  const add = (subject: string, gate: string, endsAtMs: number) =>
    gates.add(SPACE, grantOf(subject, gate, endsAtMs), 2);
  add('ann', 'a', 10_000);
  add('ann', 'b', 30_000);
  t.throws(() => add('ann', 'c', 30_000), { code: 'CLIENT_QUOTA_EXCEEDED', limit: 'gates', retryAfterSeconds: 10 });
  add('bob', 'd', 30_000);
  gates.add('urn:uuid:2' as SpaceId, grantOf('ann', 'e', 30_000), 1);
  await clock.advance(10_000);
  add('ann', 'c', 30_000);
  t.throws(() => add('ann', 'f', 30_000), { code: 'CLIENT_QUOTA_EXCEEDED' });
  gates.delete(SPACE, grantOf('ann', 'b', 30_000));
  gates.delete(SPACE, grantOf('carl', 'b', 30_000));
  add('ann', 'f', 30_000);
  t.throws(() => gates.add(SPACE, grantOf('eve', 'x', 1), 0), { code: 'CLIENT_QUOTA_EXCEEDED' }, 'none at all');
});
