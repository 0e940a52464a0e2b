import fc from 'fast-check';
import t from 'tap';
import { findAddressBytes, formatAddress } from '../../../src/discovery/mdns/dns/addresses.js';
import { CLASS_IN, EMPTY_QUERY, EMPTY_RESPONSE, RECORD } from '../../../src/discovery/mdns/dns/model.js';
import type { DnsRecord } from '../../../src/discovery/mdns/dns/model.js';
import { readMessage } from '../../../src/discovery/mdns/dns/read-message.js';
import { compareClaims } from '../../../src/discovery/mdns/dns/records.js';
import { writeMessage } from '../../../src/discovery/mdns/dns/write-message.js';
import { MAX_LABEL_BYTES, formatName, isSameName, nameKey, nextName } from '../../../src/discovery/mdns/names.js';
import { readTxt, writeTxt } from '../../../src/discovery/mdns/service-records.js';
import { createSeededRandom } from '../../support/seeded-random.js';

const ENTRIES = 1000;
const label = fc
  .string({ minLength: 1, maxLength: 20, unit: 'grapheme' })
  .filter((text) => Buffer.byteLength(text) <= MAX_LABEL_BYTES && !/\p{Surrogate}/u.test(text));
const name = fc.array(label, { minLength: 1, maxLength: 3 });
const uint16 = fc.nat(0xffff);

const data: fc.Arbitrary<Pick<DnsRecord, 'type' | 'data'>> = fc.oneof(
  name.map((target) => ({ type: RECORD.PTR, data: { kind: 'PTR' as const, target } })),
  fc.tuple(uint16, uint16, uint16, name).map(([priority, weight, port, target]) => ({
    type: RECORD.SRV,
    data: { kind: 'SRV' as const, priority, weight, port, target },
  })),
  fc.uint8Array({ maxLength: 300 }).map((bytes) => ({ type: RECORD.TXT, data: { kind: 'bytes' as const, bytes } })),
  fc
    .uint8Array({ minLength: 4, maxLength: 4 })
    .map((bytes) => ({ type: RECORD.A, data: { kind: 'bytes' as const, bytes } })),
  fc
    .tuple(name, fc.uniqueArray(fc.integer({ min: 1, max: 255 }), { minLength: 1, maxLength: 5 }))
    .map(([next, types]) => ({
      type: RECORD.NSEC,
      data: { kind: 'NSEC' as const, next, types: types.toSorted((left, right) => left - right) },
    })),
);

const record: fc.Arbitrary<DnsRecord> = fc
  .tuple(name, data, fc.boolean(), fc.nat(0x7fffffff))
  .map(([owner, rest, flush, ttlSeconds]) => ({ name: owner, class: CLASS_IN, flush, ttlSeconds, ...rest }));

t.test('what is written is read as it was, names with dots and in any script too', (t) => {
  const message = fc.record(
    {
      id: uint16,
      isResponse: fc.boolean(),
      isTruncated: fc.boolean(),
      questions: fc.array(
        fc.record(
          { name, type: fc.nat(255), class: fc.constant(CLASS_IN), unicast: fc.boolean() },
          { noNullPrototype: true },
        ),
        {
          maxLength: 4,
        },
      ),
      answers: fc.array(record, { maxLength: 6 }),
      authorities: fc.array(record, { maxLength: 3 }),
      additionals: fc.array(record, { maxLength: 3 }),
    },
    { noNullPrototype: true },
  );
  fc.assert(
    fc.property(message, (one) => {
      const bytes = writeMessage(one);
      t.strictSame(readMessage(bytes, ENTRIES), one);
    }),
    { seed: 5, numRuns: 300 },
  );
  t.end();
});

