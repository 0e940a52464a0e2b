/**
 * Typed client of `space`. Made by stoa 0.1.0; do not change it, make it again:
 *
 *     node --import=tsx scripts/generate-space-client.mjs
 *
 * The same with `--check` says whether the service still keeps this contract.
 */

import type { Contract, ContractEvent, ContractMethod } from '../contract/model.js';
import {
  any,
  anyURI,
  attribute,
  boolean,
  complex,
  dateTime,
  double,
  duration,
  element,
  many,
  namespace,
  one,
  optional,
  pattern,
  restrict,
  sequence,
  string,
  token,
  unsignedInt,
  unsignedShort,
  wild,
} from '../../schema/runtime/index.js';

export interface Cancel {
  readonly '@lease': Urn;
  readonly '@credential'?: Credential;
}

export type CancelResponse = { readonly [member: string]: never };

export interface CloseGate {
  readonly '@gate': Urn;
  readonly '@control': Credential;
}

export type CloseGateResponse = { readonly [member: string]: never };

/** One notice, sent as the data of a server-sent event whose id is the sequence. */
export interface Event {
  readonly '@event': EventKind;
  readonly '@sequence': Sequence;
  readonly '@id': Urn;
  readonly '@kind': Kind;
  readonly '@name': NamePattern;
  /** xs:unsignedInt */
  readonly '@version': number;
  /** xs:dateTime */
  readonly '@at': string;
}

export interface Lookup {
  readonly name?: NamePattern;
  readonly schema?: readonly SchemaDocument[];
  /** at most 100 */
  readonly method?: readonly WantedMethod[];
  /** at most 5 */
  readonly kind?: readonly Kind[];
  /** xs:token */
  readonly publisher?: string;
  /** Only this document: asks whether it is a hit. */
  readonly id?: Urn;
  readonly fresh?: boolean;
  readonly grade?: Grade;
  readonly explain?: boolean;
  /** xs:unsignedShort */
  readonly limit?: number;
  /** xs:token */
  readonly cursor?: string;
  /** Elements that a wildcard lets in: arrays of values, or of XML texts. */
  readonly [element: `{${string}`]: unknown;
}

export interface LookupResponse {
  readonly '@sequence': Sequence;
  readonly hit?: readonly LookupResponseHit[];
  /** No hit, only close to one: given when the lookup asks for an explanation. */
  readonly nearMiss?: readonly LookupResponseNearMiss[];
  /** xs:token */
  readonly next?: string;
}

export interface LookupResponseHit {
  readonly entry: Entry;
  readonly advertisement: Document;
  readonly match?: Match;
  /** Elements that a wildcard lets in: arrays of values, or of XML texts. */
  readonly [element: `{${string}`]: unknown;
}

export interface LookupResponseNearMiss {
  readonly entry: Entry;
  readonly match: Match;
}

export interface OpenGate {
  readonly '@id': Urn;
  readonly '@carry'?: Carry;
  /** xs:duration */
  readonly '@period'?: string;
  /**
   * RFC 7638 thumbprint of the key that each call is to be proved with; default: the key that the request itself
   * was proved with.
   */
  readonly '@key'?: Thumbprint;
  /** xs:token */
  readonly method?: readonly string[];
  /** A component of the interface that the client was built for; a mismatch is refused here. */
  readonly component?: readonly OpenGateComponent[];
}

export interface OpenGateComponent {
  /** xs:token */
  readonly '@element': string;
  /** xs:token */
  readonly '@fingerprint': string;
}

export type OpenGateResponse = Gate;

export interface RefreshGate {
  readonly '@gate': Urn;
  readonly '@control': Credential;
}

/** The uri is where messages go from now on: a gate outlives the address of its service. */
export interface RefreshGateResponse {
  /** xs:dateTime */
  readonly '@expires': string;
  /** xs:anyURI */
  readonly '@uri'?: string;
  readonly '@credential'?: Credential;
  /** xs:dateTime */
  readonly '@credentialExpires'?: string;
}

export interface Renew {
  readonly '@lease': Urn;
  /** xs:duration */
  readonly '@period'?: string;
  readonly '@credential'?: Credential;
}

export interface RenewResponse {
  readonly lease: Lease;
}

export interface Subscribe {
  readonly '@after'?: Sequence;
  /** xs:duration */
  readonly '@period'?: string;
  readonly name?: NamePattern;
  readonly schema?: readonly SchemaDocument[];
  /** at most 100 */
  readonly method?: readonly WantedMethod[];
  /** at most 5 */
  readonly kind?: readonly Kind[];
  readonly grade?: Grade;
  /** Elements that a wildcard lets in: arrays of values, or of XML texts. */
  readonly [element: `{${string}`]: unknown;
}

export interface SubscribeResponse {
  readonly '@subscription': Urn;
  /** xs:anyURI */
  readonly '@events': string;
  readonly '@after': Sequence;
  readonly lease: Lease;
}

export type Carry = 'direct' | 'relay';

/** xs:token, at most 8192 characters */
export type Credential = string;

export interface Document {
  /** Elements that a wildcard lets in: arrays of values, or of XML texts. */
  readonly [member: string]: unknown;
}

/** What the space says about a document; never part of the document's own bytes. */
export interface Entry {
  readonly '@id': Urn;
  readonly '@kind': Kind;
  readonly '@name': NamePattern;
  /** xs:unsignedInt */
  readonly '@version': number;
  readonly '@sequence': Sequence;
  /** xs:token */
  readonly '@publisher': string;
  /** xs:dateTime */
  readonly '@published': string;
  /** xs:dateTime */
  readonly '@updated': string;
  /** xs:dateTime */
  readonly '@expires': string;
  readonly '@stale': boolean;
  /** xs:unsignedInt */
  readonly '@bytes': number;
  /**
   * When a call was last answered as the interface says, as far as the space has seen it: of relayed calls, since
   * it was started.
   *
   * xs:dateTime
   */
  readonly '@lastCallAt'?: string;
  /** xs:dateTime */
  readonly '@lastFailureAt'?: string;
  readonly '@lastFailure'?: FailureKind;
  /** True of a service that did not answer when it was called or asked last: after one more failure it is stale. */
  readonly '@suspect'?: boolean;
}

