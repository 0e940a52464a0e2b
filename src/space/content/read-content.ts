import type { ErrorFinding, SpaceLimits, XmlLimits } from '../../base/index.js';
import { StoaError, fromUtf8, toOwnText } from '../../base/index.js';
import { isAdvertisement, readAdvertisement } from '../../advertisement/index.js';
import { OWN_NAMESPACES, ownSchemas } from '../../protocol/index.js';
import type { XmlDocument, XmlName } from '../../xml/index.js';
import { parseXml, toNameKey } from '../../xml/index.js';
import type { SpaceDefinition } from '../definition.js';
import type { ComponentSet } from '../tables/index.js';
import { NO_COMPONENTS } from '../tables/index.js';
import type { Content } from './content.js';
import type { Models, ReadLarge } from './models.js';
import { findLiveness } from '../../advertisement/index.js';
import { isSmallDocument, ofRootElement, rootRange } from '../schemas/index.js';
import type { RootRange } from '../schemas/index.js';

/** What reading content needs to know. */
export interface ContentRules {
  readonly definition: SpaceDefinition;
  readonly models: Models;
  readonly xmlLimits: XmlLimits;
}

export interface RawContent {
  readonly bytes: Uint8Array;
  /** Name of a plain document; default: the local name of its root element. */
  readonly name?: string;
}

type Described = Pick<Content, 'kind' | 'plain' | 'guarded' | 'probed' | 'name' | 'id' | 'components'>;

/**
 * Reads what was sent for publishing. Everything that can be wrong with a document shows here, before
 * anything is stored.
 *
 * @throws {StoaError} `QUOTA_EXCEEDED` for `maxDocumentBytes` and `maxNameLength`; what the XML parser throws;
 *   `ADVERTISEMENT_INVALID`, `METHOD_AMBIGUOUS`, `SCHEMA_INVALID`, `SCHEMA_LIMIT_EXCEEDED` for
 *   an advertisement; `DOCUMENT_INVALID` with findings, `PARAMETER_INVALID` (name) for any other document
 */
export const readContent = async (rules: ContentRules, { bytes, name }: RawContent): Promise<Content> => {
  const { limits } = rules.definition;
  assertSize(bytes, limits);
  const opened = await openDocument(rules, bytes);
  const described = opened.advertisement ?? (await describePlain(rules, opened, name));
  assertNameLength(described.name, limits.maxNameLength);
  const { rootStart, rootEnd, root } = opened;
  const { name: read, id } = described;
  const kept = { name: toOwnText(read), id: id && toOwnText(id) };
  return { ...described, ...kept, bytes, rootStart, rootEnd, completes: isStatus(rules, root) };
};

/** @throws {StoaError} `QUOTA_EXCEEDED` for `maxDocumentBytes` */
export const assertSize = (bytes: Uint8Array, { maxDocumentBytes }: Pick<SpaceLimits, 'maxDocumentBytes'>): void => {
  if (bytes.length <= maxDocumentBytes) return;
  throw new StoaError(
    'QUOTA_EXCEEDED',
    `a document of this space has at most ${maxDocumentBytes} bytes, this one has ${bytes.length}`,
    { limit: 'maxDocumentBytes' },
  );
};

/** A document with as much of it read as its space needs. */
interface OpenedDocument extends RootRange {
  readonly root: XmlName;
  /** `undefined` for any other document. */
  readonly advertisement: Described | undefined;
  /** The tree of a small document, the text of a large one. */
  readonly getContent: () => XmlDocument | string;
}

const openDocument = async (rules: ContentRules, bytes: Uint8Array): Promise<OpenedDocument> => {
  const { models, xmlLimits } = rules;
  if (!isSmallDocument(bytes)) return openLarge(bytes, await models.readLarge(bytes, xmlLimits));
  const document = parseXml(bytes, xmlLimits);
  return {
    root: document.root.name,
    ...rootRange(bytes, document),
    advertisement: isAdvertisement(document.root) ? await describeAdvertisement(rules, document) : undefined,
    getContent: () => document,
  };
};

