import type { DnsRecord } from './dns/model.js';
import type { Labels } from './names.js';

/** Records that are announced together: those of one name that belongs to nobody else, and those that lead to it. */
export interface RecordGroup {
  /** The name that is claimed. */
  readonly name: () => Labels;
  /** The records of that name on an interface; they are probed for. */
  readonly unique: (interfaceName: string) => readonly DnsRecord[];
  /** Records of names that others have too. */
  readonly shared: () => readonly DnsRecord[];
  /** Somebody else has the name: the group takes another one, and is to be claimed anew on every interface. */
  readonly lost: () => void;
  /** Its records are won and were announced on an interface. */
  readonly announced: (interfaceName: string) => void;
}
