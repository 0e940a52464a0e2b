import { RECORD } from './model.js';
import type { DnsMessage, DnsQuestion, DnsRecord, RecordData } from './model.js';
import { createPacketReader } from './reader.js';
import type { PacketReader } from './reader.js';

/** Bits of the flags word: response, kind of query, truncated, and how it went. */
const [RESPONSE, OPCODE, TRUNCATED, RCODE] = [0x8000, 0x7800, 0x0200, 0x000f];
/** Top bit of the class: the unicast bit of a question, the cache-flush bit of a record. */
const TOP_BIT = 0x8000;

const readQuestion = (reader: PacketReader): DnsQuestion => {
  const name = reader.name();
  const [type, word] = [reader.uint16(), reader.uint16()];
  return { name, type, class: word & ~TOP_BIT, unicast: (word & TOP_BIT) !== 0 };
};

const toBits = (bitmap: Uint8Array): readonly number[] =>
  Array.from({ length: bitmap.length * 8 }, (_, at) => at).filter(
    (at) => ((bitmap[at >> 3] ?? 0) & (0x80 >> (at & 7))) !== 0,
  );

/** Types in the bitmap of an NSEC record, of its first window: mDNS knows no others (RFC 6762 section 6.1). */
const readTypes = (reader: PacketReader, end: number): readonly number[] => {
  const types: number[] = [];
  while (reader.offset() < end && !reader.failed()) {
    const [window, length] = [reader.uint8(), reader.uint8()];
    const bitmap = reader.bytes(length);
    if (window === 0) types.push(...toBits(bitmap));
  }
  return types;
};

const readData = (reader: PacketReader, type: number, length: number): RecordData => {
  const end = reader.offset() + length;
  const data = ((): RecordData => {
    if (type === RECORD.PTR) return { kind: 'PTR', target: reader.name() };
    if (type === RECORD.SRV) {
      const [priority, weight, port] = [reader.uint16(), reader.uint16(), reader.uint16()];
      return { kind: 'SRV', priority, weight, port, target: reader.name() };
    }
    if (type === RECORD.NSEC) return { kind: 'NSEC', next: reader.name(), types: readTypes(reader, end) };
    return { kind: 'bytes', bytes: reader.bytes(length) };
  })();
  // What says another length than it has is not to be believed in anything.
  if (reader.offset() !== end) reader.fail();
  return data;
};

const hasWrongLength = (type: number, length: number): boolean =>
  (type === RECORD.A && length !== 4) || (type === RECORD.AAAA && length !== 16);

const readRecord = (reader: PacketReader): DnsRecord => {
  const name = reader.name();
  const [type, word, ttl, length] = [reader.uint16(), reader.uint16(), reader.uint32(), reader.uint16()];
  if (hasWrongLength(type, length)) reader.fail();
  const data = readData(reader, type, length);
  // A TTL with its top bit set counts as none (RFC 2181 section 8).
  const ttlSeconds = ttl > 0x7fffffff ? 0 : ttl;
  return { name, type, class: word & ~TOP_BIT, flush: (word & TOP_BIT) !== 0, ttlSeconds, data };
};

const readList = <Entry>(reader: PacketReader, count: number, read: (reader: PacketReader) => Entry): Entry[] => {
  const entries: Entry[] = [];
  while (entries.length < count && !reader.failed()) entries.push(read(reader));
  return entries;
};

/**
 * The message in `packet`, or `undefined` when it is none, is not for mDNS (another opcode or an error code, RFC 6762 sections 18.3
 * and 18.11), or has more than `maxEntries` questions and records. Never throws; what it allocates grows with the packet, not with what it declares.
 */
export const readMessage = (packet: Uint8Array, maxEntries: number): DnsMessage | undefined => {
  const reader = createPacketReader(packet);
  const [id, flags] = [reader.uint16(), reader.uint16()];
  const counts = [reader.uint16(), reader.uint16(), reader.uint16(), reader.uint16()] as const;
  if (reader.failed() || (flags & (OPCODE | RCODE)) !== 0) return undefined;
  if (counts.reduce((sum, count) => sum + count, 0) > maxEntries) return undefined;
  const questions = readList(reader, counts[0], readQuestion);
  const answers = readList(reader, counts[1], readRecord);
  const authorities = readList(reader, counts[2], readRecord);
  const additionals = readList(reader, counts[3], readRecord);
  if (reader.failed()) return undefined;
  return {
    id,
    isResponse: (flags & RESPONSE) !== 0,
    isTruncated: (flags & TRUNCATED) !== 0,
    questions,
    answers,
    authorities,
    additionals,
  };
};
