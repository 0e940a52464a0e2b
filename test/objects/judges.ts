import { XmlDocument, XsdValidator } from 'libxml2-wasm';
import { ownSchemas, SCHEMA_TEXTS } from '../../src/protocol/index.js';
import { parseXml } from '../../src/xml/index.js';

const schemaDocument = XmlDocument.fromString(SCHEMA_TEXTS['objects.xsd']);
const validator = XsdValidator.fromDoc(schemaDocument);

/** What our validator has against a document of objects; empty when it is valid. */
export const ourFindings = (text: string): readonly string[] =>
  ownSchemas.objects.check(parseXml(text).root).map(({ rule, message }) => `${rule}: ${message}`);

/** What libxml2 has against a document of objects, or `undefined` when it is valid. */
export const libxmlFinding = (text: string): string | undefined => {
  const document = XmlDocument.fromString(text);
  try {
    validator.validate(document);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  } finally {
    document.dispose();
  }
};
