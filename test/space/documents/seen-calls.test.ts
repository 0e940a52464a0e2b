import t from 'tap';
import type { DocumentId, SubjectId } from '../../../src/base/index.js';
import { createSeenCalls } from '../../../src/space/documents/seen-calls.js';
import type { Entry } from '../../../src/space/index.js';
import { createVirtualClock } from '../../support/virtual-clock.js';
import { caller, createRig, service } from '../support/spaces.js';

const entryOf = (id: string): Entry => ({
  id: id as DocumentId,
  kind: 'service',
  name: 'printer',
  version: 1,
  sequence: 1,
  publisher: 'local' as SubjectId,
  publishedAtMs: 0,
  updatedAtMs: 0,
  expiresAtMs: 0,
  stale: false,
  byteLength: 1,
});

const PRINTER = entryOf('urn:example:printer');

t.test('an entry of a service that nobody called is as it was, the same object', (t) => {
  const calls = createSeenCalls(createVirtualClock());
  t.equal(calls.addTo(PRINTER), PRINTER);
  t.equal(calls.isSame([PRINTER]), true);
  calls.note('urn:example:other' as DocumentId);
  t.equal(calls.addTo(PRINTER), PRINTER);
  t.end();
});

t.test('an entry says when its service last answered, when it last failed, and how', async (t) => {
  const clock = createVirtualClock();
  const calls = createSeenCalls(clock);
  const startMs = clock.nowMs();
  calls.note(PRINTER.id);
  t.same(calls.addTo(PRINTER).use, { lastCallAtMs: startMs });
  await clock.advance(5_000);
  calls.note(PRINTER.id, 'unreachable');
  t.same(calls.addTo(PRINTER).use, {
    lastCallAtMs: startMs,
    lastFailureAtMs: startMs + 5_000,
    lastFailure: 'unreachable',
  });
  await clock.advance(5_000);
  calls.note(PRINTER.id);
  t.same(calls.addTo(PRINTER).use, {
    lastCallAtMs: startMs + 10_000,
    lastFailureAtMs: startMs + 5_000,
    lastFailure: 'unreachable',
  });
  t.equal(calls.addTo(PRINTER).id, PRINTER.id);
});

t.test('what is published under a URN after its service was removed begins with nothing', async (t) => {
  const { main } = await createRig();
  const space = main();
  const publish = (name: string) => space.publish(caller(), { bytes: service({ name, id: 'urn:test:printer' }) });
  const { entry, lease } = await publish('printer');
  space.noteCall(entry.id, 'unreachable');
  const useOf = async () => (await space.read(caller(), entry.id)).entry.use;
  t.match(await useOf(), { lastFailure: 'unreachable' });
  await space.remove(caller(), { id: entry.id, credential: lease.credential ?? '' });
  t.equal((await publish('another')).entry.id, entry.id);
  t.equal(await useOf(), undefined);
});

t.test('what was told holds until something else is to be told: times are told to the second', async (t) => {
  const clock = createVirtualClock();
  const calls = createSeenCalls(clock);
  calls.note(PRINTER.id);
  const told = calls.addTo(PRINTER);
  t.equal(calls.isSame([PRINTER]), false);
  t.equal(calls.isSame([told]), true);
  await clock.advance(999);
  calls.note(PRINTER.id);
  t.equal(calls.isSame([told]), true);
  calls.note(PRINTER.id, 'failed');
  t.equal(calls.isSame([told]), false, 'a failure is told at once');
  const failed = calls.addTo(PRINTER);
  calls.note(PRINTER.id, 'failed');
  t.equal(calls.isSame([failed]), true);
  calls.note(PRINTER.id, 'timed-out');
  t.equal(calls.isSame([failed]), false, 'another kind of failure too');
  await clock.advance(1);
  const other = calls.addTo(PRINTER);
  calls.note(PRINTER.id);
  t.equal(calls.isSame([other]), false);
});

t.test('what is known is bounded: the service that was called longest ago is forgotten', (t) => {
  const calls = createSeenCalls(createVirtualClock());
  calls.note(PRINTER.id);
  for (let at = 0; at < 10_000; at++) calls.note(`urn:example:${at}` as DocumentId);
  t.equal(calls.addTo(PRINTER).use, undefined);
  t.ok(calls.addTo(entryOf('urn:example:0')).use);
  t.end();
});
