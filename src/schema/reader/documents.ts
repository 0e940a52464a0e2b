import { childElements, findAttribute } from '../../xml/index.js';
import type { XmlElement } from '../../xml/index.js';
import { XSD_NAMESPACE } from '../facade.js';
import type { SchemaDocument } from '../facade.js';
import { createLocations } from './locations.js';
import type { LoadedDocument } from './node.js';
import type { Report } from './report.js';

interface Loading {
  readonly report: Report;
  readonly locate: ReturnType<typeof createLocations>;
  /** Documents loaded, by document and by the namespace they were loaded for. */
  readonly loaded: Map<SchemaDocument, Map<string, LoadedDocument>>;
  readonly queue: { readonly document: SchemaDocument; readonly namespace: string }[];
}

/** Target namespace of a schema document; `''` without one. */
const targetOf = ({ root }: SchemaDocument): string => findAttribute(root, 'targetNamespace')?.trim() ?? '';

const directives = ({ root }: SchemaDocument, local: 'include' | 'import'): readonly XmlElement[] =>
  childElements(root).filter(({ name }) => name.local === local && name.namespace === XSD_NAMESPACE);

/** Reads one import (section 4.2.3) and tells the namespace it makes visible. */
const readImport = (loading: Loading, document: SchemaDocument, element: XmlElement): string => {
  const { report, locate } = loading;
  const place = { document, element };
  const declared = findAttribute(element, 'namespace');
  const namespace = declared?.trim() ?? '';
  if (declared === '') report.invalid('src-import.1', 'an imported namespace cannot be empty', place);
  if (namespace === targetOf(document)) {
    const message =
      namespace === ''
        ? 'a document without namespace cannot import one'
        : `cannot import the own namespace ${namespace}`;
    report.invalid(namespace === '' ? 'src-import.1.2' : 'src-import.1.1', message, place);
  }
  const location = findAttribute(element, 'schemaLocation')?.trim();
  const imported = location === undefined ? undefined : locate(document, location);
  if (imported !== undefined && targetOf(imported) !== namespace) {
    const message = `expected the namespace ${JSON.stringify(namespace)} in the imported document, found ${JSON.stringify(targetOf(imported))}`;
    report.invalid('src-import.3', message, place);
  }
  return namespace;
};

/** Reads one include (section 4.2.1) and tells the included document. */
const readInclude = (loading: Loading, document: SchemaDocument, element: XmlElement): SchemaDocument | undefined => {
  const { report, locate } = loading;
  const place = { document, element };
  const location = findAttribute(element, 'schemaLocation')?.trim() ?? '';
  const included = locate(document, location);
  if (included === undefined) {
    report.invalid('src-include', `no document is given for the included location ${JSON.stringify(location)}`, place);
    return undefined;
  }
  const target = targetOf(included);
  if (target === '' || target === targetOf(document)) return included;
  const message = `expected the namespace ${JSON.stringify(targetOf(document))} in the included document, found ${JSON.stringify(target)}`;
  report.invalid('src-include.2', message, place);
  return undefined;
};

const load = (loading: Loading, document: SchemaDocument, namespace: string): void => {
  const already = loading.loaded.get(document);
  if (already?.has(namespace) === true) return;
  const byNamespace = already ?? new Map<string, LoadedDocument>();
  loading.loaded.set(document, byNamespace);
  const visible = new Set([namespace, XSD_NAMESPACE]);
  for (const element of directives(document, 'import')) visible.add(readImport(loading, document, element));
  byNamespace.set(namespace, { ...document, namespace, chameleon: namespace !== targetOf(document), visible });
  for (const element of directives(document, 'include')) {
    const included = readInclude(loading, document, element);
    if (included !== undefined) loading.queue.push({ document: included, namespace });
  }
};

const drain = (loading: Loading): void => {
  for (let next = loading.queue.shift(); next !== undefined; next = loading.queue.shift()) {
    load(loading, next.document, next.namespace);
  }
};

/** Documents that others of the set include. */
const listIncluded = (loading: Loading, documents: readonly SchemaDocument[]): ReadonlySet<SchemaDocument> => {
  const included = new Set<SchemaDocument>();
  for (const document of documents) {
    for (const element of directives(document, 'include')) {
      const other = loading.locate(document, findAttribute(element, 'schemaLocation')?.trim() ?? '');
      if (other !== undefined && other !== document) included.add(other);
    }
  }
  return included;
};

/** Loads documents that have no namespace and are included by none that has one: those that nobody includes first. */
const loadOrphans = (loading: Loading, documents: readonly SchemaDocument[]): void => {
  const included = listIncluded(loading, documents);
  const orphans = documents.filter((document) => !loading.loaded.has(document));
  for (const document of [...orphans.filter((orphan) => !included.has(orphan)), ...orphans]) {
    if (!loading.loaded.has(document)) loading.queue.push({ document, namespace: '' });
    drain(loading);
  }
};

/**
 * Loads the documents of a set: includes and imports are found among them. A document without namespace that
 * others include gets theirs (chameleon include) and none of its own.
 */
export const loadDocuments = (report: Report, documents: readonly SchemaDocument[]): readonly LoadedDocument[] => {
  const loading: Loading = { report, locate: createLocations(documents), loaded: new Map(), queue: [] };
  for (const document of documents) {
    const target = targetOf(document);
    if (target === '' && findAttribute(document.root, 'targetNamespace') !== undefined) {
      const place = { document, element: document.root };
      report.invalid('s4s-att-invalid-value', 'a target namespace cannot be empty', place);
    }
    if (target !== '') loading.queue.push({ document, namespace: target });
  }
  drain(loading);
  loadOrphans(loading, documents);
  return [...loading.loaded.values()].flatMap((byNamespace) => [...byNamespace.values()]);
};
