import { fromAdvertisement } from '../../src/generate/index.js';
import type { GenerateSource } from '../../src/generate/index.js';

/** A method of a made-up service, its elements by local name. */
export interface FixtureMethod {
  readonly name: string;
  readonly request: string;
  readonly response?: string;
  readonly faults?: readonly string[];
  readonly description?: string;
  readonly idempotent?: boolean;
}

export interface FixtureService {
  readonly name: string;
  readonly description?: string;
  readonly methods: readonly FixtureMethod[];
  readonly events?: readonly string[];
  /** Declarations of the schema in `urn:t`. */
  readonly schema: string;
  /** Further schemas, whole. */
  readonly schemas?: readonly string[];
}

const escape = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

const reference = (role: string, element: string): string =>
  `<${role} element="${element.includes(':') ? element : `t:${element}`}"/>`;

const methodText = ({ name, request, response, faults = [], description, idempotent }: FixtureMethod): string =>
  `<method name="${escape(name)}"${idempotent === true ? ' idempotent="true"' : ''}>${description === undefined ? '' : `<description>${escape(description)}</description>`}` +
  reference('request', request) +
  (response === undefined ? '' : reference('response', response)) +
  `${faults.map((fault) => reference('fault', fault)).join('')}</method>`;

/** The advertisement of a made-up service. */
export const fixtureAdvertisement = (
  { name, description = '', methods, events = [], schema, schemas = [] }: FixtureService,
  uri = 'http://127.0.0.1:9/',
): string =>
  `<advertisement xmlns="urn:stoa:advertisement:1" xmlns:t="urn:t" xmlns:o="urn:o" kind="service">` +
  `<name>${escape(name)}</name><description>${escape(description)}</description><endpoint uri="${uri}" binding="stoa-http"/>` +
  `<interface>${methods.map(methodText).join('')}${events.map((event) => reference('event', event)).join('')}` +
  `<schema><xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns="urn:t" targetNamespace="urn:t" ` +
  `elementFormDefault="qualified">${schema}</xs:schema></schema>` +
  `${schemas.map((each) => `<schema>${each}</schema>`).join('')}</interface></advertisement>`;

const element = (name: string, type = 'string'): string => `<xs:element name="${name}" type="xs:${type}"/>`;

/** Every name that a method must not have as it is, and pairs that become one identifier. */
const NAMES = [
  ...['delete', 'class', 'constructor', 'then', 'close', 'gate', 'toString', 'prototype', '__proto__', 'await'],
  ...['a.b', 'a-b', 'a_b', 'aB', 'print', 'printResults', 'print results', 'GetURL', 'URLOf', '3d-print'],
  ...['εκτύπωση', 'печать', '印刷', 'ünïcode', '🖨', 'value', 'options', 'handlers', 'context', 'undefined'],
];

export const NAME_SERVICE: FixtureService = {
  name: 'names & <clashes>',
  description: 'Ends no comment: */ and no template: `${x}` \\',
  methods: NAMES.map((name, at) => ({ name, request: `in${at}`, response: `out${at}` })),
  schema: NAMES.map((_, at) => element(`in${at}`) + element(`out${at}`, 'int')).join(''),
};

const TYPES = [
  ...[
    'CallContext',
    'CallOptions',
    'Contract',
    'ContractClient',
    'ContractMethod',
    'Results',
    'Source',
    'TypedFault',
    'ContractContext',
  ],
  ...['TypeNamesClient', 'TypeNamesHandlers', 'Promise', 'Array', 'String', 'contract', 'decode', 'encode', 'events'],
  ...['OutOfPaper', 'OutOfPaperFault', 'JamError', 'implement', 'INTERFACE', 'ns', 'complex', 'element', 'delete'],
];

