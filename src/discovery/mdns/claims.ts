import type { Clock, Random } from '../../base/index.js';
import { createAlarm, randomMs } from './alarm.js';
import type { Alarm } from './alarm.js';
import type { DnsMessage, DnsRecord } from './dns/model.js';
import { CLASS_IN, RECORD } from './dns/model.js';
import { packAnnouncements, packProbes } from './dns/pack.js';
import { compareClaims } from './dns/records.js';
import { isSameName, nameKey } from './names.js';
import type { Labels } from './names.js';
import type { RecordGroup } from './record-group.js';

/** Probes sent before a name counts as won, and the time between them (RFC 6762 section 8.1). */
const [PROBES, PROBE_INTERVAL_MS] = [3, 250];
/** Announcements sent of what was won, and the time between them (section 8.3). */
const [ANNOUNCEMENTS, ANNOUNCEMENT_INTERVAL_MS] = [2, 1000];
/** How long a probe waits that lost against one sent at the same time (section 8.2). */
const DEFER_MS = 1000;

/** How far a group is on one interface. */
interface Claim {
  readonly group: RecordGroup;
  phase: 'probing' | 'announcing' | 'settled';
  /** Packets sent in this phase. */
  sent: number;
  dueAtMs: number;
}

/** What claims of one interface work with. */
export interface ClaimsSettings {
  readonly clock: Clock;
  readonly random: Random;
  readonly interfaceName: string;
  readonly maxSentBytes: number;
  /** Sends packets to everybody; `records` are those announced by them. */
  readonly send: (packets: readonly Uint8Array[], records: readonly DnsRecord[]) => void;
  /** Whether a record is one of this process, on any interface. */
  readonly isOurs: (record: DnsRecord) => boolean;
  /** What is announced on this interface is other than before. */
  readonly changed: () => void;
}

/** Names claimed on one interface: probed for, announced, and given up when somebody else has them. */
export interface Claims {
  /** Claims a group from the start, after `delayMs`. */
  readonly claim: (group: RecordGroup, delayMs?: number) => void;
  /** Announces a group again whose records changed, if it was announced before. */
  readonly announceAgain: (group: RecordGroup) => void;
  /** Forgets a group; nothing is said. */
  readonly drop: (group: RecordGroup) => void;
  /** Groups whose names are won: those that may be answered for. */
  readonly held: () => readonly RecordGroup[];
  /** A query of somebody else that claims names. */
  readonly hearProbe: (message: DnsMessage) => void;
  /** Records that somebody announces or answers with. */
  readonly hearRecords: (records: readonly DnsRecord[]) => void;
  readonly stop: () => void;
}

/** All records of a group on one interface. */
export const toGroupRecords = (group: RecordGroup, interfaceName: string): readonly DnsRecord[] => [
  ...group.unique(interfaceName),
  ...group.shared(),
];

const toIndex = (claims: Iterable<Claim>): ReadonlyMap<string, readonly Claim[]> => {
  const index = new Map<string, Claim[]>();
  for (const claim of claims) {
    const key = nameKey(claim.group.name());
    index.set(key, [...(index.get(key) ?? []), claim]);
  }
  return index;
};

class InterfaceClaims implements Claims {
  readonly #settings: ClaimsSettings;
  readonly #claims = new Map<RecordGroup, Claim>();
  readonly #alarm: Alarm;
  #byName: ReadonlyMap<string, readonly Claim[]> | undefined;

  constructor(settings: ClaimsSettings) {
    this.#settings = settings;
    this.#alarm = createAlarm(settings.clock, () => this.#ring());
  }

  claim = (group: RecordGroup, delayMs = 0): void => {
    const dueAtMs = this.#toStart(delayMs);
    this.#claims.set(group, { group, phase: 'probing', sent: 0, dueAtMs });
    this.#changed();
    this.#alarm.setBy(dueAtMs);
  };

  announceAgain = (group: RecordGroup): void => {
    const claim = this.#claims.get(group);
    if (claim === undefined || claim.phase === 'probing') return;
    this.#changed();
    this.#enter(claim, 'announcing', this.#settings.clock.nowMs());
  };