export type EventKind = 'published' | 'updated' | 'renewed' | 'stale' | 'removed';

export type FailureKind = 'unreachable' | 'refused' | 'timed-out' | 'closed' | 'stale' | 'mismatch' | 'failed';

export interface Gate {
  readonly '@gate': Urn;
  /** xs:anyURI */
  readonly '@uri': string;
  readonly '@carry': Carry;
  /** xs:token */
  readonly '@binding': string;
  /** xs:dateTime */
  readonly '@expires': string;
  readonly '@credential'?: Credential;
  /** xs:dateTime */
  readonly '@credentialExpires'?: string;
  readonly '@control': Credential;
  /** Refreshes a gate that is bound to a key, and does not close it: for those to whom a narrower gate is given. */
  readonly '@renewal'?: Credential;
  /** xs:token, at least one */
  readonly method: readonly string[];
  readonly advertisement: Document;
}

/**
 * How well a document's schema answers a partial one, best first. exact: all that is wanted is there, equal.
 * compatible: all of it can be used in its role. overlap: some of it can. undecided: nothing is known to fit,
 * and the budget ran
 * out for some. none: nothing fits.
 */
export type Grade = 'exact' | 'compatible' | 'overlap' | 'undecided' | 'none';

export type Kind = 'service' | 'device' | 'space' | 'result' | 'document';

/** A granted hold; the credential stands only in the answer that grants it. */
export interface Lease {
  readonly '@id': Urn;
  /** xs:duration */
  readonly '@period': string;
  /** xs:dateTime */
  readonly '@expires': string;
  readonly '@credential'?: Credential;
}

/**
 * How a document answers a partial schema; what was wanted stands in it one by one when the lookup asks for
 * an explanation.
 */
export interface Match {
  readonly '@grade': Grade;
  readonly '@share': number;
  readonly wanted?: readonly MatchWanted[];
}

export interface MatchWanted {
  readonly '@kind': 'element' | 'type' | 'method';
  /** xs:token */
  readonly '@name': string;
  readonly '@verdict': 'exact' | 'compatible' | 'incompatible' | 'undecided' | 'missing';
  /** The method found, or for what is missing the closest name that is there. (xs:token) */
  readonly '@found'?: string;
  /** xs:token */
  readonly '@role'?: string;
  readonly mismatch?: readonly MatchWantedMismatch[];
}

export interface MatchWantedMismatch {
  readonly '@path': string;
  /** xs:token */
  readonly '@rule': string;
  readonly '@message': string;
  readonly '@change': string;
}

/** xs:token, 1 to 256 characters */
export type NamePattern = string;

export interface SchemaDocument {
  /** xs:anyURI */
  readonly '@location'?: string;
  /** Elements that a wildcard lets in: arrays of values, or of XML texts. */
  readonly [element: `{${string}`]: unknown;
}

/** xs:token, at most 64 characters */
export type Sequence = string;

/** xs:token, like `[A-Za-z0-9_\-]{43}` */
export type Thumbprint = string;

/** xs:anyURI, at most 255 characters */
export type Urn = string;

/**
 * A method that a service must have, by name, by the element that it takes, by the element that it answers
 * with, or by several of them. Elements are named as {namespace}local and declared in the lookup's schema.
 */
export interface WantedMethod {
  /** xs:token */
  readonly '@name'?: string;
  /** xs:token */
  readonly '@input'?: string;
  /** xs:token */
  readonly '@output'?: string;
}

/** Events that may come among the results. */
export type SpaceEvent = ContractEvent<'event', Event>;

/** The method `lookup`. */
export const lookupMethod: ContractMethod<Lookup, LookupResponse> = {
  name: 'lookup',
  request: {
    codec: () => lookupElement,
  },
  response: {
    codec: () => lookupResponseElement,
  },
};

/** The method `renew`. */
export const renewMethod: ContractMethod<Renew, RenewResponse> = {
  name: 'renew',
  request: {
    codec: () => renewElement,
  },
  response: {
    codec: () => renewResponseElement,
  },
};

/** The method `cancel`. */
export const cancelMethod: ContractMethod<Cancel, CancelResponse> = {
  name: 'cancel',
  request: {
    codec: () => cancelElement,
  },
  response: {
    codec: () => cancelResponseElement,
  },
};

/** The method `subscribe`. */
export const subscribeMethod: ContractMethod<Subscribe, SubscribeResponse> = {
  name: 'subscribe',
  request: {
    codec: () => subscribeElement,
  },
  response: {
    codec: () => subscribeResponseElement,
  },
};

/** The method `openGate`. */
export const openGateMethod: ContractMethod<OpenGate, OpenGateResponse> = {
  name: 'openGate',
  request: {
    codec: () => openGateElement,
  },
  response: {
    codec: () => openGateResponseElement,
  },
};

/** The method `refreshGate`. */
export const refreshGateMethod: ContractMethod<RefreshGate, RefreshGateResponse> = {
  name: 'refreshGate',
  request: {
    codec: () => refreshGateElement,
  },
  response: {
    codec: () => refreshGateResponseElement,
  },
};

/** The method `closeGate`. */
export const closeGateMethod: ContractMethod<CloseGate, CloseGateResponse> = {
  name: 'closeGate',
  request: {
    codec: () => closeGateElement,
  },
  response: {
    codec: () => closeGateResponseElement,
  },
};

/** The event `event`. */
export const event: ContractEvent<'event', Event> = {
  name: 'event',
  message: {
    codec: () => eventElement,
  },
};

