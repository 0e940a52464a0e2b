import { toUtf8 } from '../../../base/index.js';
import { foldCase, formatName } from '../names.js';
import type { Labels } from '../names.js';
import type { DnsMessage, DnsQuestion, DnsRecord, RecordData } from './model.js';

/** Flags of a response: authoritative, as every answer of mDNS is. */
const RESPONSE_FLAGS = 0x8400;
const TRUNCATED = 0x0200;
const TOP_BIT = 0x8000;
/** Highest offset that a pointer can lead to. */
const MAX_POINTER = 0x3fff;

/** What a packet is written with; without offsets nothing is compressed. */
interface PacketWriter {
  readonly bytes: number[];
  readonly offsets: Map<string, number> | undefined;
}

const uint16 = ({ bytes }: PacketWriter, value: number): void => void bytes.push((value >>> 8) & 0xff, value & 0xff);

const uint32 = (writer: PacketWriter, value: number): void => {
  uint16(writer, value >>> 16);
  uint16(writer, value);
};

const pushAll = ({ bytes }: PacketWriter, more: Uint8Array): void => {
  for (const byte of more) bytes.push(byte);
};

const writeName = (writer: PacketWriter, name: Labels): void => {
  const { bytes, offsets } = writer;
  for (let at = 0; at < name.length; at++) {
    // Names that differ in case only are kept apart: what is written is read as it was.
    const rest = formatName(name.slice(at));
    const offset = offsets?.get(rest);
    if (offset !== undefined) {
      uint16(writer, 0xc000 | offset);
      return;
    }
    if (bytes.length <= MAX_POINTER) offsets?.set(rest, bytes.length);
    const label = toUtf8(name[at] ?? '');
    bytes.push(label.length);
    pushAll(writer, label);
  }
  bytes.push(0);
};

const toBitmap = (types: readonly number[]): Uint8Array => {
  const bitmap = new Uint8Array(Math.floor(Math.max(0, ...types) / 8) + 1);
  for (const type of types) bitmap[type >> 3] = (bitmap[type >> 3] ?? 0) | (0x80 >> (type & 7));
  return Uint8Array.of(0, bitmap.length, ...bitmap);
};

const writeData = (writer: PacketWriter, data: RecordData): void => {
  switch (data.kind) {
    case 'PTR':
      writeName(writer, data.target);
      break;
    case 'SRV':
      for (const value of [data.priority, data.weight, data.port]) uint16(writer, value);
      writeName(writer, data.target);
      break;
    case 'NSEC':
      writeName(writer, data.next);
      pushAll(writer, toBitmap(data.types));
      break;
    case 'bytes':
      pushAll(writer, data.bytes);
  }
};

const writeQuestion = (writer: PacketWriter, question: DnsQuestion): void => {
  writeName(writer, question.name);
  uint16(writer, question.type);
  uint16(writer, question.class | (question.unicast ? TOP_BIT : 0));
};

const writeRecord = (writer: PacketWriter, record: DnsRecord): void => {
  const { bytes } = writer;
  writeName(writer, record.name);
  uint16(writer, record.type);
  uint16(writer, record.class | (record.flush ? TOP_BIT : 0));
  uint32(writer, record.ttlSeconds);
  const start = bytes.length;
  uint16(writer, 0);
  writeData(writer, record.data);
  const length = bytes.length - start - 2;
  [bytes[start], bytes[start + 1]] = [length >>> 8, length & 0xff];
};

/** The bytes of `message`, its names compressed. */
export const writeMessage = (message: DnsMessage): Uint8Array => {
  const { questions, answers, authorities, additionals } = message;
  const writer: PacketWriter = { bytes: [], offsets: new Map() };
  uint16(writer, message.id);
  uint16(writer, (message.isResponse ? RESPONSE_FLAGS : 0) | (message.isTruncated ? TRUNCATED : 0));
  for (const list of [questions, answers, authorities, additionals]) uint16(writer, list.length);
  for (const question of questions) writeQuestion(writer, question);
  for (const record of [...answers, ...authorities, ...additionals]) writeRecord(writer, record);
  return Uint8Array.from(writer.bytes);
};

/** Data of a record without compression: what simultaneous probes are compared by (RFC 6762 section 8.2). */
export const toDataBytes = (data: RecordData): Uint8Array => {
  if (data.kind === 'bytes') return data.bytes;
  const writer: PacketWriter = { bytes: [], offsets: undefined };
  writeData(writer, data);
  return Uint8Array.from(writer.bytes);
};

const latin1 = (bytes: Uint8Array): string => {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
};

/** Equal for data that DNS takes for the same. */
export const dataKey = (data: RecordData): string => {
  if (data.kind === 'bytes') return latin1(data.bytes);
  return foldCase(latin1(toDataBytes(data)));
};
