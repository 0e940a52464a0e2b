import { LRUCache } from 'lru-cache';
import type { ErrorFinding, SchemaLimits } from '../../base/index.js';
import type { SchemaPart } from '../../advertisement/index.js';
import type { ComponentComparison, ComponentKey, Direction, Schema, SchemaComponent } from '../../schema/index.js';
import { compareComponents, hashAttributes, readSchema } from '../../schema/index.js';
import type { XmlDocument } from '../../xml/index.js';
import { parseXml } from '../../xml/index.js';
import { createLargeDocumentTasks } from './large-documents.js';
import type { LargeDocumentTasks } from './large-documents.js';
import { describeSchema } from './schema-texts.js';
import type { DescribedSchema, SchemaText } from './schema-texts.js';

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

/**
 * What is done with schemas and documents that are too large for the event loop, at once, wherever it is called. Everything goes
 * in and comes out as plain data.
 */
export interface SchemaTasks extends LargeDocumentTasks {
  /** Global elements and types with their fingerprints. @throws what `readSchema` throws */
  readonly describe: (documents: readonly SchemaText[]) => DescribedSchema;
  readonly compare: (task: CompareTask) => ComponentComparison;
  /** Findings of checking a document; one of `cvc-elt.1` when its root is not declared. */
  readonly check: (documents: readonly SchemaText[], document: string) => readonly ErrorFinding[];
}

/** Name of one kind of work. */
export type SchemaTask = keyof SchemaTasks;

/** The same work, done somewhere else. */
export type SchemaWorker = {
  readonly [Task in SchemaTask]: (...input: Parameters<SchemaTasks[Task]>) => Promise<ReturnType<SchemaTasks[Task]>>;
};

/** Schemas kept between tasks: comparing asks for one and the same again and again. */
const MAX_KEPT = 50;

const keyOf = (documents: readonly SchemaText[]): string =>
  JSON.stringify(documents.map(({ location, xml }) => [location, xml]));

/** Documents kept from one task to the next. */
const MAX_OPENED = 2;

/** The work on schemas, with caches of its own. */
export const createSchemaTasks = (limits: SchemaLimits): SchemaTasks => {
  const kept = new LRUCache<string, Schema>({ max: MAX_KEPT });
  const opened = new LRUCache<string, XmlDocument>({ max: MAX_OPENED });

  const readParts = (parts: () => readonly SchemaPart[], texts: readonly SchemaText[]): Schema => {
    const key = keyOf(texts);
    const known = kept.get(key);
    if (known) return known;
    const schema = readSchema(parts(), { limits });
    kept.set(key, schema);
    return schema;
  };

  const open = ({ location, xml }: SchemaText): SchemaPart => ({ location, ...(opened.get(xml) ?? parseXml(xml)) });

  const read = (texts: readonly SchemaText[]): Schema => readParts(() => texts.map(open), texts);

  const find = ({ documents, key }: SentComponent): SchemaComponent => ({ schema: read(documents), key });

  return {
    describe: (documents) => {
      const schema = read(documents);
      return describeSchema(documents, { components: schema.components(), attributes: hashAttributes(schema.model) });
    },
    compare: ({ wanted, advertised, direction }) => compareComponents(find(wanted), find(advertised), { direction }),
    check: (documents, document) => {
      const { root, source } = parseXml(document);
      return read(documents).check(root, source);
    },
    ...createLargeDocumentTasks({ read: (parts, texts) => readParts(() => parts, texts), opened, limits }),
  };
};

/**
 * For whom work is done: the subject of a caller, or another name where there is none. Places in the queue are shared between askers, so
 * that nobody takes those of all others.
 */
export type Asker = string;

/** Workers that do the same, each for one asker. */
export interface SchemaWorkers {
  readonly for: (asker: Asker) => SchemaWorker;
}

/** A worker that hands every task to `run`. */
export const createSchemaWorker = (
  run: (task: SchemaTask, ...input: readonly unknown[]) => Promise<unknown>,
): SchemaWorker => {
  // What comes back is what the task of that name gives.
  const handOver =
    (task: SchemaTask) =>
    (...input: readonly unknown[]) =>
      run(task, ...input) as Promise<never>;
  return {
    describe: handOver('describe'),
    compare: handOver('compare'),
    check: handOver('check'),
    readDocument: handOver('readDocument'),
    readAdvertised: handOver('readAdvertised'),
    openAdvertisement: handOver('openAdvertisement'),
    tailor: handOver('tailor'),
    openSchema: handOver('openSchema'),
  };
};

/** Does one of the tasks, by its name. */
export const runTask = (tasks: SchemaTasks, task: SchemaTask, input: readonly unknown[]): unknown =>
  (tasks[task] as (...input: readonly unknown[]) => unknown)(...input);

/** Does the work in the thread that asks for it: for tests, and where there is no other. */
export const createLocalSchemaWorker = (limits: SchemaLimits): SchemaWorker => {
  const tasks = createSchemaTasks(limits);
  // What it throws is told by the promise as well.
  return createSchemaWorker((task, ...input) => new Promise((resolve) => resolve(runTask(tasks, task, input))));
};