/** The interface: what is asked of a space, and what `stoa generate --check` compares. */
const INTERFACE = `<interface xmlns="urn:stoa:advertisement:1" xmlns:m="urn:stoa:space:1">
  <method name="lookup">
    <request element="m:lookup"/>
    <response element="m:lookupResponse"/>
  </method>
  <method name="renew">
    <request element="m:renew"/>
    <response element="m:renewResponse"/>
  </method>
  <method name="cancel">
    <request element="m:cancel"/>
    <response element="m:cancelResponse"/>
  </method>
  <method name="subscribe">
    <request element="m:subscribe"/>
    <response element="m:subscribeResponse"/>
  </method>
  <method name="openGate">
    <request element="m:openGate"/>
    <response element="m:openGateResponse"/>
  </method>
  <method name="refreshGate">
    <request element="m:refreshGate"/>
    <response element="m:refreshGateResponse"/>
  </method>
  <method name="closeGate">
    <request element="m:closeGate"/>
    <response element="m:closeGateResponse"/>
  </method>
  <event element="m:event"/>
  <schema location="space.xsd">
    <xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns="urn:stoa:space:1" targetNamespace="urn:stoa:space:1" elementFormDefault="qualified">
      <xs:simpleType name="Urn">
        <xs:restriction base="xs:anyURI">
          <xs:maxLength value="255"/>
        </xs:restriction>
      </xs:simpleType>
      <xs:simpleType name="Sequence">
        <xs:restriction base="xs:token">
          <xs:maxLength value="64"/>
        </xs:restriction>
      </xs:simpleType>
      <xs:simpleType name="Credential">
        <xs:restriction base="xs:token">
          <xs:maxLength value="8192"/>
        </xs:restriction>
      </xs:simpleType>
      <xs:simpleType name="NamePattern">
        <xs:restriction base="xs:token">
          <xs:minLength value="1"/>
          <xs:maxLength value="256"/>
        </xs:restriction>
      </xs:simpleType>
      <xs:simpleType name="Kind">
        <xs:restriction base="xs:token">
          <xs:enumeration value="service"/>
          <xs:enumeration value="device"/>
          <xs:enumeration value="space"/>
          <xs:enumeration value="result"/>
          <xs:enumeration value="document"/>
        </xs:restriction>
      </xs:simpleType>
      <xs:simpleType name="EventKind">
        <xs:restriction base="xs:token">
          <xs:enumeration value="published"/>
          <xs:enumeration value="updated"/>
          <xs:enumeration value="renewed"/>
          <xs:enumeration value="stale"/>
          <xs:enumeration value="removed"/>
        </xs:restriction>
      </xs:simpleType>
      <xs:simpleType name="FailureKind">
        <xs:restriction base="xs:token">
          <xs:enumeration value="unreachable"/>
          <xs:enumeration value="refused"/>
          <xs:enumeration value="timed-out"/>
          <xs:enumeration value="closed"/>
          <xs:enumeration value="stale"/>
          <xs:enumeration value="mismatch"/>
          <xs:enumeration value="failed"/>
        </xs:restriction>
      </xs:simpleType>
      <xs:complexType name="Document">
        <xs:sequence>
          <xs:any namespace="##any" processContents="skip"/>
        </xs:sequence>
      </xs:complexType>
      <xs:complexType name="SchemaDocument">
        <xs:sequence>
          <xs:any namespace="http://www.w3.org/2001/XMLSchema" processContents="skip"/>
        </xs:sequence>
        <xs:attribute name="location" type="xs:anyURI"/>
      </xs:complexType>
      <xs:complexType name="Entry">
        <xs:attribute name="id" type="Urn" use="required"/>
        <xs:attribute name="kind" type="Kind" use="required"/>
        <xs:attribute name="name" type="NamePattern" use="required"/>
        <xs:attribute name="version" type="xs:unsignedInt" use="required"/>
        <xs:attribute name="sequence" type="Sequence" use="required"/>
        <xs:attribute name="publisher" type="xs:token" use="required"/>
        <xs:attribute name="published" type="xs:dateTime" use="required"/>
        <xs:attribute name="updated" type="xs:dateTime" use="required"/>
        <xs:attribute name="expires" type="xs:dateTime" use="required"/>
        <xs:attribute name="stale" type="xs:boolean" use="required"/>
        <xs:attribute name="bytes" type="xs:unsignedInt" use="required"/>
        <xs:attribute name="lastCallAt" type="xs:dateTime"/>
        <xs:attribute name="lastFailureAt" type="xs:dateTime"/>
        <xs:attribute name="lastFailure" type="FailureKind"/>
        <xs:attribute name="suspect" type="xs:boolean"/>
      </xs:complexType>
      <xs:complexType name="Lease">
        <xs:attribute name="id" type="Urn" use="required"/>
        <xs:attribute name="period" type="xs:duration" use="required"/>
        <xs:attribute name="expires" type="xs:dateTime" use="required"/>
        <xs:attribute name="credential" type="Credential"/>
      </xs:complexType>
      <xs:element name="publish">
        <xs:complexType>
          <xs:sequence>
            <xs:element name="document" type="Document"/>
          </xs:sequence>
          <xs:attribute name="name" type="NamePattern"/>
          <xs:attribute name="period" type="xs:duration"/>
          <xs:attribute name="credential" type="Credential"/>
        </xs:complexType>
      </xs:element>
      <xs:element name="publishResponse" type="Held"/>
      <xs:complexType name="Held">
        <xs:sequence>
          <xs:element name="entry" type="Entry"/>
          <xs:element name="lease" type="Lease"/>
        </xs:sequence>
      </xs:complexType>
      <xs:element name="update">
        <xs:complexType>
          <xs:sequence>
            <xs:element name="document" type="Document"/>
          </xs:sequence>
          <xs:attribute name="id" type="Urn" use="required"/>
          <xs:attribute name="version" type="xs:unsignedInt"/>
          <xs:attribute name="credential" type="Credential"/>
        </xs:complexType>
      </xs:element>
      <xs:element name="updateResponse" type="Held"/>
      <xs:element name="read">
        <xs:complexType>
          <xs:attribute name="id" type="Urn" use="required"/>
          <xs:attribute name="view" type="View"/>
        </xs:complexType>
      </xs:element>
      <xs:simpleType name="View">
        <xs:restriction base="xs:token">
          <xs:enumeration value="document"/>
          <xs:enumeration value="advertisement"/>
        </xs:restriction>
      </xs:simpleType>
      <xs:element name="readResponse">
        <xs:complexType>
          <xs:sequence>
            <xs:element name="entry" type="Entry"/>
            <xs:element name="document" type="Document"/>
          </xs:sequence>
        </xs:complexType>
      </xs:element>
      <xs:element name="remove">
        <xs:complexType>
          <xs:attribute name="id" type="Urn" use="required"/>
          <xs:attribute name="credential" type="Credential"/>
        </xs:complexType>
      </xs:element>
      <xs:element name="removeResponse">
        <xs:complexType/>
      </xs:element>
      <xs:element name="lookup">
        <xs:complexType>
          <xs:sequence>
            <xs:element name="name" type="NamePattern" minOccurs="0"/>
            <xs:element name="schema" type="SchemaDocument" minOccurs="0" maxOccurs="unbounded"/>
            <xs:element name="method" type="WantedMethod" minOccurs="0" maxOccurs="100"/>
            <xs:element name="kind" type="Kind" minOccurs="0" maxOccurs="5"/>
            <xs:element name="publisher" type="xs:token" minOccurs="0"/>
            <xs:element name="id" type="Urn" minOccurs="0"/>
            <xs:element name="fresh" type="xs:boolean" minOccurs="0"/>
            <xs:element name="grade" type="Grade" minOccurs="0"/>
            <xs:element name="explain" type="xs:boolean" minOccurs="0"/>
            <xs:element name="limit" type="xs:unsignedShort" minOccurs="0"/>
            <xs:element name="cursor" type="xs:token" minOccurs="0"/>
            <xs:any namespace="##other" processContents="lax" minOccurs="0" maxOccurs="unbounded"/>
          </xs:sequence>
        </xs:complexType>
      </xs:element>
      <xs:element name="lookupResponse">
        <xs:complexType>
          <xs:sequence>
            <xs:element name="hit" minOccurs="0" maxOccurs="unbounded">
              <xs:complexType>
                <xs:sequence>
                  <xs:element name="entry" type="Entry"/>
                  <xs:element name="advertisement" type="Document"/>
                  <xs:element name="match" type="Match" minOccurs="0"/>
                  <xs:any namespace="##other" processContents="lax" minOccurs="0" maxOccurs="unbounded"/>
                </xs:sequence>
              </xs:complexType>
            </xs:element>
            <xs:element name="nearMiss" minOccurs="0" maxOccurs="unbounded">
              <xs:complexType>
                <xs:sequence>
                  <xs:element name="entry" type="Entry"/>
                  <xs:element name="match" type="Match"/>
                </xs:sequence>
              </xs:complexType>
            </xs:element>
            <xs:element name="next" type="xs:token" minOccurs="0"/>
          </xs:sequence>
          <xs:attribute name="sequence" type="Sequence" use="required"/>
        </xs:complexType>
      </xs:element>
      <xs:complexType name="WantedMethod">
        <xs:attribute name="name" type="xs:token"/>
        <xs:attribute name="input" type="xs:token"/>
        <xs:attribute name="output" type="xs:token"/>
      </xs:complexType>
      <xs:simpleType name="Grade">
        <xs:restriction base="xs:token">
          <xs:enumeration value="exact"/>
          <xs:enumeration value="compatible"/>
          <xs:enumeration value="overlap"/>
          <xs:enumeration value="undecided"/>
          <xs:enumeration value="none"/>
        </xs:restriction>
      </xs:simpleType>
      <xs:complexType name="Match">
        <xs:sequence>
          <xs:element name="wanted" minOccurs="0" maxOccurs="unbounded">
            <xs:complexType>
              <xs:sequence>
                <xs:element name="mismatch" minOccurs="0" maxOccurs="unbounded">
                  <xs:complexType>
                    <xs:attribute name="path" type="xs:string" use="required"/>
                    <xs:attribute name="rule" type="xs:token" use="required"/>
                    <xs:attribute name="message" type="xs:string" use="required"/>
                    <xs:attribute name="change" type="xs:string" use="required"/>
                  </xs:complexType>
                </xs:element>
              </xs:sequence>
              <xs:attribute name="kind" use="required">
                <xs:simpleType>
                  <xs:restriction base="xs:token">
                    <xs:enumeration value="element"/>
                    <xs:enumeration value="type"/>
                    <xs:enumeration value="method"/>
                  </xs:restriction>
                </xs:simpleType>
              </xs:attribute>
              <xs:attribute name="name" type="xs:token" use="required"/>
              <xs:attribute name="verdict" use="required">
                <xs:simpleType>
                  <xs:restriction base="xs:token">
                    <xs:enumeration value="exact"/>
                    <xs:enumeration value="compatible"/>
                    <xs:enumeration value="incompatible"/>
                    <xs:enumeration value="undecided"/>
                    <xs:enumeration value="missing"/>
                  </xs:restriction>
                </xs:simpleType>
              </xs:attribute>
              <xs:attribute name="found" type="xs:token"/>
              <xs:attribute name="role" type="xs:token"/>
            </xs:complexType>
          </xs:element>
        </xs:sequence>
        <xs:attribute name="grade" type="Grade" use="required"/>
        <xs:attribute name="share" type="xs:double" use="required"/>
      </xs:complexType>
      <xs:element name="renew">
        <xs:complexType>
          <xs:attribute name="lease" type="Urn" use="required"/>
          <xs:attribute name="period" type="xs:duration"/>
          <xs:attribute name="credential" type="Credential"/>
        </xs:complexType>
      </xs:element>
      <xs:element name="renewResponse">
        <xs:complexType>
          <xs:sequence>
            <xs:element name="lease" type="Lease"/>
          </xs:sequence>
        </xs:complexType>
      </xs:element>
      <xs:element name="cancel">
        <xs:complexType>
          <xs:attribute name="lease" type="Urn" use="required"/>
          <xs:attribute name="credential" type="Credential"/>
        </xs:complexType>
      </xs:element>
      <xs:element name="cancelResponse">
        <xs:complexType/>
      </xs:element>
      <xs:element name="subscribe">
        <xs:complexType>
          <xs:sequence>
            <xs:element name="name" type="NamePattern" minOccurs="0"/>
            <xs:element name="schema" type="SchemaDocument" minOccurs="0" maxOccurs="unbounded"/>
            <xs:element name="method" type="WantedMethod" minOccurs="0" maxOccurs="100"/>
            <xs:element name="kind" type="Kind" minOccurs="0" maxOccurs="5"/>
            <xs:element name="grade" type="Grade" minOccurs="0"/>
            <xs:any namespace="##other" processContents="lax" minOccurs="0" maxOccurs="unbounded"/>
          </xs:sequence>
          <xs:attribute name="after" type="Sequence"/>
          <xs:attribute name="period" type="xs:duration"/>
        </xs:complexType>
      </xs:element>
      <xs:element name="subscribeResponse">
        <xs:complexType>
          <xs:sequence>
            <xs:element name="lease" type="Lease"/>
          </xs:sequence>
          <xs:attribute name="subscription" type="Urn" use="required"/>
          <xs:attribute name="events" type="xs:anyURI" use="required"/>
          <xs:attribute name="after" type="Sequence" use="required"/>
        </xs:complexType>
      </xs:element>
      <xs:element name="event">
        <xs:complexType>
          <xs:attribute name="event" type="EventKind" use="required"/>
          <xs:attribute name="sequence" type="Sequence" use="required"/>
          <xs:attribute name="id" type="Urn" use="required"/>
          <xs:attribute name="kind" type="Kind" use="required"/>
          <xs:attribute name="name" type="NamePattern" use="required"/>
          <xs:attribute name="version" type="xs:unsignedInt" use="required"/>
          <xs:attribute name="at" type="xs:dateTime" use="required"/>
        </xs:complexType>
      </xs:element>
      <xs:element name="spawn">
        <xs:complexType>
          <xs:sequence>
            <xs:element name="name" type="NamePattern"/>
            <xs:element name="schema" type="SchemaDocument" minOccurs="0" maxOccurs="unbounded"/>
            <xs:any namespace="##other" processContents="lax" minOccurs="0" maxOccurs="unbounded"/>
          </xs:sequence>
          <xs:attribute name="period" type="xs:duration"/>
          <xs:attribute name="result" type="xs:boolean"/>
        </xs:complexType>
      </xs:element>
      <xs:element name="spawnResponse">
        <xs:complexType>
          <xs:sequence>
            <xs:element name="lease" type="Lease"/>
            <xs:element name="advertisement" type="Document"/>
          </xs:sequence>
          <xs:attribute name="space" type="Urn" use="required"/>
          <xs:attribute name="uri" type="xs:anyURI" use="required"/>
          <xs:attribute name="root" type="Credential" use="required"/>
          <xs:attribute name="writer" type="Credential"/>
          <xs:attribute name="reader" type="Credential"/>
        </xs:complexType>
      </xs:element>
      <xs:element name="destroy">
        <xs:complexType>
          <xs:attribute name="credential" type="Credential"/>
        </xs:complexType>
      </xs:element>
      <xs:element name="destroyResponse">
        <xs:complexType/>
      </xs:element>
      <xs:element name="replaceRoot">
        <xs:complexType>
          <xs:attribute name="seed" type="Seed" use="required"/>
          <xs:attribute name="credential" type="Credential"/>
        </xs:complexType>
      </xs:element>
      <xs:element name="replaceRootResponse">
        <xs:complexType>
          <xs:attribute name="root" type="Credential" use="required"/>
        </xs:complexType>
      </xs:element>
      <xs:simpleType name="Seed">
        <xs:restriction base="xs:token">
          <xs:pattern value="[A-Za-z0-9_\\-]{43,86}"/>
        </xs:restriction>
      </xs:simpleType>
      <xs:element name="policy">
        <xs:complexType>
          <xs:sequence>
            <xs:element name="access" type="Access" minOccurs="0"/>
            <xs:element name="quota" type="Quota" minOccurs="0"/>
          </xs:sequence>
          <xs:attribute name="version" type="xs:unsignedInt"/>
          <xs:attribute name="credential" type="Credential"/>
        </xs:complexType>
      </xs:element>
      <xs:element name="policyResponse">
        <xs:complexType>
          <xs:sequence>
            <xs:element name="access" type="Access"/>
            <xs:element name="quota" type="Quota" minOccurs="0"/>
          </xs:sequence>
          <xs:attribute name="version" type="xs:unsignedInt" use="required"/>
        </xs:complexType>
      </xs:element>
      <xs:complexType name="Access">
        <xs:sequence>
          <xs:element name="grant" type="Grant" minOccurs="0" maxOccurs="1000"/>
        </xs:sequence>
        <xs:attribute name="default" type="xs:boolean"/>
      </xs:complexType>
      <xs:complexType name="Grant">
        <xs:attribute name="to" type="Grantee" use="required"/>
        <xs:attribute name="actions" type="Actions" use="required"/>
        <xs:attribute name="name" type="NamePattern"/>
        <xs:attribute name="methods" type="MethodNames"/>
      </xs:complexType>
      <xs:simpleType name="Grantee">
        <xs:restriction base="xs:token">
          <xs:maxLength value="512"/>
          <xs:pattern value="anyone|authenticated|(subject|group):.+"/>
        </xs:restriction>
      </xs:simpleType>
      <xs:simpleType name="Actions">
        <xs:restriction>
          <xs:simpleType>
            <xs:list itemType="Action"/>
          </xs:simpleType>
          <xs:minLength value="1"/>
          <xs:maxLength value="16"/>
        </xs:restriction>
      </xs:simpleType>
      <xs:simpleType name="Action">
        <xs:restriction base="xs:token">
          <xs:enumeration value="publish"/>
          <xs:enumeration value="lookup"/>
          <xs:enumeration value="read"/>
          <xs:enumeration value="open"/>
          <xs:enumeration value="spawn"/>
          <xs:enumeration value="administer"/>
        </xs:restriction>
      </xs:simpleType>
      <xs:simpleType name="MethodNames">
        <xs:restriction>
          <xs:simpleType>
            <xs:list itemType="xs:token"/>
          </xs:simpleType>
          <xs:minLength value="1"/>
          <xs:maxLength value="1000"/>
        </xs:restriction>
      </xs:simpleType>
      <xs:complexType name="Quota">
        <xs:attribute name="documents" type="xs:unsignedInt"/>
        <xs:attribute name="bytes" type="xs:unsignedLong"/>
        <xs:attribute name="spaces" type="xs:unsignedInt"/>
        <xs:attribute name="subscriptions" type="xs:unsignedInt"/>
        <xs:attribute name="gates" type="xs:unsignedInt"/>
        <xs:attribute name="calls" type="xs:unsignedInt"/>
      </xs:complexType>
      <xs:element name="spaces">
        <xs:complexType>
          <xs:sequence>
            <xs:element name="space" minOccurs="0" maxOccurs="unbounded">
              <xs:complexType>
                <xs:attribute name="id" type="Urn" use="required"/>
                <xs:attribute name="name" type="NamePattern" use="required"/>
                <xs:attribute name="uri" type="xs:anyURI" use="required"/>
                <xs:attribute name="alias" type="xs:token"/>
              </xs:complexType>
            </xs:element>
          </xs:sequence>
        </xs:complexType>
      </xs:element>
      <xs:element name="openGate">
        <xs:complexType>
          <xs:sequence>
            <xs:element name="method" type="xs:token" minOccurs="0" maxOccurs="unbounded"/>
            <xs:element name="component" minOccurs="0" maxOccurs="unbounded">
              <xs:complexType>
                <xs:attribute name="element" type="xs:token" use="required"/>
                <xs:attribute name="fingerprint" type="xs:token" use="required"/>
              </xs:complexType>
            </xs:element>
          </xs:sequence>
          <xs:attribute name="id" type="Urn" use="required"/>
          <xs:attribute name="carry" type="Carry"/>
          <xs:attribute name="period" type="xs:duration"/>
          <xs:attribute name="key" type="Thumbprint"/>
        </xs:complexType>
      </xs:element>
      <xs:simpleType name="Thumbprint">
        <xs:restriction base="xs:token">
          <xs:pattern value="[A-Za-z0-9_\\-]{43}"/>
        </xs:restriction>
      </xs:simpleType>
      <xs:simpleType name="Carry">
        <xs:restriction base="xs:token">
          <xs:enumeration value="direct"/>
          <xs:enumeration value="relay"/>
        </xs:restriction>
      </xs:simpleType>
      <xs:element name="openGateResponse" type="Gate"/>
      <xs:complexType name="Gate">
        <xs:sequence>
          <xs:element name="method" type="xs:token" maxOccurs="unbounded"/>
          <xs:element name="advertisement" type="Document"/>
        </xs:sequence>
        <xs:attribute name="gate" type="Urn" use="required"/>
        <xs:attribute name="uri" type="xs:anyURI" use="required"/>
        <xs:attribute name="carry" type="Carry" use="required"/>
        <xs:attribute name="binding" type="xs:token" use="required"/>
        <xs:attribute name="expires" type="xs:dateTime" use="required"/>
        <xs:attribute name="credential" type="Credential"/>
        <xs:attribute name="credentialExpires" type="xs:dateTime"/>
        <xs:attribute name="control" type="Credential" use="required"/>
        <xs:attribute name="renewal" type="Credential"/>
      </xs:complexType>
      <xs:element name="refreshGate">
        <xs:complexType>
          <xs:attribute name="gate" type="Urn" use="required"/>
          <xs:attribute name="control" type="Credential" use="required"/>
        </xs:complexType>
      </xs:element>
      <xs:element name="refreshGateResponse">
        <xs:complexType>
          <xs:attribute name="expires" type="xs:dateTime" use="required"/>
          <xs:attribute name="uri" type="xs:anyURI"/>
          <xs:attribute name="credential" type="Credential"/>
          <xs:attribute name="credentialExpires" type="xs:dateTime"/>
        </xs:complexType>
      </xs:element>
      <xs:element name="closeGate">
        <xs:complexType>
          <xs:attribute name="gate" type="Urn" use="required"/>
          <xs:attribute name="control" type="Credential" use="required"/>
        </xs:complexType>
      </xs:element>
      <xs:element name="closeGateResponse">
        <xs:complexType/>
      </xs:element>
    </xs:schema>
  </schema>
</interface>`;

