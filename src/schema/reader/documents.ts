import { childElements, findAttribute } from '../../xml/index.js';
import type { XmlElement } from '../../xml/index.js';
import { XSD_NAMESPACE } from '../facade.js';
import type { SchemaDocument } from '../facade.js';
import { createLocations } from './locations.js';
import type { LoadedDocument, SchemaNode } from './node.js';
import type { Report } from './report.js';

/** An include or redefine, and what it brings in. */
interface Inclusion {
  readonly element: XmlElement;
  readonly document: SchemaDocument;
}

interface Loading {
  readonly report: Report;
  readonly locate: ReturnType<typeof createLocations>;
  /** Documents loaded, by document and by the namespace they were loaded for. */
  readonly loaded: Map<SchemaDocument, Map<string, LoadedDocument>>;
  readonly inclusions: Map<LoadedDocument, readonly Inclusion[]>;
  readonly queue: { readonly document: SchemaDocument; readonly namespace: string }[];
}

/** Target namespace of a schema document; `''` without one. */
const targetOf = ({ root }: SchemaDocument): string => findAttribute(root, 'targetNamespace')?.trim() ?? '';

const directives = (
  { root }: SchemaDocument,
  ...locals: readonly ('include' | 'redefine' | 'import')[]
): readonly XmlElement[] =>
  childElements(root).filter(
    ({ name }) => name.namespace === XSD_NAMESPACE && locals.some((local) => name.local === local),
  );

/** What is wrong with the namespace that an import names (`src-import.1`). */
const checkImportedNamespace = ({ report }: Loading, document: SchemaDocument, element: XmlElement): void => {
  const place = { document, element };
  const declared = findAttribute(element, 'namespace');
  const target = targetOf(document);
  if (declared === '') report.invalid('src-import.1', 'an imported namespace cannot be empty', place);
  if ((declared?.trim() ?? '') !== target) return;
  if (target === '') report.invalid('src-import.1.2', 'a document without namespace cannot import one', place);
  else report.invalid('src-import.1.1', `cannot import the own namespace ${target}`, place);
};

/** Reads one import (section 4.2.3) and tells the namespace it makes visible. */
const readImport = (loading: Loading, document: SchemaDocument, element: XmlElement): string => {
  const { report, locate } = loading;
  checkImportedNamespace(loading, document, element);
  const namespace = findAttribute(element, 'namespace')?.trim() ?? '';
  const location = findAttribute(element, 'schemaLocation')?.trim();
  const imported = location === undefined ? undefined : locate(document, location);
  if (location !== undefined && imported === undefined) report.lacks(location);
  if (imported !== undefined && targetOf(imported) !== namespace) {
    const message = `expected the namespace ${JSON.stringify(namespace)} in the imported document, found ${JSON.stringify(targetOf(imported))}`;
    report.invalid('src-import.3', message, { document, element });
  }
  return namespace;
};

/** Whether a redefine says anything of what it redefines. */
const hasDefinitions = (element: XmlElement): boolean =>
  childElements(element).some(({ name }) => name.local !== 'annotation');

/**
 * Reads one include or redefine (sections 4.2.1 and 4.2.2) and tells the document. That a location leads nowhere is no
 * error in itself; a redefinition of nothing is.
 */
const readInclusion = (loading: Loading, document: LoadedDocument, element: XmlElement): Inclusion | undefined => {
  const { report, locate } = loading;
  const { namespace } = document;
  const { local } = element.name;
  const place = { document, element };
  const location = findAttribute(element, 'schemaLocation')?.trim() ?? '';
  const included = locate(document, location);
  if (included === undefined) {
    report.lacks(location);
    if (local === 'redefine' && hasDefinitions(element)) {
      report.invalid('src-redefine.1', `no document is given for the location ${JSON.stringify(location)}`, place);
    }
    return undefined;
  }
  const target = targetOf(included);
  if (target === '' || target === namespace) return { element, document: included };
  const message = `expected the namespace ${JSON.stringify(namespace)} in the document of the xs:${local}, found ${JSON.stringify(target)}`;
  report.invalid(local === 'redefine' ? 'src-redefine.3' : 'src-include.2', message, place);
  return undefined;
};

const load = (loading: Loading, document: SchemaDocument, namespace: string): void => {
  const already = loading.loaded.get(document);
  if (already?.has(namespace) === true) return;
  const byNamespace = already ?? new Map<string, LoadedDocument>();
  loading.loaded.set(document, byNamespace);
  const visible = new Set([namespace, XSD_NAMESPACE]);
  for (const element of directives(document, 'import')) visible.add(readImport(loading, document, element));
  const loaded = { ...document, namespace, chameleon: namespace !== targetOf(document), visible };
  byNamespace.set(namespace, loaded);
  const inclusions = directives(document, 'include', 'redefine').flatMap(
    (element) => readInclusion(loading, loaded, element) ?? [],
  );
  loading.inclusions.set(loaded, inclusions);
  for (const inclusion of inclusions) loading.queue.push({ document: inclusion.document, namespace });
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
    for (const element of directives(document, 'include', 'redefine')) {
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

/** The documents that a document brings in, itself included. */
const reach = (loading: Loading, from: LoadedDocument): ReadonlySet<LoadedDocument> => {
  const reached = new Set([from]);
  // A set's iterator sees what is added while it runs.
  for (const each of reached) {
    for (const { document } of loading.inclusions.get(each) ?? []) {
      const next = loading.loaded.get(document)?.get(each.namespace);
      if (next !== undefined) reached.add(next);
    }
    loading.report.step(1);
  }
  return reached;
};

const listRedefines = (loading: Loading): readonly Redefine[] => {
  const reached = new Map<LoadedDocument, ReadonlySet<LoadedDocument>>();
  return [...loading.inclusions].flatMap(([from, inclusions]) =>
    inclusions.flatMap(({ element, document }) => {
      const target = loading.loaded.get(document)?.get(from.namespace);
      if (element.name.local !== 'redefine' || target === undefined) return [];
      const documents = reached.get(target) ?? reach(loading, target);
      reached.set(target, documents);
      return [{ node: { element, document: from }, reached: documents }];
    }),
  );
};

/** An `xs:redefine`, and the documents that hold what it redefines. */
export interface Redefine {
  readonly node: SchemaNode;
  readonly reached: ReadonlySet<LoadedDocument>;
}

/** What was loaded. */
export interface LoadedSet {
  readonly documents: readonly LoadedDocument[];
  readonly redefines: readonly Redefine[];
}

/**
 * Loads the documents of a set: includes and imports are found among them. A document without namespace that
 * others include or redefine gets theirs (chameleon include) and none of its own.
 */
export const loadDocuments = (report: Report, documents: readonly SchemaDocument[]): LoadedSet => {
  const locate = createLocations(documents);
  const loading: Loading = { report, locate, loaded: new Map(), inclusions: new Map(), queue: [] };
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
  const loaded = [...loading.loaded.values()].flatMap((byNamespace) => [...byNamespace.values()]);
  return { documents: loaded, redefines: listRedefines(loading) };
};
