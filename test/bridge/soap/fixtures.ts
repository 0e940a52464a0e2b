import { readFileSync } from 'node:fs';
import { readWsdl } from '../../../src/bridge/soap/index.js';
import type { WsdlOptions, WsdlReading } from '../../../src/bridge/soap/index.js';
import { childElements, findAttribute, parseXml, sliceElement } from '../../../src/xml/index.js';
import type { SchemaText } from '../../support/libxml-schemas.js';

const folder = new URL('../../fixtures/wsdl/', import.meta.url);

/** Bytes of a fixture. */
export const fixtureBytes = (file: string): Uint8Array => readFileSync(new URL(file, folder));

/** Reads a fixture; files beside it are found by their location. */
export const readFixture = (file: string, options: WsdlOptions = {}): WsdlReading =>
  readWsdl({ location: file, bytes: fixtureBytes(file) }, options);

/** Reads WSDL text. */
export const readText = (text: string, options: WsdlOptions = {}): WsdlReading =>
  readWsdl({ location: 'test.wsdl', bytes: new TextEncoder().encode(text) }, options);

/** The fixture `repairs.wsdl` with `types` put into its no-namespace schema, and `edit` applied to its text. */
export const withTypes = (types: string, edit: (text: string) => string = (text) => text): string =>
  edit(new TextDecoder().decode(fixtureBytes('repairs.wsdl')).replace('<!--TYPES-->', types));

/** The schema documents in an advertisement's text, as texts of their own. */
export const schemaTextsOf = (advertisement: string): readonly SchemaText[] => {
  const { root, source } = parseXml(advertisement);
  return childElements(root)
    .filter(({ name }) => name.local === 'interface')
    .flatMap(childElements)
    .filter(({ name }) => name.local === 'schema')
    .map((part) => {
      const [schema] = childElements(part);
      if (!schema) throw new TypeError('a schema part without a schema');
      return {
        location: findAttribute(part, 'location') ?? '',
        namespace: findAttribute(schema, 'targetNamespace') ?? '',
        text: sliceElement(source, schema),
      };
    });
};
