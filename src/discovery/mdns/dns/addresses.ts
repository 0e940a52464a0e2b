/** `1.2.3.4` as four bytes, or `undefined`. */
const findIpv4 = (text: string): Uint8Array | undefined => {
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) < 256)) return undefined;
  return Uint8Array.from(parts, Number);
};

const toGroups = (text: string): readonly number[] | undefined => {
  if (text === '') return [];
  const groups = text.split(':');
  return groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group))
    ? groups.map((group) => parseInt(group, 16))
    : undefined;
};

const findIpv6 = (text: string): Uint8Array | undefined => {
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const [head, tail] = [toGroups(halves[0] ?? ''), toGroups(halves[1] ?? '')];
  if (head === undefined || tail === undefined) return undefined;
  const missing = 8 - head.length - tail.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return undefined;
  const groups = [...head, ...Array.from({ length: missing }, () => 0), ...tail];
  return Uint8Array.from(groups.flatMap((group) => [group >> 8, group & 0xff]));
};

/** Bytes of an IP address without zone, 4 or 16, or `undefined` when it is none. IPv4 inside IPv6 is not read. */
export const findAddressBytes = (text: string): Uint8Array | undefined =>
  text.includes(':') ? findIpv6(text) : findIpv4(text);

/** The longest run of at least two zero groups: where `::` stands (RFC 5952 section 4.2). */
const findZeros = (groups: readonly number[]): readonly [number, number] => {
  let best: readonly [number, number] = [-1, 1];
  for (let from = 0; from < groups.length; from++) {
    let length = 0;
    while (groups[from + length] === 0) length++;
    if (length > best[1]) best = [from, length];
    from += length;
  }
  return best;
};

/** Text of an IP address of 4 or 16 bytes. */
export const formatAddress = (bytes: Uint8Array): string => {
  if (bytes.length === 4) return bytes.join('.');
  const groups = Array.from({ length: 8 }, (_, at) => ((bytes[2 * at] ?? 0) << 8) | (bytes[2 * at + 1] ?? 0));
  const [start, length] = findZeros(groups);
  const hex = (part: readonly number[]): string => part.map((group) => group.toString(16)).join(':');
  return start < 0 ? hex(groups) : `${hex(groups.slice(0, start))}::${hex(groups.slice(start + length))}`;
};

/** Whether the 16 bytes are a link-local IPv6 address, which means something with its interface only. */
export const isLinkLocal = (bytes: Uint8Array): boolean =>
  bytes.length === 16 && bytes[0] === 0xfe && ((bytes[1] ?? 0) & 0xc0) === 0x80;
