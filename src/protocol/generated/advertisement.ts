// Made from schemas/advertisement.xsd by scripts/emit-protocol-codecs.mjs; change the schema, not this file.

import {
  QName,
  any,
  anyAttribute,
  anyURI,
  attribute,
  boolean,
  complex,
  decode,
  element,
  encode,
  many,
  namespace,
  one,
  optional,
  restrict,
  sequence,
  string,
  token,
  unsignedShort,
  wild,
  type MessageOptions,
  type Source,
  type TypedValue,
} from '../../schema/runtime/index.js';

const ns = namespace('urn:stoa:advertisement:1');

const nameType = restrict(token, { name: ns('Name'), minLength: 1, maxLength: 256 });

const accessType = restrict(token, { name: ns('Access'), values: ['unrestricted', 'restricted'] });

const kindType = restrict(token, { name: ns('Kind'), values: ['service', 'device', 'space', 'result', 'document'] });

const schemaDocumentType = complex({
  name: ns('SchemaDocument'),
  attributes: [attribute('location', anyURI)],
  content: sequence([wild(any(['http://www.w3.org/2001/XMLSchema']))]),
});

const conversationType = complex({
  name: ns('Conversation'),
  attributes: [attribute('type', QName, { required: true })],
  anyAttribute: anyAttribute({ not: 'urn:stoa:advertisement:1' }, 'lax'),
});

const messageReferenceType = complex({
  name: ns('MessageReference'),
  attributes: [attribute('element', QName, { required: true })],
  anyAttribute: anyAttribute({ not: 'urn:stoa:advertisement:1' }, 'lax'),
});

const methodType = complex({
  name: ns('Method'),
  attributes: [attribute('name', nameType, { required: true }), attribute('idempotent', boolean)],
  anyAttribute: anyAttribute({ not: 'urn:stoa:advertisement:1' }, 'lax'),
  content: sequence([
    optional(element(ns('description'), string)),
    one(element(ns('request'), messageReferenceType)),
    optional(element(ns('response'), messageReferenceType)),
    many(element(ns('fault'), messageReferenceType)),
    wild(any({ not: 'urn:stoa:advertisement:1' }), { min: 0, max: Infinity }),
  ]),
});

const interfaceType = complex({
  name: ns('Interface'),
  content: sequence([
    many(element(ns('method'), methodType)),
    many(element(ns('event'), messageReferenceType)),
    optional(element(ns('conversation'), conversationType)),
    many(element(ns('schema'), schemaDocumentType)),
    wild(any({ not: 'urn:stoa:advertisement:1' }), { min: 0, max: Infinity }),
  ]),
});

const endpointType = complex({
  name: ns('Endpoint'),
  attributes: [
    attribute('uri', anyURI, { required: true }),
    attribute('binding', token, { required: true }),
    attribute('priority', unsignedShort),
  ],
  anyAttribute: anyAttribute({ not: 'urn:stoa:advertisement:1' }, 'lax'),
  content: sequence([wild(any({ not: 'urn:stoa:advertisement:1' }), { min: 0, max: Infinity })]),
});

const advertisementType = complex({
  name: ns('Advertisement'),
  attributes: [
    attribute('kind', kindType, { required: true }),
    attribute('id', anyURI),
    attribute('access', accessType),
  ],
  anyAttribute: anyAttribute({ not: 'urn:stoa:advertisement:1' }, 'lax'),
  content: sequence([
    one(element(ns('name'), nameType)),
    optional(element(ns('description'), string)),
    many(element(ns('endpoint'), endpointType)),
    optional(element(ns('interface'), interfaceType)),
    wild(any({ not: 'urn:stoa:advertisement:1' }), { min: 0, max: Infinity }),
  ]),
});

const advertisementElement = element(ns('advertisement'), advertisementType);

/** Reads the message `advertisement`: its text, its bytes, or what was parsed from them. */
export function decodeAdvertisement(message: Source): TypedValue {
  return decode(advertisementElement, message);
}

/** Writes the message `advertisement`, checked as it is written. */
export function encodeAdvertisement(value: TypedValue, options?: MessageOptions): string {
  return encode(advertisementElement, value, options);
}
