/** A name of 24 characters. */
export const nameOf = (at: number): string => `bench-service-${String(at).padStart(10, '0')}`;

/** An advertisement without an interface: found by its name alone. */
export const createDevice = (at: number): string =>
  `<advertisement xmlns="urn:stoa:advertisement:1" kind="device"><name>${nameOf(at)}</name>` +
  `<endpoint uri="http://127.0.0.1:9/${String(at)}" binding="stoa-http"/></advertisement>`;

const FIELDS = ['site', 'device', 'queue', 'owner', 'title', 'media', 'priority', 'language', 'reference', 'remark'];

/** A schema of about 1 kB: what a client sends to a service of `family`, and what comes back. */
export const createSchema = (family: number): string =>
  `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:example:bench:${String(family)}" elementFormDefault="qualified">` +
  `<xs:element name="order${String(family)}"><xs:complexType><xs:sequence>` +
  FIELDS.map((field, at) => `<xs:element name="${field}" type="xs:${at % 2 === 0 ? 'token' : 'string'}"/>`).join('') +
  `<xs:element name="copies${String(family)}" minOccurs="0" type="xs:positiveInteger"/></xs:sequence>` +
  '<xs:attribute name="number" type="xs:unsignedInt" use="required"/></xs:complexType></xs:element>' +
  `<xs:element name="receipt${String(family)}" type="xs:token"/></xs:schema>`;

/** A service of `family`: one method over the schema of its family. */
export const createService = (at: number, family: number): string =>
  `<advertisement xmlns="urn:stoa:advertisement:1" xmlns:b="urn:example:bench:${String(family)}" kind="service"><name>${nameOf(at)}</name>` +
  `<endpoint uri="http://127.0.0.1:9/${String(at)}" binding="stoa-http"/><interface><method name="order">` +
  `<request element="b:order${String(family)}"/><response element="b:receipt${String(family)}"/></method>` +
  `<schema>${createSchema(family)}</schema></interface></advertisement>`;
