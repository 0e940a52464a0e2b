import fc from 'fast-check';
import t from 'tap';
import type { DocumentId, GateId, SpaceId, SubjectId } from '../../../src/base/index.js';
import { createKeptClosures } from '../../../src/gate/desk/kept-closures.js';

const SPACE = 'urn:uuid:00000000-0000-7000-8000-000000000001' as SpaceId;
const closed = (document: string, subject: string, gate: number | string) => ({
  document: document as DocumentId,
  subject: subject as SubjectId,
  gate: String(gate) as GateId,
});

t.test('the client of a service that closes most pushes out its own closures, not those of others there', (t) => {
  const kept = createKeptClosures({ keptMs: 1000, maxKept: 5 });
  kept.add(SPACE, closed('s', 'ann', 'a'), 0);
  for (let at = 0; at < 20; at++) kept.add(SPACE, closed('s', 'mallory', at), 1);
  kept.add(SPACE, closed('s', 'bob', 'b'), 2);
  t.same(kept.list(SPACE, 's' as DocumentId, 3), ['a', 17, 18, 19, 'b'].map(String), 'in the order of closing');
  t.same(kept.list(SPACE, 's' as DocumentId, 1001), ['b'], 'as long as they are kept');
  t.same(kept.list(SPACE, 's' as DocumentId, 1002), []);
  t.end();
});

t.test('of a service with no more than an equal part nothing is lost, whatever is closed elsewhere', (t) => {
  const SERVICES = ['s', 't', 'u', 'v'];
  const closing = fc.record({
    document: fc.constantFrom(...SERVICES, 's', 's', 's', 't'),
    subject: fc.constantFrom('ann', 'bob', 'carl'),
    waitMs: fc.constantFrom(0, 0, 0, 1, 40),
  });
  fc.assert(
    fc.property(fc.array(closing, { maxLength: 150 }), (closings) => {
      const kept = createKeptClosures({ keptMs: 100, maxKept: 16 });
      const told: {
        readonly document: string;
        readonly subject: string;
        readonly gate: string;
        readonly atMs: number;
      }[] = [];
      let nowMs = 0;
      for (const [at, { document, subject, waitMs }] of closings.entries()) {
        nowMs += waitMs;
        told.push({ document, subject, gate: String(at), atMs: nowMs });
        kept.add(SPACE, closed(document, subject, at), nowMs);
      }
      let sum = 0;
      for (const document of SERVICES) {
        const alive = told.filter((one) => one.document === document && one.atMs + 100 > nowMs).map(({ gate }) => gate);
        const listed = kept.list(SPACE, document as DocumentId, nowMs);
        sum += listed.length;
        if (!listed.every((gate) => alive.includes(gate))) return false;
        // However many others there were, this many are kept: at no time have more than four services had closures.
        if (listed.length < Math.min(4, alive.length)) return false;
        const ordered = [...listed].sort((left, right) => Number(left) - Number(right));
        if (listed.some((gate, at) => gate !== ordered[at])) return false;
      }
      return sum <= 16;
    }),
    { seed: 20261121, numRuns: 300 },
  );
  t.end();
});

t.test('what is kept costs the same for each closure, with thousands of services and clients', (t) => {
  const kept = createKeptClosures({ keptMs: 1_000_000, maxKept: 10_000 });
  for (let at = 0; at < 100_000; at++) kept.add(SPACE, closed(`s${at % 3000}`, `c${at % 7}`, at), at);
  const counts = Array.from({ length: 3000 }, (_, at) => kept.list(SPACE, `s${at}` as DocumentId, 100_000).length);
  t.equal(
    counts.reduce((sum, count) => sum + count, 0),
    10_000,
  );
  t.ok(Math.max(...counts) - Math.min(...counts) <= 1, 'equal parts where all close alike');
  t.end();
});