/** What this module was generated for. */
export const spaceContract: Contract = {
  name: 'space',
  fingerprint: 'c1:1e9b3faff86ccb6e628d129f13a5faf28641d35f3f5bd15309a189ce5b30644c',
  methods: [
    lookupMethod,
    renewMethod,
    cancelMethod,
    subscribeMethod,
    openGateMethod,
    refreshGateMethod,
    closeGateMethod,
  ],
  components: {
    '{urn:stoa:space:1}lookup': 's1:61c038fdf0ab760eed2c6d98cdd53d051e35619d45b66d2e0e7835b84e1cfadc',
    '{urn:stoa:space:1}lookupResponse': 's1:eec6dbaa9d89cf9172597fceb0846f721aca2ed84733ced73d54f3d48cadbca0',
    '{urn:stoa:space:1}renew': 's1:e240145327b86f5b723739edcb47af56444ea700bc7f565932c5ad1cff792a1a',
    '{urn:stoa:space:1}renewResponse': 's1:85874895fc1d341817ae032a77654e4acbff1c9442c4f30aa653dd0b7a20f28b',
    '{urn:stoa:space:1}cancel': 's1:ac16935bb3d10cd04c8b0e6402c1e39edfe0ba91b1d0521cd743868f6aa650c6',
    '{urn:stoa:space:1}cancelResponse': 's1:f453a9125d1d293e0b8c29e47795f63874b2ca99d56705a8e748efa7b543883f',
    '{urn:stoa:space:1}subscribe': 's1:93f35dd874ffebe1a3dba31d2dae074e2c08cdbcd292611b982a2b9f47713687',
    '{urn:stoa:space:1}subscribeResponse': 's1:b0a60d01de4f6dfc30bc664f2d078df260cc709b49a8d87c9b391fb1091cbf87',
    '{urn:stoa:space:1}openGate': 's1:427da4d705fdc86d417f878b9a9d7fe7279bb3aabda30f741989a14099afca73',
    '{urn:stoa:space:1}openGateResponse': 's1:e98f1fac2504e5272dc470248d7b20ff2d883fc36bd3e4f7cd7a35dbf4ca1599',
    '{urn:stoa:space:1}refreshGate': 's1:9915ef792ad3bcf8e76cd6557bfa9b1b16596aae237a23ee58a76115896b85f0',
    '{urn:stoa:space:1}refreshGateResponse': 's1:4a3bf9f9a1ad4e2133ecdee0d9914c91a1a0e3cfada17f5d7fd9fbe92528fa4e',
    '{urn:stoa:space:1}closeGate': 's1:d846176756b85adbd790a0feac1db02704bbfd76abd714ae5ec7385125c2e834',
    '{urn:stoa:space:1}closeGateResponse': 's1:40198dab27b688b0db4633b63521b4179df1178af09867a53dcae0c8b45630d4',
    '{urn:stoa:space:1}event': 's1:a1d078f0bab96e5cfce14e03ec34f917d18f666f55ff3e2c239dcb531c102948',
  },
  xml: INTERFACE,
};

