import type { XmlName } from '../../xml/index.js';

/** A version of WS-Discovery: its namespaces and the names in them. What is said in one is answered in the same. */
export interface Dialect {
  readonly version: '1.1' | '2005';
  /** Namespace of the messages, and what their actions and matching rules begin with. */
  readonly discovery: string;
  /** Namespace of WS-Addressing. */
  readonly addressing: string;
  /** What a message to everybody is addressed to. */
  readonly group: string;
  /** Address of whoever sent a message. */
  readonly anonymous: string;
  /** Scope of a service that states none. */
  readonly defaultScope: string;
  /** Name of the matching rule for URIs. */
  readonly uriRule: 'rfc3986' | 'rfc2396';
}

/** WS-Discovery 1.1 (OASIS 2009), over WS-Addressing 1.0. */
const OASIS: Dialect = Object.freeze({
  version: '1.1',
  discovery: 'http://docs.oasis-open.org/ws-dd/ns/discovery/2009/01',
  addressing: 'http://www.w3.org/2005/08/addressing',
  group: 'urn:docs-oasis-open-org:ws-dd:ns:discovery:2009:01',
  anonymous: 'http://www.w3.org/2005/08/addressing/anonymous',
  defaultScope: 'http://docs.oasis-open.org/ws-dd/ns/discovery/2009/01/DefaultScope',
  uriRule: 'rfc3986',
});

/** WS-Discovery of April 2005, which printers, cameras and Windows speak, over WS-Addressing of August 2004. */
const FIELD: Dialect = Object.freeze({
  version: '2005',
  discovery: 'http://schemas.xmlsoap.org/ws/2005/04/discovery',
  addressing: 'http://schemas.xmlsoap.org/ws/2004/08/addressing',
  group: 'urn:schemas-xmlsoap-org:ws:2005:04:discovery',
  anonymous: 'http://schemas.xmlsoap.org/ws/2004/08/addressing/role/anonymous',
  defaultScope: 'http://schemas.xmlsoap.org/ws/2005/04/discovery/adhoc',
  uriRule: 'rfc2396',
});

/** The versions that are spoken, the standard first. */
export const DIALECTS: readonly Dialect[] = Object.freeze([OASIS, FIELD]);

/** Namespace of SOAP 1.2, the only one that is read and written. */
export const SOAP = 'http://www.w3.org/2003/05/soap-envelope';

/** A name of SOAP. */
export const soapName = (local: string): XmlName => ({ namespace: SOAP, local });

/**
 * The version whose messages have names of `discovery`, with WS-Addressing of `addressing`, or `undefined`. Devices mix the two:
 * what is said in such a mixture is answered in it.
 */
export const findDialect = (discovery: string, addressing: string): Dialect | undefined => {
  const dialect = DIALECTS.find((each) => each.discovery === discovery);
  const source = DIALECTS.find((each) => each.addressing === addressing);
  if (dialect === undefined || source === undefined || dialect === source) return source && dialect;
  return { ...dialect, addressing, anonymous: source.anonymous };
};
