/**
 * Typed client of `space`. Made by stoa 0.1.0; do not change it, make it again:
 *
 *     node --import=tsx scripts/generate-space-client.mjs
 *
 * The same with `--check` says whether the service still keeps this contract.
 */

import type { Contract, ContractMethod } from '../contract/model.js';
import {
  any,
  anyURI,
  attribute,
  boolean,
  complex,
  dateTime,
  duration,
  element,
  list,
  many,
  namespace,
  one,
  optional,
  pattern,
  restrict,
  sequence,
  token,
  unsignedInt,
  unsignedLong,
  wild,
} from '../../schema/runtime/index.js';

export interface Destroy {
  readonly '@credential'?: Credential;
}

export type DestroyResponse = { readonly [member: string]: never };

/**
 * Reads what the space grants, or changes it: with access or quota, each of which takes the place of what was.
 * Changing
 * takes the root credential of the space.
 */
export interface Policy {
  /** Refused unless the policy has this version. (xs:unsignedInt) */
  readonly '@version'?: number;
  readonly '@credential'?: Credential;
  readonly access?: Access;
  readonly quota?: Quota;
}

export interface PolicyResponse {
  /** xs:unsignedInt */
  readonly '@version': number;
  readonly access: Access;
  readonly quota?: Quota;
}

export interface Publish {
  readonly '@name'?: NamePattern;
  /** xs:duration */
  readonly '@period'?: string;
  readonly '@credential'?: Credential;
  readonly document: Document;
}

export type PublishResponse = Held;

export interface Read {
  readonly '@id': Urn;
  readonly '@view'?: View;
}

export interface ReadResponse {
  readonly entry: Entry;
  readonly document: Document;
}

export interface Remove {
  readonly '@id': Urn;
  readonly '@credential'?: Credential;
}

export type RemoveResponse = { readonly [member: string]: never };

/**
 * Makes a new root credential of the space, from the root credential: from the answer on no other is one. Should
 * the answer be
 * lost, the same request with the same seed is answered once more.
 */
export interface ReplaceRoot {
  /** Random, made for this request, and secret: whoever knows it gets the new credential. */
  readonly '@seed': Seed;
  readonly '@credential'?: Credential;
}

export interface ReplaceRootResponse {
  readonly '@root': Credential;
}

export interface Spawn {
  /** xs:duration */
  readonly '@period'?: string;
  readonly '@result'?: boolean;
  readonly name: NamePattern;
  readonly schema?: readonly SchemaDocument[];
  /** Elements that a wildcard lets in: arrays of values, or of XML texts. */
  readonly [element: `{${string}`]: unknown;
}

/**
 * The root credential admits its holder to everything in the new space; the writer credential of a result space
 * admits only to publish, read and follow events, its reader credential only to look up, read and follow events.
 */
export interface SpawnResponse {
  readonly '@space': Urn;
  /** xs:anyURI */
  readonly '@uri': string;
  readonly '@root': Credential;
  readonly '@writer'?: Credential;
  readonly '@reader'?: Credential;
  readonly lease: Lease;
  readonly advertisement: Document;
}

export interface Update {
  readonly '@id': Urn;
  /** xs:unsignedInt */
  readonly '@version'?: number;
  readonly '@credential'?: Credential;
  readonly document: Document;
}

export type UpdateResponse = Held;

/** Who may do what in the space. What no grant says is refused, but to the holder of the root credential. */
export interface Access {
  /**
   * True: the space states nothing itself, what stands here comes from how the server is set up. In a request: to
   * state nothing any more.
   */
  readonly '@default'?: boolean;
  /** at most 1000 */
  readonly grant?: readonly Grant[];
}

export type Action = 'publish' | 'lookup' | 'read' | 'open' | 'spawn' | 'administer';

/** 1 to 16 items */
export type Actions = readonly Action[];

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

export type FailureKind = 'unreachable' | 'refused' | 'timed-out' | 'closed' | 'stale' | 'mismatch' | 'failed';

export interface Grant {
  readonly '@to': Grantee;
  readonly '@actions': Actions;
  /** Only for what has a name like this: exact, or with * and ?. Default: everything. */
  readonly '@name'?: NamePattern;
  /** The methods that gates may be opened for: exact, or with * and ?. Default: all. */
  readonly '@methods'?: MethodNames;
}

/**
 * Everybody, whoever proved who they are, one of those by name, or a group of them.
 *
 * xs:token, at most 512 characters, like `anyone|authenticated|(subject|group):.+`
 */
export type Grantee = string;

export interface Held {
  readonly entry: Entry;
  readonly lease: Lease;
}

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

