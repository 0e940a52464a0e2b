import { childElements, findAttribute, findChild, parseXml, sliceElement } from '../../src/xml/index.js';
import type { XmlName } from '../../src/xml/index.js';
import type { SchemaText } from './libxml-schemas.js';

const named = (local: string): XmlName => ({ namespace: 'urn:stoa:advertisement:1', local });

/** The schemas in an advertisement's text, cut out of it. */
export const writtenSchemas = (advertisement: string): readonly SchemaText[] => {
  const { root, source } = parseXml(advertisement);
  const face = findChild(root, named('interface'));
  return (face ? childElements(face) : [])
    .filter(({ name }) => name.local === 'schema')
    .map((part) => {
      const [schema] = childElements(part);
      if (!schema) throw new TypeError('a schema part without a schema');
      return {
        location: findAttribute(part, 'location') ?? '',
        namespace: findAttribute(schema, 'targetNamespace')?.trim() ?? '',
        text: sliceElement(source, schema),
      };
    });
};
