import { XmlBufferInputProvider, XmlDocument, XsdValidator, xmlRegisterInputProvider } from 'libxml2-wasm';
import { findAttribute, parseXml } from '../../src/xml/index.js';
import type { Judge, Outcome, SuiteFiles } from './xsd-sample.js';

const BASE = 'memory:///suite/';

const toOutcome = (thrown: unknown): Outcome => ({
  verdict: 'invalid',
  reason: thrown instanceof Error ? thrown.message.trim() : String(thrown),
});

const escapeXml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');

const targetOf = (file: Uint8Array | undefined): string => {
  try {
    return file === undefined ? '' : (findAttribute(parseXml(file).root, 'targetNamespace') ?? '');
  } catch {
    // A document that is not well-formed is refused by libxml2 too.
    return '';
  }
};

/** A document that brings several together: it includes those of its namespace and imports those of others. */
const bringTogether = (files: SuiteFiles, paths: readonly string[]): string => {
  const [first = '', ...more] = paths;
  const target = targetOf(files.get(first));
  const tags = [first, ...more].map((path) => {
    const namespace = targetOf(files.get(path));
    const location = `schemaLocation="${escapeXml(BASE + path)}"`;
    if (namespace === target || namespace === '') return `<xs:include ${location}/>`;
    return `<xs:import namespace="${escapeXml(namespace)}" ${location}/>`;
  });
  const attribute = target === '' ? '' : ` targetNamespace="${escapeXml(target)}"`;
  return `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"${attribute}>${tags.join('')}</xs:schema>`;
};

const read = (files: SuiteFiles, paths: readonly string[]): XsdValidator => {
  const [first = '', ...more] = paths;
  const document =
    more.length === 0
      ? XmlDocument.fromBuffer(files.get(first) ?? new Uint8Array(), { url: BASE + first })
      : XmlDocument.fromString(bringTogether(files, paths), { url: `${BASE}${first}.together` });
  try {
    return XsdValidator.fromDoc(document);
  } finally {
    document.dispose();
  }
};

const check = (validator: XsdValidator, file: Uint8Array): void => {
  const document = XmlDocument.fromBuffer(file);
  try {
    validator.validate(document);
  } finally {
    document.dispose();
  }
};

/** What libxml2 says of schemas and instances; it finds the documents that they name among `files`. */
export const createLibxmlJudge = (files: SuiteFiles): Judge<XsdValidator> => {
  const named = [...files].map(([path, file]): [string, Uint8Array] => [BASE + path, file]);
  xmlRegisterInputProvider(new XmlBufferInputProvider(Object.fromEntries(named)));
  return {
    read: (paths) => {
      try {
        return { schema: read(files, paths), verdict: 'valid', reason: '' };
      } catch (thrown) {
        return toOutcome(thrown);
      }
    },
    check: (validator, path) => {
      try {
        check(validator, files.get(path) ?? new Uint8Array());
        return { verdict: 'valid', reason: '' };
      } catch (thrown) {
        return toOutcome(thrown);
      }
    },
    release: (validator) => validator.dispose(),
  };
};