t.test('names are compressed', (t) => {
  const owner = ['Main', '_stoa', '_tcp', 'local'];
  const pointer = (target: readonly string[]): DnsRecord => ({
    name: owner.slice(1),
    type: RECORD.PTR,
    class: CLASS_IN,
    flush: false,
    ttlSeconds: 1,
    data: { kind: 'PTR', target },
  });
  const one = writeMessage({ ...EMPTY_RESPONSE, answers: [pointer(owner)] });
  const two = writeMessage({ ...EMPTY_RESPONSE, answers: [pointer(owner), pointer(owner)] });
  t.equal(two.length - one.length, 2 + 10 + 2);
  t.end();
});

const header = (questions: number, answers = 0): number[] => [0, 0, 0, 0, 0, questions, 0, answers, 0, 0, 0, 0];
const read = (...bytes: number[]) => readMessage(Uint8Array.from(bytes), ENTRIES);

t.test('pointers lead backwards only, so that no name is without end', (t) => {
  const tail = [0, 12, 0, 1];
  t.ok(read(...header(1), 1, 0x61, 0, ...tail));
  t.equal(read(...header(1), 0xc0, 12, ...tail), undefined, 'to itself');
  t.equal(read(...header(1), 0xc0, 14, ...tail, 0), undefined, 'ahead');
  t.equal(read(...header(2), 1, 0x61, 0xc0, 12, ...tail, 0xc0, 12, ...tail), undefined, 'into its own name');
  t.ok(read(...header(2), 1, 0x61, 0, ...tail, 0xc0, 12, ...tail), 'to one before');
  t.end();
});

t.test('what is not as it should be is no message', (t) => {
  const tail = [0, 12, 0, 1];
  const long = Array.from({ length: 5 }, () => [63, ...Array.from({ length: 63 }, () => 0x61)]).flat();
  t.equal(readMessage(new Uint8Array(0), ENTRIES), undefined);
  t.equal(read(...header(1)), undefined, 'a question that is not there');
  t.equal(read(...header(0xffff)), undefined, 'more entries than are taken');
  t.equal(read(...header(1), 64, ...Array.from({ length: 64 }, () => 0x61), 0, ...tail), undefined, 'a long label');
  t.equal(read(...header(1), ...long, 0, ...tail), undefined, 'a long name');
  t.equal(read(...header(1), 1, 0xff, 0, ...tail), undefined, 'no UTF-8');
  t.equal(read(0, 0, 0x28, 0, ...header(0).slice(4)), undefined, 'another opcode');
  t.equal(read(0, 0, 0x84, 3, ...header(0).slice(4)), undefined, 'an error code');
  t.equal(read(...header(0, 1), 0, 0, 1, 0, 1, 0, 0, 0, 9, 0, 3, 1, 2, 3), undefined, 'an A record of three bytes');
  t.equal(read(...header(0, 1), 0, 0, 12, 0, 1, 0, 0, 0, 9, 0, 9, 1, 0x61, 0), undefined, 'data shorter than it says');
  t.ok(read(...header(0, 1), 0, 0, 12, 0, 1, 0xff, 0, 0, 9, 0, 3, 1, 0x61, 0)?.answers[0]?.ttlSeconds === 0);
  t.end();
});

t.test('no bytes make the reader throw, and it ends on all of them', (t) => {
  const random = createSeededRandom(11);
  const sample = writeMessage({
    ...EMPTY_QUERY,
    questions: [{ name: ['a', 'local'], type: 255, class: 1, unicast: false }],
    answers: [
      {
        name: ['a', 'local'],
        type: 33,
        class: 1,
        flush: true,
        ttlSeconds: 9,
        data: { kind: 'SRV', priority: 0, weight: 0, port: 1, target: ['b', 'local'] },
      },
      {
        name: ['a', 'local'],
        type: 47,
        class: 1,
        flush: true,
        ttlSeconds: 9,
        data: { kind: 'NSEC', next: ['a', 'local'], types: [1, 28] },
      },
    ],
  });
  for (let run = 0; run < 20_000; run++) {
    const bytes = run % 4 === 0 ? random.bytes(random.int(200)) : sample.slice(0, random.intBetween(1, sample.length));
    for (let change = random.int(6); change > 0; change--) bytes[random.int(bytes.length)] = random.int(256);
    readMessage(bytes, ENTRIES);
  }
  t.pass();
  t.end();
});

