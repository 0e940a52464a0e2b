import { LRUCache } from 'lru-cache';
import type { ErrorFinding, SchemaLimits, XmlLimits } from '../../base/index.js';
import { given, isStoaError } from '../../base/index.js';
import type { Interface } from '../../advertisement/index.js';
import { assertInterface, compileOrder } from '../../advertisement/index.js';
import type { ComponentComparison, ComponentKey, Direction, Schema } from '../../schema/index.js';
import { compareComponents } from '../../schema/index.js';
import type { XmlDocument } from '../../xml/index.js';
import { toNameKey } from '../../xml/index.js';
import type { SpacesObserver } from '../collaborators.js';
import { isInlineLimit, toKnownSchema } from '../schemas/known-schema.js';
import { toTexts, withRoles } from '../schemas/index.js';
import type {
  KnownSchema,
  LargeAdvertisement,
  LargeDocument,
  SchemaDocument,
  SchemaText,
  Asker,
  SchemaWorker,
  SchemaWorkers,
  SentComponent,
} from '../schemas/index.js';
import type { ComponentSet } from '../tables/index.js';
import { openComponentSet } from '../tables/index.js';
import type { KnownTails } from './known-tails.js';
import { createKnownTails } from './known-tails.js';
import { createSchemaCache, createSchemaReader, then } from './schema-reader.js';

/** A component of a schema that is known. */
export interface KnownComponent {
  readonly schema: KnownSchema;
  readonly key: ComponentKey;
}

/** What is kept of schemas, whoever asked for them to be read. */
export interface KeptModels {
  /** Advertisements that were read, from the interface on. */
  readonly tails: KnownTails;
  /** The schema that a set of components was made from, if it is kept. */
  readonly findSchema: (setDigest: string) => KnownSchema | undefined;
  /** Keeps a schema for the sets that were made from it. */
  readonly keepSchema: (setDigest: string, schema: KnownSchema) => void;
}

/** Schemas of all spaces. */
export interface SharedModels extends KeptModels {
  /** The same for somebody in particular, for whom the work counts that is done outside the event loop. */
  readonly for: (asker: Asker) => Models;
}

/**
 * Schemas of all spaces, and what interfaces are found by, kept by the content of their schema documents. What is at hand
 * or small comes at once; what is large is worked on outside the event loop and comes later.
 */
export interface Models extends KeptModels {
  /** Checks an interface and gives the components by which it is found. @throws what `compileInterface` throws */
  readonly readInterface: (description: Interface) => ComponentSet | Promise<ComponentSet>;
  /** @throws what `readSchema` throws */
  readonly readSchema: (documents: readonly SchemaDocument[]) => KnownSchema | Promise<KnownSchema>;
  /**
   * Reads a document that is too large to be parsed in the event loop.
   *
   * @throws what `parseXml` throws; for an advertisement what `readAdvertisement` and `compileInterface` throw
   */
  readonly readLarge: (bytes: Uint8Array, limits: XmlLimits) => Promise<ReadLarge>;
  /** The schema of a published advertisement that is too large to be parsed in the event loop; `undefined` when it has none. */
  readonly readAdvertised: (text: string) => Promise<KnownSchema | undefined>;
  readonly compare: (
    wanted: KnownComponent,
    advertised: KnownComponent,
    direction: Direction,
  ) => ComponentComparison | Promise<ComponentComparison>;
  /** Findings of checking a document as an instance of a schema: one that is parsed, or the text of a large one. */
  readonly check: (
    schema: KnownSchema,
    document: XmlDocument | string,
  ) => readonly ErrorFinding[] | Promise<readonly ErrorFinding[]>;
}

/** A large document, and what it is found by when it is an advertisement. */
export interface ReadLarge extends Omit<LargeDocument, 'advertisement'> {
  readonly advertisement?: Omit<LargeAdvertisement, 'set' | 'schema'> & { readonly components: ComponentSet };
}

export interface ModelsParts {
  readonly limits: SchemaLimits;
  readonly workers: SchemaWorkers;
  readonly observer?: Pick<SpacesObserver, 'schemaRead'>;
}

/**
 * Characters of the interfaces whose components are kept, by the texts themselves: a publish of a known interface hashes
 * and reads nothing of it.
 */
const MAX_INTERFACE_CHARACTERS = 16 * 1024 * 1024;
/** About what a set of components takes beside the text, in characters. */
const SET_CHARACTERS = 4000;

