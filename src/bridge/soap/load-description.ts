import { StoaError } from '../../base/index.js';
import { XSD_NAMESPACE } from '../../schema/index.js';
import type { NameKey, XmlElement } from '../../xml/index.js';
import { childElements, parseXml, toNameKey } from '../../xml/index.js';
import { decodeFile } from './decode-file.js';
import { baseName, createNamer, resolveLocation } from './locations.js';
import type { Binding, Description, MessagePart, PortType, SchemaSource, Service } from './model.js';
import { attributeOf, documentationOf, WSDL_NAMESPACE, wsdlChildren } from './names.js';
import { readBinding } from './read-binding.js';
import { readMessage, readPortType, readService, requireAttribute } from './read-description.js';

/** A file of a description: a WSDL, or a schema that one imports. */
export interface WsdlFile {
  /** Path or URI, with `/`: relative locations in the file are resolved against it. */
  readonly location: string;
  readonly bytes: Uint8Array;
}

/** Finds a file among those that were given together. */
export type FindFile = (location: string) => Uint8Array | undefined;

/** Most files of one description: bounds the work that imports can make. */
export const MAX_DESCRIPTION_FILES = 256;

interface Loader {
  readonly findFile: FindFile;
  readonly name: (wanted: string) => string;
  readonly seen: Set<string>;
  readonly messages: Map<NameKey, readonly MessagePart[]>;
  readonly portTypes: Map<NameKey, PortType>;
  readonly bindings: Map<NameKey, Binding>;
  readonly services: Service[];
  readonly schemas: SchemaSource[];
  readonly notes: string[];
}

const isSchema = ({ name }: XmlElement): boolean => name.local === 'schema' && name.namespace === XSD_NAMESPACE;

const isDefinitions = ({ name }: XmlElement): boolean =>
  name.local === 'definitions' && name.namespace === WSDL_NAMESPACE;

/** Marks a location as being read; `false` when it was read before. */
const enter = (loader: Loader, location: string): boolean => {
  if (loader.seen.has(location)) return false;
  if (loader.seen.size >= MAX_DESCRIPTION_FILES) {
    throw new StoaError('DESCRIPTION_INVALID', `expected at most ${MAX_DESCRIPTION_FILES} files in one description`);
  }
  loader.seen.add(location);
  return true;
};

const missing = (location: string, what: string): StoaError =>
  new StoaError('DESCRIPTION_INVALID', `the ${what} of "${location}" needs a file that was not given`, {
    hint: 'give the file along with the description; nothing is fetched',
  });

/** Files that a schema means by `schemaLocation`; an import may go without, an include may not. */
const loadReferredSchemas = (loader: Loader, { root, base }: SchemaSource): void => {
  for (const child of childElements(root)) {
    if (child.name.namespace !== XSD_NAMESPACE) continue;
    const { local } = child.name;
    if (local !== 'import' && local !== 'include' && local !== 'redefine') continue;
    const location = attributeOf(child, 'schemaLocation');
    if (location === undefined) continue;
    const target = resolveLocation(base, location);
    if (loader.seen.has(target)) continue;
    const bytes = loader.findFile(target);
    if (bytes) loadFile(loader, { location: target, bytes });
    else if (local === 'import')
      loader.notes.push(`schema "${location}" was not given: its import has no location now`);
    else throw missing(location, `xs:${local}`);
  }
};

const addSchema = (loader: Loader, source: SchemaSource): void => {
  loader.schemas.push(source);
  loadReferredSchemas(loader, source);
};

const loadImports = (loader: Loader, root: XmlElement, base: string): void => {
  for (const child of wsdlChildren(root, 'import')) {
    const location = requireAttribute(child, 'location');
    const target = resolveLocation(base, location);
    if (loader.seen.has(target)) continue;
    const bytes = loader.findFile(target);
    if (!bytes) throw missing(location, 'wsdl:import');
    loadFile(loader, { location: target, bytes });
  }
};

const loadDefinitions = (loader: Loader, root: XmlElement, base: string): void => {
  const namespace = attributeOf(root, 'targetNamespace') ?? '';
  loadImports(loader, root, base);
  for (const types of wsdlChildren(root, 'types')) {
    for (const schema of childElements(types).filter(isSchema)) {
      addSchema(loader, { base, location: loader.name('schema.xsd'), root: schema, outer: types.scope });
    }
  }
  for (const element of wsdlChildren(root, 'message')) {
    loader.messages.set(toNameKey({ namespace, local: requireAttribute(element, 'name') }), readMessage(element));
  }
  for (const element of wsdlChildren(root, 'portType')) {
    const portType = readPortType(element, namespace);
    loader.portTypes.set(portType.key, portType);
  }
  for (const element of wsdlChildren(root, 'binding')) {
    const binding = readBinding(element, namespace);
    loader.bindings.set(binding.key, binding);
  }
  loader.services.push(...wsdlChildren(root, 'service').map(readService));
};

const loadFile = (loader: Loader, { location, bytes }: WsdlFile): XmlElement => {
  enter(loader, location);
  const { root } = parseXml(decodeFile(bytes));
  if (isDefinitions(root)) loadDefinitions(loader, root, location);
  else if (isSchema(root)) {
    addSchema(loader, { base: location, location: loader.name(baseName(location)), root, outer: undefined });
  } else {
    throw new StoaError(
      'DESCRIPTION_INVALID',
      `expected {${WSDL_NAMESPACE}}definitions or an XML Schema in "${location}", got ${toNameKey(root.name)}`,
    );
  }
  return root;
};

/**
 * Reads a description and the files that it imports.
 *
 * @throws {StoaError} `DESCRIPTION_INVALID`, and what the parser throws for each file
 */
export const loadDescription = (file: WsdlFile, findFile: FindFile): Description => {
  const loader: Loader = {
    findFile,
    name: createNamer(),
    seen: new Set(),
    messages: new Map(),
    portTypes: new Map(),
    bindings: new Map(),
    services: [],
    schemas: [],
    notes: [],
  };
  const root = loadFile(loader, file);
  const description = documentationOf(root);
  return {
    targetNamespace: attributeOf(root, 'targetNamespace') ?? '',
    ...(description !== undefined && { description }),
    messages: loader.messages,
    portTypes: loader.portTypes,
    bindings: loader.bindings,
    services: loader.services,
    schemas: loader.schemas,
    imported: [...loader.seen].filter((location) => location !== file.location),
    notes: loader.notes,
  };
};
