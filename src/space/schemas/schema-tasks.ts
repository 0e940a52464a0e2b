import { LRUCache } from 'lru-cache';
import type { ErrorFinding, SchemaLimits } from '../../base/index.js';
import type { ComponentComparison, ComponentKey, Direction, Schema, SchemaComponent } from '../../schema/index.js';
import { compareComponents, readSchema } from '../../schema/index.js';
import { parseXml } from '../../xml/index.js';

/** A schema document as text, complete in itself. */
export interface SchemaText {
  readonly location: string;
  readonly xml: string;
}

/** A component of a schema, in a form that can be sent to another thread. */
export interface SentComponent {
  readonly documents: readonly SchemaText[];
  readonly key: ComponentKey;
}

/** Two components to be compared. */
export interface CompareTask {
  readonly wanted: SentComponent;
  readonly advertised: SentComponent;
  readonly direction: Direction;
}

/** What is done with schemas that are too large for the event loop. Everything goes in and comes out as plain data. */
export interface SchemaWorker {
  /** Global elements and types with their fingerprints. @throws what `readSchema` throws */
  readonly describe: (documents: readonly SchemaText[]) => Promise<readonly ComponentKey[]>;
  readonly compare: (task: CompareTask) => Promise<ComponentComparison>;
  /** Findings of checking a document; one of `cvc-elt.1` when its root is not declared. */
  readonly check: (documents: readonly SchemaText[], document: string) => Promise<readonly ErrorFinding[]>;
}

/** The same work done at once, wherever it is called. */
export interface SchemaTasks {
  readonly describe: (documents: readonly SchemaText[]) => readonly ComponentKey[];
  readonly compare: (task: CompareTask) => ComponentComparison;
  readonly check: (documents: readonly SchemaText[], document: string) => readonly ErrorFinding[];
}

/** Schemas kept between tasks: comparing asks for one and the same again and again. */
const MAX_KEPT = 50;

const keyOf = (documents: readonly SchemaText[]): string =>
  JSON.stringify(documents.map(({ location, xml }) => [location, xml]));

/** The work on schemas, with a cache of its own. */
export const createSchemaTasks = (limits: SchemaLimits): SchemaTasks => {
  const kept = new LRUCache<string, Schema>({ max: MAX_KEPT });

  const read = (documents: readonly SchemaText[]): Schema => {
    const key = keyOf(documents);
    const known = kept.get(key);
    if (known) return known;
    const parsed = documents.map(({ location, xml }) => {
      const { root, source } = parseXml(xml);
      return { location, root, source };
    });
    const schema = readSchema(parsed, { limits });
    kept.set(key, schema);
    return schema;
  };

  const find = ({ documents, key }: SentComponent): SchemaComponent => ({ schema: read(documents), key });

  return {
    describe: (documents) => read(documents).components(),
    compare: ({ wanted, advertised, direction }) => compareComponents(find(wanted), find(advertised), { direction }),
    check: (documents, document) => {
      const { root, source } = parseXml(document);
      return read(documents).check(root, source);
    },
  };
};

/** The same, told by a promise: what it throws as well. */
const later =
  <Input extends readonly unknown[], Value>(work: (...input: Input) => Value) =>
  (...input: Input): Promise<Value> =>
    new Promise((resolve) => resolve(work(...input)));

/** Does the work in the thread that asks for it: for tests, and where there is no other. */
export const createLocalSchemaWorker = (limits: SchemaLimits): SchemaWorker => {
  const tasks = createSchemaTasks(limits);
  return {
    describe: later(tasks.describe),
    compare: later(tasks.compare),
    check: later(tasks.check),
  };
};
