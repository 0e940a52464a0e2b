import { CLASS_IN, RECORD } from './dns/model.js';
import type { DnsQuestion, DnsRecord } from './dns/model.js';
import { recordKey } from './dns/records.js';
import { nameKey } from './names.js';
import type { Labels } from './names.js';

/** The records that are held on one interface and answered for. */
export interface HeldRecords {
  /** They are others than before; what is held is asked for when it is needed next. */
  readonly outdated: () => void;
  readonly count: () => number;
  /** Whether this very record, with this data, is held now; what says that there is none of a type is, as long as it is true. */
  readonly has: (record: DnsRecord) => boolean;
  /** The record held that is the same but for its TTL. */
  readonly same: (record: DnsRecord) => DnsRecord | undefined;
  /**
   * Answers to a question. Where the name is held alone and has nothing of the type asked for, the answer is that there is nothing
   * (RFC 6762 section 6.1).
   */
  readonly find: (
    question: DnsQuestion,
    isFor: (question: DnsQuestion, record: DnsRecord) => boolean,
  ) => readonly DnsRecord[];
  /** What whoever is told `record` will ask next (RFC 6763 section 12). */
  readonly additionals: (record: DnsRecord) => readonly DnsRecord[];
}

const toDenial = (records: readonly DnsRecord[]): readonly DnsRecord[] => {
  const [first] = records;
  if (first?.flush !== true) return [];
  const { name, ttlSeconds } = first;
  const types = [...new Set(records.map(({ type }) => type))].toSorted((left, right) => left - right);
  return [
    { name, type: RECORD.NSEC, class: CLASS_IN, flush: true, ttlSeconds, data: { kind: 'NSEC', next: name, types } },
  ];
};

interface Table {
  readonly byKey: ReadonlyMap<string, DnsRecord>;
  readonly byName: ReadonlyMap<string, readonly DnsRecord[]>;
}

const toTable = (records: readonly DnsRecord[]): Table => {
  const byKey = new Map(records.map((record) => [recordKey(record), record]));
  const byName = new Map<string, DnsRecord[]>();
  for (const record of byKey.values()) {
    const key = nameKey(record.name);
    const others = byName.get(key);
    if (others === undefined) byName.set(key, [record]);
    else others.push(record);
  }
  return { byKey, byName };
};

/** Creates a table of what `gather` says is held. */
export const createHeldRecords = (gather: () => readonly DnsRecord[]): HeldRecords => {
  let made: Table | undefined;
  const table = (): Table => (made ??= toTable(gather()));
  const ofName = (name: Labels): readonly DnsRecord[] => table().byName.get(nameKey(name)) ?? [];
  const addressesOf = (name: Labels): readonly DnsRecord[] =>
    ofName(name).filter(({ type }) => type === RECORD.A || type === RECORD.AAAA);

  const additionals = ({ data }: DnsRecord): readonly DnsRecord[] => {
    if (data.kind === 'SRV') return addressesOf(data.target);
    if (data.kind !== 'PTR') return [];
    const records = ofName(data.target).filter(({ type }) => type === RECORD.SRV || type === RECORD.TXT);
    return records.flatMap((record) => [
      record,
      ...(record.data.kind === 'SRV' ? addressesOf(record.data.target) : []),
    ]);
  };

  return {
    outdated: () => {
      made = undefined;
    },
    count: () => table().byKey.size,
    has: (record) =>
      table().byKey.has(recordKey(record)) || (record.type === RECORD.NSEC && ofName(record.name).length > 0),
    same: (record) => table().byKey.get(recordKey(record)),
    find: (question, isFor) => {
      const records = ofName(question.name);
      const found = records.filter((record) => isFor(question, record));
      return found.length > 0 ? found : toDenial(records);
    },
    additionals,
  };
};
