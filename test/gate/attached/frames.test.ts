import t from 'tap';
import fc from 'fast-check';
import { concatBytes, toUtf8 } from '../../../src/base/index.js';
import { readFrame, writeFrame } from '../../../src/gate/index.js';
import type { Frame } from '../../../src/gate/index.js';

const headers = fc.dictionary(fc.stringMatching(/^[a-z-]{1,20}$/), fc.string());
const id = fc.integer({ min: 1, max: 2 ** 40 });
const body = fc.uint8Array({ maxLength: 200 });
const frames: fc.Arbitrary<Frame> = fc.oneof(
  fc.record({ kind: fc.constant('attach' as const), credential: fc.string(), window: fc.integer({ min: 1, max: 99 }) }),
  fc.record({ kind: fc.constant('attached' as const) }),
  fc.record({ kind: fc.constant('cancel' as const), id }),
  fc.record({ kind: fc.constant('call' as const), id, headers, body }),
  fc.record({ kind: fc.constant('answer' as const), id, headers, body, status: fc.integer({ min: 200, max: 599 }) }),
);

t.test('a frame that was written is read as it was', async () => {
  fc.assert(
    fc.property(frames, (frame) => {
      t.same(readFrame(writeFrame(frame)), frame);
    }),
    { seed: 11, numRuns: 300 },
  );
});

const raw = (head: string, length = toUtf8(head).length): Uint8Array => {
  const prefix = new Uint8Array(4);
  new DataView(prefix.buffer).setUint32(0, length);
  return concatBytes(prefix, toUtf8(head));
};

t.test('a frame that is none is refused with what is wrong', async (t) => {
  const cases: readonly [string, Uint8Array, RegExp][] = [
    ['nothing', new Uint8Array(), /shorter than the length/],
    ['a length beyond the end', raw('{}', 20), /shorter than its head/],
    ['a head that is too long', raw('{}', 70_000), /at most 65536/],
    ['no JSON', raw('{'), /not JSON/],
    ['no object', raw('3'), /no object/],
    ['null', raw('null'), /no object/],
    ...['a\r\nset-cookie: b', 'a\u0000', '\u2028'].map((value): [string, Uint8Array, RegExp] => [
      'a header that HTTP cannot carry',
      raw(JSON.stringify({ kind: 'answer', id: 1, status: 200, headers: { 'content-type': value } })),
      /HTTP can carry/,
    ]),
    ['an unknown kind', raw('{"kind":"x","id":1,"headers":{}}'), /no known kind/],
    ['no id', raw('{"kind":"cancel"}'), /expected id/],
    ['a fractional id', raw('{"kind":"cancel","id":1.5}'), /expected id/],
    ['a window of nothing', raw('{"kind":"attach","credential":"c","window":0}'), /expected window/],
    ['headers that are no strings', raw('{"kind":"call","id":1,"headers":{"a":1}}'), /expected headers/],
    ['a status below 200', raw('{"kind":"answer","id":1,"headers":{},"status":100}'), /expected status/],
  ];
  for (const [what, bytes, message] of cases)
    t.throws(() => readFrame(bytes), { code: 'REQUEST_MALFORMED', message }, what);
  t.throws(() => readFrame(concatBytes(new Uint8Array([0, 0, 0, 1]), new Uint8Array([0xff]))), {
    code: 'REQUEST_MALFORMED',
  });
});

t.test('bytes at random are read or refused, and nothing else', async () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
      try {
        readFrame(bytes);
      } catch (thrown) {
        t.match(thrown, { code: 'REQUEST_MALFORMED' });
      }
    }),
    { seed: 12, numRuns: 500 },
  );
});

t.test('a service is sent no more calls at once than the space keeps in mind, however many it takes', (t) => {
  const frame = readFrame(writeFrame({ kind: 'attach', credential: 'x', window: 2 ** 40 }));
  t.match(frame, { window: 10_000 });
  t.end();
});