export const TYPE_SERVICE: FixtureService = {
  name: 'type-names',
  methods: TYPES.slice(0, -5).map((name, at) => ({
    name: `m${at}`,
    request: name,
    response: `${name}Response`,
    faults: ['OutOfPaper', 'OutOfPaperFault', 'JamError'].filter((fault) => fault !== name),
  })),
  schema: TYPES.map(
    (name) =>
      `<xs:element name="${name}"><xs:complexType><xs:sequence><xs:element name="${name}" type="xs:long"/>` +
      `</xs:sequence></xs:complexType></xs:element>${element(`${name}Response`, 'date')}`,
  ).join(''),
};

const derived = (name: string): string =>
  `<xs:complexType name="${name}"><xs:sequence/></xs:complexType><xs:complexType name="${name}More"><xs:complexContent>` +
  `<xs:extension base="${name}"><xs:sequence/></xs:extension></xs:complexContent></xs:complexType>`;

/** Types that are called like what codecs are made of, and like the constants of methods, events and the service. */
const CODECS = ['ComplexCodec', 'Declared', 'ElementCodec', 'FindType', 'SimpleCodec', 'Name', 'ID', 'any', 'loose'];
const FOUND = ['Method', 'Event', 'ItService', 'ItContract'];

export const CODEC_SERVICE: FixtureService = {
  name: 'find it',
  methods: [{ name: 'find', request: 'all', response: 'all' }],
  events: ['find'],
  schema:
    `<xs:element name="all"><xs:complexType><xs:sequence>` +
    [...CODECS, ...FOUND].map((name) => `<xs:element name="${name}" type="${name}"/>`).join('') +
    `<xs:element name="key" type="xs:ID"/><xs:element name="it" type="xs:Name"/><xs:element name="whatever" type="xs:anyType"/>` +
    `<xs:any processContents="lax"/></xs:sequence></xs:complexType></xs:element><xs:element name="find" type="ComplexCodec"/>` +
    [...CODECS, ...FOUND].map(derived).join(''),
};

export const SMALL_SERVICE: FixtureService = {
  name: 'Small.Things',
  description: 'Little of everything.',
  methods: [
    { name: 'ping', request: 'ping', response: 'pong', description: 'Answers.\nAnd\tso on: */' },
    { name: 'notify', request: 'note', description: 'Answers nothing.' },
    { name: 'work', request: 'work', response: 'done', faults: ['tired', 'o:tired'] },
  ],
  events: ['step', 'o:step'],
  schema: `
    <xs:import namespace="urn:o"/>
    <xs:element name="ping"><xs:complexType/></xs:element>
    <xs:element name="pong"><xs:complexType><xs:attribute name="at" type="xs:dateTime" use="required"/></xs:complexType></xs:element>
    <xs:element name="note" type="xs:string"/>
    <xs:element name="work"><xs:complexType><xs:sequence>
      <xs:element name="steps" type="xs:int"/><xs:element name="tag" type="Tag" minOccurs="0" maxOccurs="unbounded"/>
    </xs:sequence></xs:complexType></xs:element>
    <xs:simpleType name="Tag"><xs:restriction base="xs:string"><xs:pattern value="[\`\${}\\\\a-z]+"/></xs:restriction></xs:simpleType>
    <xs:element name="done" type="xs:integer"/>
    <xs:element name="tired"><xs:complexType><xs:sequence><xs:element name="after" type="xs:int"/></xs:sequence></xs:complexType></xs:element>
    <xs:element name="step" type="xs:int"/>
    <xs:element name="unused" type="Unused"/>
    <xs:complexType name="Unused"><xs:sequence><xs:element name="x" type="xs:int"/></xs:sequence></xs:complexType>`,
  schemas: [
    `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:o">
      <xs:element name="tired" type="xs:string"><xs:annotation><xs:documentation>Too tired.</xs:documentation></xs:annotation></xs:element>
      <xs:element name="step"><xs:complexType><xs:attribute name="n" type="xs:int"/></xs:complexType></xs:element>
    </xs:schema>`,
  ],
};

/** What code is generated for. */
export const sourceOf = (service: FixtureService): GenerateSource => fromAdvertisement(fixtureAdvertisement(service));
