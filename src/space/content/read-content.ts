import type { ErrorFinding, XmlLimits } from '../../base/index.js';
import { StoaError, toUtf8 } from '../../base/index.js';
import { isAdvertisement, readAdvertisement } from '../../advertisement/index.js';
import { OWN_NAMESPACES, ownSchemas } from '../../protocol/index.js';
import type { XmlDocument, XmlElement } from '../../xml/index.js';
import { parseXml, toNameKey } from '../../xml/index.js';
import type { SpaceDefinition } from '../definition.js';
import type { ComponentSet } from '../tables/index.js';
import { NO_COMPONENTS } from '../tables/index.js';
import type { Content } from './content.js';
import type { Models } from './models.js';
import { ofRootElement } from './roles.js';

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

type Described = Pick<Content, 'kind' | 'plain' | 'name' | 'id' | 'components'>;

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
  if (bytes.length > limits.maxDocumentBytes) {
    throw new StoaError(
      'QUOTA_EXCEEDED',
      `a document of this space has at most ${limits.maxDocumentBytes} bytes, this one has ${bytes.length}`,
      { limit: 'maxDocumentBytes' },
    );
  }
  const document = parseXml(bytes, rules.xmlLimits);
  const described = isAdvertisement(document.root)
    ? await describeAdvertisement(rules, document)
    : await describePlain(rules, document, name);
  assertNameLength(described.name, limits.maxNameLength);
  return { ...described, bytes, ...rootRange(bytes, document), completes: isStatus(rules, document.root) };
};

const describeAdvertisement = async ({ models }: ContentRules, { root, source }: XmlDocument): Promise<Described> => {
  const advertisement = readAdvertisement(root, source);
  const description = advertisement.interface;
  const components = description ? await models.readInterface(description) : NO_COMPONENTS;
  return { kind: advertisement.kind, plain: false, name: advertisement.name, id: advertisement.id, components };
};

const describePlain = async (
  rules: ContentRules,
  document: XmlDocument,
  name: string | undefined,
): Promise<Described> => {
  if (name !== undefined) assertName(name);
  return {
    kind: 'document',
    plain: true,
    name: name ?? document.root.name.local,
    id: undefined,
    components: await checkContent(rules, document),
  };
};

/** Checks a plain document against what its space demands, and gives the components by which it is found. */
const checkContent = async ({ definition, models }: ContentRules, document: XmlDocument): Promise<ComponentSet> => {
  const { root, source } = document;
  if (definition.kind === 'result' && root.name.namespace === OWN_NAMESPACES.result) {
    assertValid(ownSchemas.result.check(root, source));
    return NO_COMPONENTS;
  }
  if (definition.contentSchemas.length === 0) return NO_COMPONENTS;
  const schema = await models.readSchema(definition.contentSchemas);
  const key = toNameKey(root.name);
  if (!schema.components.some(({ kind, name }) => kind === 'element' && name === key)) {
    // What a service answers with is declared by the service, and was checked at its gate.
    if (definition.kind === 'result') return NO_COMPONENTS;
    const message = `expected a root element that the content schema of space "${definition.name}" declares, got ${key}`;
    throw new StoaError('DOCUMENT_INVALID', message, { findings: [{ rule: 'cvc-elt.1', message, path: '/' }] });
  }
  assertValid(await models.check(schema, document));
  return ofRootElement(schema.components, root.name);
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

const isStatus = ({ definition }: ContentRules, { name }: XmlElement): boolean =>
  definition.kind === 'result' && name.namespace === OWN_NAMESPACES.result && name.local === 'status';

/** Where the root stands in the bytes: what is before and after it is short, so only that is measured. */
const rootRange = (bytes: Uint8Array, { root, source }: XmlDocument): Pick<Content, 'rootStart' | 'rootEnd'> => {
  const markLength = bytes[0] === 0xef ? 3 : 0;
  return {
    rootStart: markLength + toUtf8(source.slice(0, root.start)).length,
    rootEnd: bytes.length - toUtf8(source.slice(root.end)).length,
  };
};