const ns = namespace('urn:stoa:space:1');

const namePatternType = restrict(token, { name: ns('NamePattern'), minLength: 1, maxLength: 256 });

const kindType = restrict(token, { name: ns('Kind'), values: ['service', 'device', 'space', 'result', 'document'] });

const urnType = restrict(anyURI, { name: ns('Urn'), maxLength: 255 });

const sequenceType = restrict(token, { name: ns('Sequence'), maxLength: 64 });

const eventKindType = restrict(token, {
  name: ns('EventKind'),
  values: ['published', 'updated', 'renewed', 'stale', 'removed'],
});

const credentialType = restrict(token, { name: ns('Credential'), maxLength: 8192 });

const carryType = restrict(token, { name: ns('Carry'), values: ['direct', 'relay'] });

const thumbprintType = restrict(token, {
  name: ns('Thumbprint'),
  patterns: [[pattern('[A-Za-z0-9_\\-]{43}', '^[\\-0-9A-Z_a-z]{43}$')]],
});

const gradeType = restrict(token, {
  name: ns('Grade'),
  values: ['exact', 'compatible', 'overlap', 'undecided', 'none'],
});

const verdictValue = restrict(token, { values: ['exact', 'compatible', 'incompatible', 'undecided', 'missing'] });

const kindValue = restrict(token, { values: ['element', 'type', 'method'] });