/** 1 to 1000 items */
export type MethodNames = readonly string[];

/** xs:token, 1 to 256 characters */
export type NamePattern = string;

/**
 * What each client may have at once in the space, and how many calls and messages it may send a second.
 * Whoever did not say who they are is one client together.
 */
export interface Quota {
  /** xs:unsignedInt */
  readonly '@documents'?: number;
  /** xs:unsignedLong */
  readonly '@bytes'?: bigint;
  /** xs:unsignedInt */
  readonly '@spaces'?: number;
  /** xs:unsignedInt */
  readonly '@subscriptions'?: number;
  /** xs:unsignedInt */
  readonly '@gates'?: number;
  /** xs:unsignedInt */
  readonly '@calls'?: number;
}

export interface SchemaDocument {
  /** xs:anyURI */
  readonly '@location'?: string;
  /** Elements that a wildcard lets in: arrays of values, or of XML texts. */
  readonly [element: `{${string}`]: unknown;
}

/** xs:token, like `[A-Za-z0-9_\-]{43,86}` */
export type Seed = string;

/** xs:token, at most 64 characters */
export type Sequence = string;

/** xs:anyURI, at most 255 characters */
export type Urn = string;

export type View = 'document' | 'advertisement';

/** The method `publish`. */
export const publishMethod: ContractMethod<Publish, PublishResponse> = {
  name: 'publish',
  request: {
    codec: () => publishElement,
  },
  response: {
    codec: () => publishResponseElement,
  },
};

/** The method `update`. */
export const updateMethod: ContractMethod<Update, UpdateResponse> = {
  name: 'update',
  request: {
    codec: () => updateElement,
  },
  response: {
    codec: () => updateResponseElement,
  },
};

/** The method `read`. */
export const readMethod: ContractMethod<Read, ReadResponse> = {
  name: 'read',
  request: {
    codec: () => readElement,
  },
  response: {
    codec: () => readResponseElement,
  },
};

/** The method `remove`. */
export const removeMethod: ContractMethod<Remove, RemoveResponse> = {
  name: 'remove',
  request: {
    codec: () => removeElement,
  },
  response: {
    codec: () => removeResponseElement,
  },
};

/** The method `spawn`. */
export const spawnMethod: ContractMethod<Spawn, SpawnResponse> = {
  name: 'spawn',
  request: {
    codec: () => spawnElement,
  },
  response: {
    codec: () => spawnResponseElement,
  },
};

/** The method `destroy`. */
export const destroyMethod: ContractMethod<Destroy, DestroyResponse> = {
  name: 'destroy',
  request: {
    codec: () => destroyElement,
  },
  response: {
    codec: () => destroyResponseElement,
  },
};

/** The method `policy`. */
export const policyMethod: ContractMethod<Policy, PolicyResponse> = {
  name: 'policy',
  request: {
    codec: () => policyElement,
  },
  response: {
    codec: () => policyResponseElement,
  },
};

/** The method `replaceRoot`. */
export const replaceRootMethod: ContractMethod<ReplaceRoot, ReplaceRootResponse> = {
  name: 'replaceRoot',
  request: {
    codec: () => replaceRootElement,
  },
  response: {
    codec: () => replaceRootResponseElement,
  },
};