/** Equal for interfaces that are written alike. */
const keyOf = ({ methods, events, conversation }: Interface, texts: readonly SchemaText[]): string =>
  [JSON.stringify([methods, events, conversation]), ...texts.map(({ location, xml }) => `${location}\n${xml}`)].join(
    '\n',
  );

/** A comparison that met a limit of the worker has no answer; what else went wrong is told. */
const toUndecided = (thrown: unknown): ComponentComparison => {
  if (!isStoaError(thrown, 'SCHEMA_LIMIT_EXCEEDED')) throw thrown;
  const change = 'ask for less, or for smaller types';
  return { verdict: 'undecided', mismatches: [{ path: '.', rule: 'budget', message: thrown.message, change }] };
};

/** Findings, or `undefined` when checking takes longer than it may in the event loop. */
const checkInline = (schema: Schema, { root, source }: XmlDocument): readonly ErrorFinding[] | undefined => {
  try {
    return schema.check(root, source);
  } catch (thrown) {
    if (isInlineLimit(thrown)) return undefined;
    throw thrown;
  }
};

/** What stands in a known tail needs no schema to be read, which counts as one that was at hand. */
const observeTails = (tails: KnownTails, { schemaRead }: Pick<SpacesObserver, 'schemaRead'>): KnownTails => ({
  ...tails,
  find: (...asked) => {
    const known = tails.find(...asked);
    if (known) schemaRead('cache');
    return known;
  },
});

/** A component as the worker takes it. */
const send = ({ schema, key }: KnownComponent): SentComponent => ({ documents: schema.texts, key });

export const createModels = ({ limits, workers, observer }: ModelsParts): SharedModels => {
  const interfaces = new LRUCache<string, ComponentSet>({
    maxSize: MAX_INTERFACE_CHARACTERS,
    sizeCalculation: (_, key) => key.length + SET_CHARACTERS,
  });
  /** Schemas by the digest of the set of components that was made from them. */
  const bySet = createSchemaCache();

  const read = createSchemaReader({ limits, ...given('observer', observer) });

  const keep = (key: string, description: Interface, schema: KnownSchema): ComponentSet => {
    const { components } = schema;
    const elements = new Set(components.filter(({ kind }) => kind === 'element').map(({ name }) => name));
    assertInterface(description, (name) => elements.has(toNameKey(name)));
    // Of a schema that was read elsewhere only names are known here; its gates tell what is wrong with its order.
    if (schema.schema) compileOrder(description, schema.schema);
    const set = withRoles(schema, description);
    interfaces.set(key, set);
    bySet.set(set.digest, schema);
    return set;
  };

  /** What the worker has read of an advertisement. */
  const toReadLarge = ({ advertisement, ...document }: LargeDocument): ReadLarge => {
    if (!advertisement) return document;
    const { set, schema, ...head } = advertisement;
    const components = openComponentSet(set.digest, set.record);
    if (schema) bySet.set(components.digest, toKnownSchema(schema, schema.texts));
    return { ...document, advertisement: { ...head, components } };
  };

  const kept: KeptModels = {
    tails: observer ? observeTails(createKnownTails(), observer) : createKnownTails(),
    findSchema: (setDigest) => bySet.get(setDigest),
    keepSchema: (setDigest, schema) => void bySet.set(setDigest, schema),
  };

  const createFor = (worker: SchemaWorker): Models => ({
    ...kept,
    readInterface: (description) => {
      const texts = toTexts(description.schemas);
      const key = keyOf(description, texts);
      const known = interfaces.get(key);
      if (known) {
        observer?.schemaRead('cache');
        return known;
      }
      return then(read(worker, description.schemas, texts), (schema) => keep(key, description, schema));
    },
    readSchema: (documents) => read(worker, documents, toTexts(documents)),
    readLarge: async (bytes, xmlLimits) => toReadLarge(await worker.readDocument(bytes, xmlLimits)),
    readAdvertised: async (text) => {
      const schema = await worker.readAdvertised(text);
      return schema && toKnownSchema(schema, schema.texts);
    },
    compare: (wanted, advertised, direction) => {
      const [own, other] = [wanted.schema.schema, advertised.schema.schema];
      if (own === undefined || other === undefined)
        return worker.compare({ wanted: send(wanted), advertised: send(advertised), direction }).catch(toUndecided);
      return compareComponents({ schema: own, key: wanted.key }, { schema: other, key: advertised.key }, { direction });
    },
    check: ({ schema, texts }, document) => {
      if (typeof document === 'string') return worker.check(texts, document);
      return (schema && checkInline(schema, document)) ?? worker.check(texts, document.source);
    },
  });

  return { ...kept, for: (asker) => createFor(workers.for(asker)) };
};
