import { XmlDocument, XsdValidator } from 'libxml2-wasm';

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '"': '&quot;' };

/** `text` as attribute value or content, with white space kept by character references. */
export const escapeXml = (text: string): string =>
  text.replace(/[&<"\t\n\r]/g, (character) => ESCAPES[character] ?? `&#${character.charCodeAt(0)};`);

/** libxml2's judgement on texts of one simple type. */
export interface Oracle {
  readonly accepts: (text: string) => boolean;
  readonly dispose: () => void;
}

/** One facet of a restriction. */
export type FacetPair = readonly [facet: string, value: string];

/**
 * A restriction of a built-in type as libxml2 reads it; `undefined` when it refuses the schema. The prefix `a` is bound
 * in instances, as are `xs` in schema and instances.
 */
export const createOracle = (base: string, facets: readonly FacetPair[] = []): Oracle | undefined => {
  const tags = facets.map(([facet, value]) => `<xs:${facet} value="${escapeXml(value)}"/>`).join('');
  const schema = XmlDocument.fromString(
    `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:a="urn:a"><xs:element name="e"><xs:simpleType>` +
      `<xs:restriction base="xs:${base}">${tags}</xs:restriction></xs:simpleType></xs:element></xs:schema>`,
  );
  let validator: XsdValidator;
  try {
    validator = XsdValidator.fromDoc(schema);
  } catch {
    return undefined;
  } finally {
    schema.dispose();
  }
  return {
    accepts: (text) => {
      const document = XmlDocument.fromString(`<e xmlns:a="urn:a">${escapeXml(text)}</e>`);
      try {
        validator.validate(document);
        return true;
      } catch {
        return false;
      } finally {
        document.dispose();
      }
    },
    dispose: () => validator.dispose(),
  };
};