/** The interface: what is asked of a space, and what `stoa generate --check` compares. */
const INTERFACE = `<interface xmlns="urn:stoa:advertisement:1" xmlns:m="urn:stoa:space:1">
  <method name="publish">
    <request element="m:publish"/>
    <response element="m:publishResponse"/>
  </method>
  <method name="update">
    <request element="m:update"/>
    <response element="m:updateResponse"/>
  </method>
  <method name="read">
    <request element="m:read"/>
    <response element="m:readResponse"/>
  </method>
  <method name="remove">
    <request element="m:remove"/>
    <response element="m:removeResponse"/>
  </method>
  <method name="spawn">
    <request element="m:spawn"/>
    <response element="m:spawnResponse"/>
  </method>
  <method name="destroy">
    <request element="m:destroy"/>
    <response element="m:destroyResponse"/>
  </method>
  <method name="policy">
    <request element="m:policy"/>
    <response element="m:policyResponse"/>
  </method>
  <method name="replaceRoot">
    <request element="m:replaceRoot"/>
    <response element="m:replaceRootResponse"/>
  </method>
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
  fingerprint: 'c1:f593bf131e98ad1093a8e4a94d0304611118781079778be8c504bf2bfcf03d24',
  methods: [
    publishMethod,
    updateMethod,
    readMethod,
    removeMethod,
    spawnMethod,
    destroyMethod,
    policyMethod,
    replaceRootMethod,
  ],
  components: {
    '{urn:stoa:space:1}publish': 's1:bc7e82a1c4641eeed9f221a26e28efbfa422916f950dc81bdbfda1e199dd8e26',
    '{urn:stoa:space:1}publishResponse': 's1:351c02c948fc405c130de20acda8c3c6ed28263504bca4b2289928f0fece8856',
    '{urn:stoa:space:1}update': 's1:1a920cc5e74c683957cf49437c3280cdabccafefd9561bc321c4ae7197e839c9',
    '{urn:stoa:space:1}updateResponse': 's1:307eeaa9a07b9f956c8299525a724ad9be29b5d4f69ce64d02eb7e920b2d4be9',
    '{urn:stoa:space:1}read': 's1:901d458299e3260b99aa6aebc48099835b687140901c92384ecb8ba0410cf1f3',
    '{urn:stoa:space:1}readResponse': 's1:12e12a6a5c6d587c2e6b1928178b25eb0efbefcfb41f00061d446855a4346486',
    '{urn:stoa:space:1}remove': 's1:df5b8ef461dac0213fcc4c4100ec10b01ed710a4da15a8546835b2186bc9461c',
    '{urn:stoa:space:1}removeResponse': 's1:c007d5d567eabe086c42bf388449a3a8125a0f465505e9947e227bbb14598339',
    '{urn:stoa:space:1}spawn': 's1:0e1b91865731012b46de8130c1ae024fa6c30c95a8f077661b60a911cbfd6f66',
    '{urn:stoa:space:1}spawnResponse': 's1:816204e19d4afe164ef8d7dc8172527a96ee9380bbb54c4007ff5b1ef5e58b51',
    '{urn:stoa:space:1}destroy': 's1:8e214575a4adc7194265aea46395d210f3893108486188c2304ec3848ffc63e7',
    '{urn:stoa:space:1}destroyResponse': 's1:3ddcb6086dfded7b26423d12458955c6330f4c86e5396b551e3a2eef1d6841d5',
    '{urn:stoa:space:1}policy': 's1:a5d369d03ed04f2d68de9ea0ef7f74267f773d58cb9ce9a308114fd9d316b9bb',
    '{urn:stoa:space:1}policyResponse': 's1:f1b01db0b48109b934db79a7bca8abdab76108d68e042655a63b61b11f844ee9',
    '{urn:stoa:space:1}replaceRoot': 's1:c0fddd3ae72f0fd44c8daa1d1b59f777c39230d2ece68b161afec9dac7d68f32',
    '{urn:stoa:space:1}replaceRootResponse': 's1:94f5aa604127e2b190b149689b12634e9a1f99f57e8a941a59db70d58bac9679',
  },
  xml: INTERFACE,
};

const ns = namespace('urn:stoa:space:1');

const credentialType = restrict(token, { name: ns('Credential'), maxLength: 8192 });

const seedType = restrict(token, {
  name: ns('Seed'),
  patterns: [[pattern('[A-Za-z0-9_\\-]{43,86}', '^[\\-0-9A-Z_a-z]{43,86}$')]],
});

const methodNamesType = list(token, { name: ns('MethodNames'), minLength: 1, maxLength: 1000 });

const namePatternType = restrict(token, { name: ns('NamePattern'), minLength: 1, maxLength: 256 });

const actionType = restrict(token, {
  name: ns('Action'),
  values: ['publish', 'lookup', 'read', 'open', 'spawn', 'administer'],
});

const actionsType = list(actionType, { name: ns('Actions'), minLength: 1, maxLength: 16 });

const granteeType = restrict(token, {
  name: ns('Grantee'),
  maxLength: 512,
  patterns: [
    [pattern('anyone|authenticated|(subject|group):.+', '^(?:anyone|authenticated|(?:subject|group):[^\\n\\r]+)$')],
  ],
});

const urnType = restrict(anyURI, { name: ns('Urn'), maxLength: 255 });

const failureKindType = restrict(token, {
  name: ns('FailureKind'),
  values: ['unreachable', 'refused', 'timed-out', 'closed', 'stale', 'mismatch', 'failed'],
});

const sequenceType = restrict(token, { name: ns('Sequence'), maxLength: 64 });

const kindType = restrict(token, { name: ns('Kind'), values: ['service', 'device', 'space', 'result', 'document'] });

const viewType = restrict(token, { name: ns('View'), values: ['document', 'advertisement'] });

const documentType = complex({ name: ns('Document'), content: sequence([wild(any('any'))]) });

const publishContent = complex({
  attributes: [
    attribute('name', namePatternType),
    attribute('period', duration),
    attribute('credential', credentialType),
  ],
  content: sequence([one(element(ns('document'), documentType))]),
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

const heldType = complex({
  name: ns('Held'),
  content: sequence([one(element(ns('entry'), entryType)), one(element(ns('lease'), leaseType))]),
});

const updateContent = complex({
  attributes: [
    attribute('id', urnType, { required: true }),
    attribute('version', unsignedInt),
    attribute('credential', credentialType),
  ],
  content: sequence([one(element(ns('document'), documentType))]),
});

const readContent = complex({
  attributes: [attribute('id', urnType, { required: true }), attribute('view', viewType)],
});

const readResponseContent = complex({
  content: sequence([one(element(ns('entry'), entryType)), one(element(ns('document'), documentType))]),
});

const removeContent = complex({
  attributes: [attribute('id', urnType, { required: true }), attribute('credential', credentialType)],
});

const removeResponseContent = complex({});

const schemaDocumentType = complex({
  name: ns('SchemaDocument'),
  attributes: [attribute('location', anyURI)],
  content: sequence([wild(any(['http://www.w3.org/2001/XMLSchema']))]),
});

const spawnContent = complex({
  attributes: [attribute('period', duration), attribute('result', boolean)],
  content: sequence([
    one(element(ns('name'), namePatternType)),
    many(element(ns('schema'), schemaDocumentType)),
    wild(any({ not: 'urn:stoa:space:1' }), { min: 0, max: Infinity }),
  ]),
});

const spawnResponseContent = complex({
  attributes: [
    attribute('space', urnType, { required: true }),
    attribute('uri', anyURI, { required: true }),
    attribute('root', credentialType, { required: true }),
    attribute('writer', credentialType),
    attribute('reader', credentialType),
  ],
  content: sequence([one(element(ns('lease'), leaseType)), one(element(ns('advertisement'), documentType))]),
});

const destroyContent = complex({ attributes: [attribute('credential', credentialType)] });

const destroyResponseContent = complex({});

const quotaType = complex({
  name: ns('Quota'),
  attributes: [
    attribute('documents', unsignedInt),
    attribute('bytes', unsignedLong),
    attribute('spaces', unsignedInt),
    attribute('subscriptions', unsignedInt),
    attribute('gates', unsignedInt),
    attribute('calls', unsignedInt),
  ],
});

const grantType = complex({
  name: ns('Grant'),
  attributes: [
    attribute('to', granteeType, { required: true }),
    attribute('actions', actionsType, { required: true }),
    attribute('name', namePatternType),
    attribute('methods', methodNamesType),
  ],
});

const accessType = complex({
  name: ns('Access'),
  attributes: [attribute('default', boolean)],
  content: sequence([many(element(ns('grant'), grantType), { max: 1000 })]),
});

const policyContent = complex({
  attributes: [attribute('version', unsignedInt), attribute('credential', credentialType)],
  content: sequence([optional(element(ns('access'), accessType)), optional(element(ns('quota'), quotaType))]),
});

const policyResponseContent = complex({
  attributes: [attribute('version', unsignedInt, { required: true })],
  content: sequence([one(element(ns('access'), accessType)), optional(element(ns('quota'), quotaType))]),
});

const replaceRootContent = complex({
  attributes: [attribute('seed', seedType, { required: true }), attribute('credential', credentialType)],
});

const replaceRootResponseContent = complex({ attributes: [attribute('root', credentialType, { required: true })] });

const replaceRootResponseElement = element(ns('replaceRootResponse'), replaceRootResponseContent);

const replaceRootElement = element(ns('replaceRoot'), replaceRootContent);

const policyResponseElement = element(ns('policyResponse'), policyResponseContent);

const policyElement = element(ns('policy'), policyContent);

const destroyResponseElement = element(ns('destroyResponse'), destroyResponseContent);

const destroyElement = element(ns('destroy'), destroyContent);

const spawnResponseElement = element(ns('spawnResponse'), spawnResponseContent);

const spawnElement = element(ns('spawn'), spawnContent);

const removeResponseElement = element(ns('removeResponse'), removeResponseContent);

const removeElement = element(ns('remove'), removeContent);

const readResponseElement = element(ns('readResponse'), readResponseContent);

const readElement = element(ns('read'), readContent);

const updateResponseElement = element(ns('updateResponse'), heldType);

const updateElement = element(ns('update'), updateContent);

const publishResponseElement = element(ns('publishResponse'), heldType);

const publishElement = element(ns('publish'), publishContent);
