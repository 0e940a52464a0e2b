import {
  XmlBufferInputProvider,
  XmlDocument,
  XsdValidator,
  xmlCleanupInputProvider,
  xmlRegisterInputProvider,
} from 'libxml2-wasm';

/** One schema document of a set, for libxml2: text, location and target namespace (`''` = none). */
export interface SchemaText {
  readonly location: string;
  readonly namespace: string;
  readonly text: string;
}

const BASE = 'memory:///set/';

const escapeXml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');

const schemaTag = (namespace: string, children: readonly string[]): string => {
  const target = namespace === '' ? '' : ` targetNamespace="${escapeXml(namespace)}"`;
  return `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"${target}>${children.join('')}</xs:schema>`;
};

const importTag = (namespace: string, location: string): string => {
  const name = namespace === '' ? '' : ` namespace="${escapeXml(namespace)}"`;
  return `<xs:import${name} schemaLocation="${escapeXml(location)}"/>`;
};

/** A global element that a set is expected to declare. */
export interface ElementReference {
  readonly namespace: string;
  readonly local: string;
}

/** An element of which the content refers to all of `references`: not valid unless each is declared. */
const referenceTag = (references: readonly ElementReference[]): string => {
  const tags = references.map(({ namespace, local }) =>
    namespace === ''
      ? `<xs:element ref="${local}"/>`
      : `<xs:element xmlns:r="${escapeXml(namespace)}" ref="r:${local}"/>`,
  );
  return `<xs:element name="all"><xs:complexType><xs:sequence>${tags.join('')}</xs:sequence></xs:complexType></xs:element>`;
};

/** A set of schema documents held ready for libxml2, which reads them by location. */
export interface LibxmlSet {
  /** Parses and compiles the set. Throws libxml2's error when it is not valid. */
  readonly compile: () => XsdValidator;
}

/**
 * Sets up a set of schema documents. libxml2 takes one document a namespace, so documents that share one are
 * brought together by a document that includes them all, and one more document imports every namespace and refers
 * to the elements in `references`.
 */
export const prepareLibxmlSet = (
  texts: readonly SchemaText[],
  references: readonly ElementReference[] = [],
): LibxmlSet => {
  const encoder = new TextEncoder();
  const files: Record<string, Uint8Array> = {};
  const byNamespace = new Map<string, string[]>();
  for (const { location, namespace, text } of texts) {
    files[BASE + location] = encoder.encode(text);
    byNamespace.set(namespace, [...(byNamespace.get(namespace) ?? []), location]);
  }
  const shared: string[] = [];
  const single: string[] = [];
  for (const [namespace, locations] of byNamespace) {
    const [first = ''] = locations;
    if (locations.length === 1) single.push(importTag(namespace, first));
    else {
      const location = `all-of-${shared.length}.xsd`;
      const includes = locations.map((each) => `<xs:include schemaLocation="${escapeXml(each)}"/>`);
      files[BASE + location] = encoder.encode(schemaTag(namespace, includes));
      shared.push(importTag(namespace, location));
    }
  }
  const driver = encoder.encode(schemaTag('urn:test:driver', [...shared, ...single, referenceTag(references)]));
  const provider = new XmlBufferInputProvider(files);
  return {
    compile: () => {
      xmlRegisterInputProvider(provider);
      const document = XmlDocument.fromBuffer(driver, { url: `${BASE}driver.xsd` });
      try {
        return XsdValidator.fromDoc(document);
      } finally {
        document.dispose();
        xmlCleanupInputProvider();
      }
    },
  };
};

/** libxml2's complaint about a set of schema documents, or `undefined` when it takes them. */
export const findLibxmlProblem = (
  texts: readonly SchemaText[],
  references: readonly ElementReference[] = [],
): string | undefined => {
  try {
    prepareLibxmlSet(texts, references).compile().dispose();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
};