  drop = (group: RecordGroup): void => {
    if (this.#claims.delete(group)) this.#changed();
  };

  held = (): readonly RecordGroup[] =>
    [...this.#claims.values()].filter(({ phase }) => phase !== 'probing').map(({ group }) => group);

  hearProbe = ({ questions, authorities }: DnsMessage): void => {
    for (const name of new Map(questions.map((question) => [nameKey(question.name), question.name])).values()) {
      const theirs = authorities.filter((record) => isSameName(record.name, name));
      if (theirs.length === 0 || theirs.every(this.#settings.isOurs)) continue;
      for (const claim of this.#find(name)) this.#contend(claim, theirs);
    }
  };

  hearRecords = (records: readonly DnsRecord[]): void => {
    for (const record of records)
      for (const claim of this.#find(record.name)) if (this.#isConflict(claim, record)) this.#yieldTo(claim);
  };

  stop = (): void => this.#alarm.stop();

  #schedule(claim: Claim, dueAtMs: number): void {
    claim.dueAtMs = dueAtMs;
    this.#alarm.setBy(dueAtMs);
  }

  #enter(claim: Claim, phase: Claim['phase'], dueAtMs: number): void {
    claim.phase = phase;
    claim.sent = 0;
    this.#schedule(claim, dueAtMs);
  }

  /** When a probe starts: with others that have not begun, so that they share packets, else at a random time (section 8.1). */
  #toStart(delayMs: number): number {
    const { clock, random } = this.#settings;
    const nowMs = clock.nowMs();
    const fresh = [...this.#claims.values()].find(
      ({ phase, sent, dueAtMs }) => phase === 'probing' && sent === 0 && dueAtMs <= nowMs + PROBE_INTERVAL_MS,
    );
    if (delayMs === 0 && fresh !== undefined) return fresh.dueAtMs;
    return nowMs + delayMs + randomMs(random, 0, PROBE_INTERVAL_MS);
  }

  #probe(due: readonly Claim[]): void {
    const { clock, interfaceName, maxSentBytes, send } = this.#settings;
    const probes = due.map(({ group }) => ({
      question: { name: group.name(), type: RECORD.ANY, class: CLASS_IN, unicast: false },
      // Records that are only proposed carry no flush bit (section 10.2).
      records: group.unique(interfaceName).map((record) => ({ ...record, flush: false })),
    }));
    for (const claim of due) {
      claim.sent += 1;
      this.#schedule(claim, clock.nowMs() + PROBE_INTERVAL_MS);
    }
    send(packProbes(probes, maxSentBytes), []);
  }

  #announce(due: readonly Claim[]): void {
    const { clock, interfaceName, maxSentBytes, send } = this.#settings;
    const groups = due.map(({ group }) => toGroupRecords(group, interfaceName));
    const first = due.filter(({ sent }) => sent === 0);
    for (const claim of due) {
      claim.sent += 1;
      if (claim.sent >= ANNOUNCEMENTS) [claim.phase, claim.dueAtMs] = ['settled', Infinity];
      else this.#schedule(claim, clock.nowMs() + ANNOUNCEMENT_INTERVAL_MS);
    }
    send(packAnnouncements(groups, maxSentBytes), groups.flat());
    for (const { group } of first) group.announced(interfaceName);
  }

  #ring(): void {
    const nowMs = this.#settings.clock.nowMs();
    const due = [...this.#claims.values()].filter(({ dueAtMs }) => dueAtMs <= nowMs);
    const won = due.filter(({ phase, sent }) => phase === 'probing' && sent >= PROBES);
    for (const claim of won) [claim.phase, claim.sent] = ['announcing', 0];
    if (won.length > 0) this.#changed();
    const probing = due.filter(({ phase }) => phase === 'probing');
    const announcing = due.filter(({ phase }) => phase === 'announcing');
    if (probing.length > 0) this.#probe(probing);
    if (announcing.length > 0) this.#announce(announcing);
    const next = Math.min(...Array.from(this.#claims.values(), ({ dueAtMs }) => dueAtMs));
    if (Number.isFinite(next)) this.#alarm.setBy(next);
  }

  #find(name: Labels): readonly Claim[] {
    this.#byName ??= toIndex(this.#claims.values());
    return this.#byName.get(nameKey(name)) ?? [];
  }

  #changed(): void {
    this.#byName = undefined;
    this.#settings.changed();
  }

  /** Somebody claims the name at the same time: the later records win, the others wait (section 8.2). */
  #contend(claim: Claim, theirs: readonly DnsRecord[]): void {
    const { clock, interfaceName } = this.#settings;
    if (claim.phase === 'probing' && compareClaims(claim.group.unique(interfaceName), theirs) < 0)
      this.#enter(claim, 'probing', clock.nowMs() + DEFER_MS);
  }

  #isConflict({ group, phase }: Claim, record: DnsRecord): boolean {
    const { interfaceName, isOurs } = this.#settings;
    if (record.ttlSeconds === 0 || record.class !== CLASS_IN || isOurs(record)) return false;
    return phase === 'probing' || group.unique(interfaceName).some(({ type }) => type === record.type);
  }

  #yieldTo(claim: Claim): void {
    if (claim.phase === 'probing') {
      // A claim that has not asked yet asks first: what was heard may be an echo of what is gone.
      if (claim.sent > 0) claim.group.lost();
      return;
    }
    // Both may have won it on two halves of a link: it is claimed again, and so by one of them only (section 9).
    this.#enter(claim, 'probing', this.#toStart(0));
    this.#changed();
  }
}

/** Creates the claims of one interface. */
export const createClaims = (settings: ClaimsSettings): Claims => new InterfaceClaims(settings);