const openLarge = (bytes: Uint8Array, { advertisement, ...document }: ReadLarge): OpenedDocument => ({
  ...document,
  advertisement: advertisement && {
    id: undefined,
    ...advertisement,
    plain: false,
    guarded: advertisement.guarded === true,
    probed: advertisement.probed === true,
  },
  // It was parsed, so its bytes are UTF-8; the parser takes a byte order mark and leaves it out.
  getContent: () => fromUtf8(bytes),
});

const describeAdvertisement = async ({ models }: ContentRules, document: XmlDocument): Promise<Described> => {
  const advertisement = readAdvertisement(document.root, document.source);
  const description = advertisement.interface;
  const probed = findLiveness(advertisement) !== undefined;
  const components = description ? await models.readInterface(description) : NO_COMPONENTS;
  models.tails.keep(document, advertisement, { components, probed });
  const { kind, name, id, guarded = false } = advertisement;
  return { kind, plain: false, guarded, probed, name, id, components };
};

const describePlain = async (
  rules: ContentRules,
  document: OpenedDocument,
  name: string | undefined,
): Promise<Described> => {
  if (name !== undefined) assertName(name);
  return {
    kind: 'document',
    plain: true,
    guarded: false,
    probed: false,
    name: name ?? document.root.local,
    id: undefined,
    components: await checkContent(rules, document),
  };
};

/** Checks a plain document against what its space demands, and gives the components by which it is found. */
const checkContent = async (
  { definition, models }: ContentRules,
  { root, getContent }: OpenedDocument,
): Promise<ComponentSet> => {
  if (definition.kind === 'result' && root.namespace === OWN_NAMESPACES.result) {
    const content = getContent();
    const document = typeof content === 'string' ? parseXml(content) : content;
    assertValid(ownSchemas.result.check(document.root, document.source));
    return NO_COMPONENTS;
  }
  if (definition.contentSchemas.length === 0) return NO_COMPONENTS;
  const schema = await models.readSchema(definition.contentSchemas);
  const key = toNameKey(root);
  if (!schema.components.some(({ kind, name }) => kind === 'element' && name === key)) {
    // What a service answers with is declared by the service, and was checked at its gate.
    if (definition.kind === 'result') return NO_COMPONENTS;
    const message = `expected a root element that the content schema of space "${definition.name}" declares, got ${key}`;
    throw new StoaError('DOCUMENT_INVALID', message, { findings: [{ rule: 'cvc-elt.1', message, path: '/' }] });
  }
  assertValid(await models.check(schema, getContent()));
  return ofRootElement(schema, root);
};

const assertValid = (findings: readonly ErrorFinding[]): void => {
  const first = findings[0];
  if (first) throw new StoaError('DOCUMENT_INVALID', first.message, { findings });
};

/** Checks the name of a plain document or a space. @throws {StoaError} `PARAMETER_INVALID` */
export const assertName = (name: string): void => {
  // What `xs:token` can hold: it stands in attributes and lists, where white space would not survive.
  if (name !== '' && !/^ | $| {2}|[\u0000-\u001f\u007f\ufffe\uffff\ud800-\udfff]/u.test(name)) return;
  throw new StoaError(
    'PARAMETER_INVALID',
    `expected a name without control characters and without spaces at its ends, got ${JSON.stringify(name.slice(0, 80))}`,
  );
};

/** @throws {StoaError} `QUOTA_EXCEEDED` for `maxNameLength` */
export const assertNameLength = (name: string, maxNameLength: number): void => {
  if (name.length <= maxNameLength) return;
  throw new StoaError(
    'QUOTA_EXCEEDED',
    `the name of a document has at most ${maxNameLength} characters, this one has ${name.length}`,
    { limit: 'maxNameLength' },
  );
};

const isStatus = ({ definition }: ContentRules, { namespace, local }: XmlName): boolean =>
  definition.kind === 'result' && namespace === OWN_NAMESPACES.result && local === 'status';