const failureKindType = restrict(token, {
  name: ns('FailureKind'),
  values: ['unreachable', 'refused', 'timed-out', 'closed', 'stale', 'mismatch', 'failed'],
});

const wantedMethodType = complex({
  name: ns('WantedMethod'),
  attributes: [attribute('name', token), attribute('input', token), attribute('output', token)],
});

const schemaDocumentType = complex({
  name: ns('SchemaDocument'),
  attributes: [attribute('location', anyURI)],
  content: sequence([wild(any(['http://www.w3.org/2001/XMLSchema']))]),
});

const lookupContent = complex({
  content: sequence([
    optional(element(ns('name'), namePatternType)),
    many(element(ns('schema'), schemaDocumentType)),
    many(element(ns('method'), wantedMethodType), { max: 100 }),
    many(element(ns('kind'), kindType), { max: 5 }),
    optional(element(ns('publisher'), token)),
    optional(element(ns('id'), urnType)),
    optional(element(ns('fresh'), boolean)),
    optional(element(ns('grade'), gradeType)),
    optional(element(ns('explain'), boolean)),
    optional(element(ns('limit'), unsignedShort)),
    optional(element(ns('cursor'), token)),
    wild(any({ not: 'urn:stoa:space:1' }), { min: 0, max: Infinity }),
  ]),
});

