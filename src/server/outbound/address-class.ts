import { isIPv4, isIPv6 } from 'node:net';

/**
 * What an IP address leads to. `forbidden`: link-local, cloud metadata, unspecified, multicast, broadcast,
 * documentation and reserved ranges, which no relay has business with.
 */
export type AddressClass = 'public' | 'loopback' | 'private' | 'forbidden';

/** Network, length of its prefix in bits, class. The first that holds decides, so single addresses stand first. */
const IPV4_CLASSES: readonly (readonly [string, number, AddressClass])[] = [
  // Metadata services that are not link-local: Alibaba, Azure, Oracle.
  ['100.100.100.200', 32, 'forbidden'],
  ['168.63.129.16', 32, 'forbidden'],
  ['192.0.0.0', 24, 'forbidden'],
  ['0.0.0.0', 8, 'forbidden'],
  ['127.0.0.0', 8, 'loopback'],
  ['10.0.0.0', 8, 'private'],
  ['172.16.0.0', 12, 'private'],
  ['192.168.0.0', 16, 'private'],
  ['100.64.0.0', 10, 'private'],
  ['198.18.0.0', 15, 'private'],
  ['169.254.0.0', 16, 'forbidden'],
  ['192.0.2.0', 24, 'forbidden'],
  ['198.51.100.0', 24, 'forbidden'],
  ['203.0.113.0', 24, 'forbidden'],
  ['192.88.99.0', 24, 'forbidden'],
  ['224.0.0.0', 4, 'forbidden'],
  ['240.0.0.0', 4, 'forbidden'],
];

const toNumber = (address: string): number => address.split('.').reduce((value, part) => value * 256 + Number(part), 0);

const classifyIpv4 = (value: number): AddressClass =>
  IPV4_CLASSES.find(([network, bits]) => {
    const size = 2 ** (32 - bits);
    return Math.floor(value / size) === Math.floor(toNumber(network) / size);
  })?.[2] ?? 'public';

const readGroups = (text: string): readonly number[] =>
  text === ''
    ? []
    : text.split(':').flatMap((group) => {
        if (!group.includes('.')) return [Number.parseInt(group, 16)];
        const value = toNumber(group);
        return [Math.floor(value / 65_536), value % 65_536];
      });

/** The eight groups of an IPv6 address that `isIPv6` accepts. */
const toGroups = (address: string): readonly number[] => {
  const [head = '', tail] = address.split('::');
  const before = readGroups(head);
  if (tail === undefined) return before;
  const after = readGroups(tail);
  return [...before, ...Array<number>(8 - before.length - after.length).fill(0), ...after];
};

const startsWith = (groups: readonly number[], prefix: readonly number[]): boolean =>
  prefix.every((group, at) => groups[at] === group);

/** The IPv4 address that an IPv6 one carries, as a number: mapped, compatible, NAT64, 6to4 and Teredo forms. */
const findEmbeddedIpv4 = (groups: readonly number[]): number | undefined => {
  const at = (index: number): number => (groups[index] ?? 0) * 65_536 + (groups[index + 1] ?? 0);
  const mappedOrCompatible =
    startsWith(groups, [0, 0, 0, 0, 0]) && (groups[5] === 0xffff || groups[5] === 0) && at(6) > 1;
  const translated = startsWith(groups, [0, 0, 0, 0, 0xffff, 0]);
  const nat64 = startsWith(groups, [0x64, 0xff9b]);
  if (mappedOrCompatible || translated || nat64) return at(6);
  if (groups[0] === 0x2002) return at(1);
  // Teredo keeps the client's address with every bit turned.
  return startsWith(groups, [0x2001, 0]) ? 0xffff_ffff - at(6) : undefined;
};

const classifyIpv6 = (groups: readonly number[]): AddressClass => {
  const embedded = findEmbeddedIpv4(groups);
  if (embedded !== undefined) return classifyIpv4(embedded);
  if (startsWith(groups, [0, 0, 0, 0, 0, 0, 0])) return groups[7] === 1 ? 'loopback' : 'forbidden';
  // Metadata service of AWS.
  if (startsWith(groups, [0xfd00, 0x0ec2, 0, 0, 0, 0, 0, 0x254])) return 'forbidden';
  if (((groups[0] ?? 0) & 0xfe00) === 0xfc00) return 'private';
  // Global unicast is 2000::/3; documentation lies inside it, everything outside is reserved or local.
  const isGlobal = ((groups[0] ?? 0) & 0xe000) === 0x2000 && !startsWith(groups, [0x2001, 0x0db8]);
  return isGlobal ? 'public' : 'forbidden';
};

/** Class of a literal IP address, with or without a zone; `forbidden` for anything that is not one. */
export const classifyAddress = (address: string): AddressClass => {
  if (isIPv4(address)) return classifyIpv4(toNumber(address));
  const bare = address.replace(/%.*$/, '');
  return isIPv6(bare) ? classifyIpv6(toGroups(bare)) : 'forbidden';
};

/** Whether `host` is a name for the machine itself (RFC 6761 section 6.3). */
export const isLoopbackName = (host: string): boolean => /^(?:.+\.)?localhost\.?$/i.test(host);
