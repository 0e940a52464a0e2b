import { StoaError, concatBytes, countUtf8, toUtf8 } from '../../base/index.js';
import type { ServiceToAnnounce, Txt, TxtValue } from '../model.js';
import { CLASS_IN, RECORD } from './dns/model.js';
import type { DnsRecord } from './dns/model.js';
import type { MdnsTtls } from './limits.js';
import { SERVICE_TYPES, checkLabel, toAnnouncedTypeName, toSubtypeName } from './names.js';
import type { Labels } from './names.js';

/** Most bytes of one `key=value` (RFC 6763 section 6.1). */
const MAX_ATTRIBUTE_BYTES = 255;
/** Most bytes of a whole TXT record: it has to fit a packet with what stands around it (RFC 6763 section 6.2). */
const MAX_TXT_BYTES = 1300;

const toAttribute = (key: string, value: TxtValue): Uint8Array => {
  if (!/^[\u0020-\u003c\u003e-\u007e]+$/.test(key))
    throw new StoaError('PARAMETER_INVALID', `expected a TXT key of printable ASCII without '=', got '${key}'`);
  const text = value === true ? toUtf8(key) : concatBytes(toUtf8(`${key}=`), value);
  if (text.length > MAX_ATTRIBUTE_BYTES)
    throw new StoaError(
      'PARAMETER_INVALID',
      `the TXT attribute '${key}' has ${text.length} bytes, at most ${MAX_ATTRIBUTE_BYTES} fit`,
      { limit: 'MAX_ATTRIBUTE_BYTES' },
    );
  return concatBytes(Uint8Array.of(text.length), text);
};

/**
 * Data of the TXT record with these attributes; without any it is one empty string (RFC 6763 section 6.1).
 *
 * @throws {StoaError} `PARAMETER_INVALID` when an attribute breaks the rules or all together are too long
 */
export const writeTxt = (txt: Txt): Uint8Array => {
  const bytes = concatBytes(...Array.from(txt, ([key, value]) => toAttribute(key, value)));
  if (bytes.length > MAX_TXT_BYTES)
    throw new StoaError('PARAMETER_INVALID', `the TXT record has ${bytes.length} bytes, at most ${MAX_TXT_BYTES} fit`, {
      limit: 'MAX_TXT_BYTES',
    });
  return bytes.length === 0 ? Uint8Array.of(0) : bytes;
};

const decoder = new TextDecoder('latin1');

/** Attributes in TXT data: the first of each key counts, strings without a key are skipped (RFC 6763 section 6.4). */
export const readTxt = (bytes: Uint8Array): Txt => {
  const txt = new Map<string, TxtValue>();
  for (let at = 0; at < bytes.length;) {
    const text = bytes.subarray(at + 1, at + 1 + (bytes[at] ?? 0));
    at += 1 + (bytes[at] ?? 0);
    const equals = text.indexOf(0x3d);
    const key = decoder.decode(equals < 0 ? text : text.subarray(0, equals)).toLowerCase();
    if (key !== '' && !txt.has(key)) txt.set(key, equals < 0 ? true : text.slice(equals + 1));
  }
  return txt;
};

/** Names of one service that do not change when it is renamed. */
export interface ServiceNames {
  readonly type: Labels;
  readonly subtypes: readonly Labels[];
}

/** Names of a service to announce. @throws {StoaError} `PARAMETER_INVALID` when it breaks the rules of DNS-SD */
export const checkService = ({ name, type, subtypes = [], port }: ServiceToAnnounce): ServiceNames => {
  checkLabel(name, 'service name');
  if (!Number.isInteger(port) || port < 0 || port > 0xffff)
    throw new StoaError('PARAMETER_INVALID', `expected a port from 0 to 65535, got ${port}`);
  const typeName = toAnnouncedTypeName(type);
  if (countUtf8(subtypes.join('')) > MAX_TXT_BYTES)
    throw new StoaError('PARAMETER_INVALID', 'the subtypes together are too long', { limit: 'MAX_TXT_BYTES' });
  return { type: typeName, subtypes: [...new Set(subtypes)].map((subtype) => toSubtypeName(subtype, typeName)) };
};

/** What the records of a service say now. */
export interface ServiceState {
  readonly names: ServiceNames;
  readonly label: string;
  readonly host: Labels;
  readonly port: number;
  readonly txt: Uint8Array;
  readonly ttls: MdnsTtls;
}

/** Name of the service itself: its label in front of its type. */
export const toInstanceName = ({ names, label }: Pick<ServiceState, 'names' | 'label'>): Labels => [
  label,
  ...names.type,
];

/** SRV and TXT: the records of the service's own name. */
export const toUniqueRecords = (state: ServiceState): readonly DnsRecord[] => {
  const { host, port, txt, ttls } = state;
  const base = { name: toInstanceName(state), class: CLASS_IN, flush: true };
  const srv = { kind: 'SRV', priority: 0, weight: 0, port, target: host } as const;
  return [
    { ...base, type: RECORD.SRV, ttlSeconds: ttls.hostSeconds, data: srv },
    { ...base, type: RECORD.TXT, ttlSeconds: ttls.otherSeconds, data: { kind: 'bytes', bytes: txt } },
  ];
};

/** The records that lead to a service: from its type, its subtypes, and from the list of types to its type. */
export const toSharedRecords = (state: ServiceState): readonly DnsRecord[] => {
  const { names, ttls } = state;
  const pointer = (name: Labels, target: Labels): DnsRecord => ({
    name,
    type: RECORD.PTR,
    class: CLASS_IN,
    flush: false,
    ttlSeconds: ttls.otherSeconds,
    data: { kind: 'PTR', target },
  });
  const instance = toInstanceName(state);
  return [
    pointer(names.type, instance),
    ...names.subtypes.map((subtype) => pointer(subtype, instance)),
    pointer(SERVICE_TYPES, names.type),
  ];
};
