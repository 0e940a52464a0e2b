import { compareBytes } from '../../../base/index.js';
import { nameKey } from '../names.js';
import type { DnsRecord } from './model.js';
import { dataKey, toDataBytes } from './write-message.js';

/** Equal for records of one name and type. */
export const setKey = (name: readonly string[], type: number): string => `${type} ${nameKey(name)}`;

/** Equal for records that are the same but for their TTL and flush bit. */
export const recordKey = (record: DnsRecord): string => `${setKey(record.name, record.type)} ${dataKey(record.data)}`;

/** Order of RFC 6762 section 8.2: class, type, then the bytes of the data. */
const compareRecords = (left: DnsRecord, right: DnsRecord): number =>
  left.class - right.class || left.type - right.type || compareBytes(toDataBytes(left.data), toDataBytes(right.data));

/**
 * Which of two sets of records proposed for one name is later: positive when `mine` is and so wins, negative when `theirs`
 * is, 0 when they are the same and so no conflict (RFC 6762 section 8.2.1).
 */
export const compareClaims = (mine: readonly DnsRecord[], theirs: readonly DnsRecord[]): number => {
  const [left, right] = [mine.toSorted(compareRecords), theirs.toSorted(compareRecords)];
  for (const [at, record] of left.entries()) {
    const other = right[at];
    if (other === undefined) return 1;
    const order = compareRecords(record, other);
    if (order !== 0) return order;
  }
  return left.length - right.length;
};