const mismatchContent = complex({
  attributes: [
    attribute('path', string, { required: true }),
    attribute('rule', token, { required: true }),
    attribute('message', string, { required: true }),
    attribute('change', string, { required: true }),
  ],
});

const wantedContent = complex({
  attributes: [
    attribute('kind', kindValue, { required: true }),
    attribute('name', token, { required: true }),
    attribute('verdict', verdictValue, { required: true }),
    attribute('found', token),
    attribute('role', token),
  ],
  content: sequence([many(element(ns('mismatch'), mismatchContent))]),
});

const matchType = complex({
  name: ns('Match'),
  attributes: [attribute('grade', gradeType, { required: true }), attribute('share', double, { required: true })],
  content: sequence([many(element(ns('wanted'), wantedContent))]),
});

const entryType = complex({
  name: ns('Entry'),
  attributes: [
    attribute('id', urnType, { required: true }),
    attribute('kind', kindType, { required: true }),
    attribute('name', namePatternType, { required: true }),
    attribute('version', unsignedInt, { required: true }),
    attribute('sequence', sequenceType, { required: true }),
    attribute('publisher', token, { required: true }),
    attribute('published', dateTime, { required: true }),
    attribute('updated', dateTime, { required: true }),
    attribute('expires', dateTime, { required: true }),
    attribute('stale', boolean, { required: true }),
    attribute('bytes', unsignedInt, { required: true }),
    attribute('lastCallAt', dateTime),
    attribute('lastFailureAt', dateTime),
    attribute('lastFailure', failureKindType),
    attribute('suspect', boolean),
  ],
});