t.test('names are compared as DNS does: ASCII letters without case, all others as they are', (t) => {
  t.ok(isSameName(['Main', 'LOCAL'], ['mAIN', 'local']));
  t.notOk(isSameName(['Ä', 'local'], ['ä', 'local']));
  t.not(nameKey(['a.b', 'local']), nameKey(['a', 'b', 'local']));
  t.equal(formatName(['a.b\\', 'local']), 'a\\.b\\\\.local');
  t.end();
});

t.test('the next name counts up and stays within 63 bytes', (t) => {
  t.equal(nextName('printer'), 'printer (2)');
  t.equal(nextName('printer (2)'), 'printer (3)');
  t.equal(nextName('printer (99)'), 'printer (100)');
  t.equal(nextName('printer (x)'), 'printer (x) (2)');
  t.equal(Buffer.byteLength(nextName('ü'.repeat(31))), 62);
  t.equal(nextName('x'.repeat(63)), `${'x'.repeat(59)} (2)`);
  t.end();
});

t.test('TXT: the first of a key counts, case does not, and strings without a key are skipped', (t) => {
  const bytes = (text: string): number[] => [Buffer.byteLength(text), ...Buffer.from(text)];
  const txt = readTxt(
    Uint8Array.from([...bytes('A=1'), ...bytes('a=2'), ...bytes('=3'), 0, ...bytes('flag'), ...bytes('e=')]),
  );
  t.same(
    Array.from(txt, ([key, value]) => [key, value === true || Buffer.from(value).toString()]),
    [
      ['a', '1'],
      ['flag', true],
      ['e', ''],
    ],
  );
  t.same(writeTxt(new Map()), Uint8Array.of(0));
  t.same(readTxt(Uint8Array.of(0)).size, 0);
  t.same(readTxt(Uint8Array.of(200, 0x61)).size, 1);
  t.same(readTxt(writeTxt(new Map([['bin', Uint8Array.of(0, 255, 61)]]))).get('bin'), Uint8Array.of(0, 255, 61));
  t.end();
});

t.test('addresses are written as RFC 5952 has them, and read back', (t) => {
  for (const text of [
    '1.2.3.4',
    '::',
    '::1',
    'fe80::1',
    '2001:db8::1:0:0:1',
    '1::',
    '1:2:3:4:5:6:7:8',
    '2001:db8:0:1:1:1:1:1',
  ])
    t.equal(formatAddress(findAddressBytes(text) ?? new Uint8Array(4)), text);
  for (const text of [
    '',
    '1.2.3',
    '1.2.3.256',
    '1::2::3',
    '1:2:3:4:5:6:7',
    '12345::',
    'x',
    '::1%lo',
    '1:2:3:4:5:6:7::8',
  ])
    t.equal(findAddressBytes(text), undefined, text);
  t.end();
});

t.test('of two sets proposed for a name the later one wins, byte by byte', (t) => {
  const a = (...bytes: number[]): DnsRecord => ({
    name: ['x', 'local'],
    type: RECORD.A,
    class: CLASS_IN,
    flush: false,
    ttlSeconds: 1,
    data: { kind: 'bytes', bytes: Uint8Array.from(bytes) },
  });
  // The example of RFC 6762 section 8.2.
  t.ok(compareClaims([a(169, 254, 99, 200)], [a(169, 254, 200, 50)]) < 0);
  t.ok(compareClaims([a(1, 2, 3, 4), a(5, 6, 7, 8)], [a(1, 2, 3, 4)]) > 0);
  t.equal(compareClaims([a(1, 1, 1, 1), a(2, 2, 2, 2)], [a(2, 2, 2, 2), a(1, 1, 1, 1)]), 0);
  t.end();
});
