import { MAX_LABEL_BYTES } from '../names.js';
import type { Labels } from '../names.js';

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Longest name in bytes, length bytes included (RFC 1035 section 2.3.4). */
const MAX_NAME_BYTES = 255;
/** Lowest first byte of a pointer (section 4.1.4). */
const POINTER = 0xc0;

/**
 * Reads numbers, bytes and names from a packet. After anything wrong `failed()` holds for ever and all reads give nothing: packets
 * come from anybody, so what is wrong with them is no error to throw.
 */
export interface PacketReader {
  readonly failed: () => boolean;
  readonly offset: () => number;
  readonly uint8: () => number;
  readonly uint16: () => number;
  readonly uint32: () => number;
  readonly bytes: (length: number) => Uint8Array;
  /** A name; its pointers lead backwards only, each further than the one before it, so that reading it ends. */
  readonly name: () => Labels;
  readonly fail: () => void;
}

const toText = (bytes: Uint8Array): string | undefined => {
  try {
    return decoder.decode(bytes);
  } catch {
    return undefined;
  }
};

/** The label at `from`, which has `length` bytes. */
const findLabel = (packet: Uint8Array, from: number, length: number): string | undefined =>
  length > MAX_LABEL_BYTES || from + 1 + length > packet.length
    ? undefined
    : toText(packet.subarray(from + 1, from + 1 + length));

/** Position that the pointer at `from` leads to, unless it is not before `before`. */
const findTarget = (packet: Uint8Array, from: number, before: number): number | undefined => {
  const [high, low] = [packet[from], packet[from + 1]];
  if (high === undefined || low === undefined) return undefined;
  const target = ((high & 0x3f) << 8) | low;
  return target < before ? target : undefined;
};

/** Reads `packet` from its start. */
export const createPacketReader = (packet: Uint8Array): PacketReader => {
  let at = 0;
  let isFailed = false;
  const fail = (): void => {
    isFailed = true;
  };
  const take = (length: number): Uint8Array => {
    if (isFailed || at + length > packet.length) {
      isFailed = true;
      return new Uint8Array(0);
    }
    at += length;
    return packet.subarray(at - length, at);
  };
  const number = (length: number): number => take(length).reduce((value, byte) => value * 256 + byte, 0);

  const giveUp = (): Labels => {
    fail();
    return [];
  };

  const name = (): Labels => {
    const labels: string[] = [];
    let [from, before, total] = [at, at, 1];
    let end: number | undefined;
    while (!isFailed) {
      const length = packet[from] ?? MAX_NAME_BYTES + 1;
      if (length === 0) {
        at = end ?? from + 1;
        return labels;
      }
      if (length >= POINTER && length <= MAX_NAME_BYTES) {
        const target = findTarget(packet, from, before);
        if (target === undefined) return giveUp();
        end ??= from + 2;
        from = before = target;
        continue;
      }
      total += 1 + length;
      const label = total > MAX_NAME_BYTES ? undefined : findLabel(packet, from, length);
      if (label === undefined) return giveUp();
      labels.push(label);
      from += 1 + length;
    }
    return [];
  };

  return {
    failed: () => isFailed,
    offset: () => at,
    uint8: () => number(1),
    uint16: () => number(2),
    uint32: () => number(4),
    bytes: (length) => take(length).slice(),
    name,
    fail,
  };
};