const nearMissContent = complex({
  content: sequence([one(element(ns('entry'), entryType)), one(element(ns('match'), matchType))]),
});

const documentType = complex({ name: ns('Document'), content: sequence([wild(any('any'))]) });

const hitContent = complex({
  content: sequence([
    one(element(ns('entry'), entryType)),
    one(element(ns('advertisement'), documentType)),
    optional(element(ns('match'), matchType)),
    wild(any({ not: 'urn:stoa:space:1' }), { min: 0, max: Infinity }),
  ]),
});

const lookupResponseContent = complex({
  attributes: [attribute('sequence', sequenceType, { required: true })],
  content: sequence([
    many(element(ns('hit'), hitContent)),
    many(element(ns('nearMiss'), nearMissContent)),
    optional(element(ns('next'), token)),
  ]),
});

const renewContent = complex({
  attributes: [
    attribute('lease', urnType, { required: true }),
    attribute('period', duration),
    attribute('credential', credentialType),
  ],
});

const leaseType = complex({
  name: ns('Lease'),
  attributes: [
    attribute('id', urnType, { required: true }),
    attribute('period', duration, { required: true }),
    attribute('expires', dateTime, { required: true }),
    attribute('credential', credentialType),
  ],
});

const renewResponseContent = complex({ content: sequence([one(element(ns('lease'), leaseType))]) });

const cancelContent = complex({
  attributes: [attribute('lease', urnType, { required: true }), attribute('credential', credentialType)],
});

const cancelResponseContent = complex({});

const subscribeContent = complex({
  attributes: [attribute('after', sequenceType), attribute('period', duration)],
  content: sequence([
    optional(element(ns('name'), namePatternType)),
    many(element(ns('schema'), schemaDocumentType)),
    many(element(ns('method'), wantedMethodType), { max: 100 }),
    many(element(ns('kind'), kindType), { max: 5 }),
    optional(element(ns('grade'), gradeType)),
    wild(any({ not: 'urn:stoa:space:1' }), { min: 0, max: Infinity }),
  ]),
});

const subscribeResponseContent = complex({
  attributes: [
    attribute('subscription', urnType, { required: true }),
    attribute('events', anyURI, { required: true }),
    attribute('after', sequenceType, { required: true }),
  ],
  content: sequence([one(element(ns('lease'), leaseType))]),
});

const componentContent = complex({
  attributes: [attribute('element', token, { required: true }), attribute('fingerprint', token, { required: true })],
});

const openGateContent = complex({
  attributes: [
    attribute('id', urnType, { required: true }),
    attribute('carry', carryType),
    attribute('period', duration),
    attribute('key', thumbprintType),
  ],
  content: sequence([many(element(ns('method'), token)), many(element(ns('component'), componentContent))]),
});

const gateType = complex({
  name: ns('Gate'),
  attributes: [
    attribute('gate', urnType, { required: true }),
    attribute('uri', anyURI, { required: true }),
    attribute('carry', carryType, { required: true }),
    attribute('binding', token, { required: true }),
    attribute('expires', dateTime, { required: true }),
    attribute('credential', credentialType),
    attribute('credentialExpires', dateTime),
    attribute('control', credentialType, { required: true }),
    attribute('renewal', credentialType),
  ],
  content: sequence([many(element(ns('method'), token), { min: 1 }), one(element(ns('advertisement'), documentType))]),
});

const refreshGateContent = complex({
  attributes: [
    attribute('gate', urnType, { required: true }),
    attribute('control', credentialType, { required: true }),
  ],
});

const refreshGateResponseContent = complex({
  attributes: [
    attribute('expires', dateTime, { required: true }),
    attribute('uri', anyURI),
    attribute('credential', credentialType),
    attribute('credentialExpires', dateTime),
  ],
});

const closeGateContent = complex({
  attributes: [
    attribute('gate', urnType, { required: true }),
    attribute('control', credentialType, { required: true }),
  ],
});

const closeGateResponseContent = complex({});

const eventContent = complex({
  attributes: [
    attribute('event', eventKindType, { required: true }),
    attribute('sequence', sequenceType, { required: true }),
    attribute('id', urnType, { required: true }),
    attribute('kind', kindType, { required: true }),
    attribute('name', namePatternType, { required: true }),
    attribute('version', unsignedInt, { required: true }),
    attribute('at', dateTime, { required: true }),
  ],
});

const eventElement = element(ns('event'), eventContent);

const closeGateResponseElement = element(ns('closeGateResponse'), closeGateResponseContent);

const closeGateElement = element(ns('closeGate'), closeGateContent);

const refreshGateResponseElement = element(ns('refreshGateResponse'), refreshGateResponseContent);

const refreshGateElement = element(ns('refreshGate'), refreshGateContent);

const openGateResponseElement = element(ns('openGateResponse'), gateType);

const openGateElement = element(ns('openGate'), openGateContent);

const subscribeResponseElement = element(ns('subscribeResponse'), subscribeResponseContent);

const subscribeElement = element(ns('subscribe'), subscribeContent);

const cancelResponseElement = element(ns('cancelResponse'), cancelResponseContent);

const cancelElement = element(ns('cancel'), cancelContent);

const renewResponseElement = element(ns('renewResponse'), renewResponseContent);

const renewElement = element(ns('renew'), renewContent);

const lookupResponseElement = element(ns('lookupResponse'), lookupResponseContent);

const lookupElement = element(ns('lookup'), lookupContent);
