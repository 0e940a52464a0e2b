import { toHex } from '../../base/index.js';
import type { Random } from '../../base/index.js';
import { findAddressBytes } from './dns/addresses.js';
import { CLASS_IN, RECORD } from './dns/model.js';
import type { DnsRecord } from './dns/model.js';
import type { MdnsTtls } from './limits.js';
import { LOCAL } from './names.js';
import type { Labels } from './names.js';

/** The name of this process as a host, with the addresses it has on each interface. */
export interface HostNames {
  readonly name: () => Labels;
  readonly records: (interfaceName: string) => readonly DnsRecord[];
  /** Takes another name: somebody has this one. */
  readonly rename: () => void;
  readonly setAddresses: (interfaceName: string, addresses: readonly string[]) => void;
}

/**
 * A host name of this process's own, such as `stoa-5f0c1d3a.local`. The machine's own name belongs to the system's responder, which
 * would take another process that announces it for a conflict and rename the machine.
 */
export const createHostNames = (random: Random, ttls: MdnsTtls): HostNames => {
  const draw = (): Labels => [`stoa-${toHex(random.bytes(4))}`, LOCAL];
  const addressesOf = new Map<string, readonly string[]>();
  let name = draw();
  const toRecord = (text: string): readonly DnsRecord[] => {
    const bytes = findAddressBytes(text);
    if (bytes === undefined) return [];
    const type = bytes.length === 4 ? RECORD.A : RECORD.AAAA;
    const data = { kind: 'bytes', bytes } as const;
    return [{ name, type, class: CLASS_IN, flush: true, ttlSeconds: ttls.hostSeconds, data }];
  };
  return {
    name: () => name,
    records: (interfaceName) => (addressesOf.get(interfaceName) ?? []).flatMap(toRecord),
    rename: () => {
      name = draw();
    },
    setAddresses: (interfaceName, addresses) => void addressesOf.set(interfaceName, addresses),
  };
};
