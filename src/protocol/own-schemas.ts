import type { Schema, SchemaDocument } from '../schema/index.js';
import { readSchema } from '../schema/index.js';
import { parseXml } from '../xml/index.js';
import type { OwnSchemaName } from './own-namespaces.js';
import { SCHEMA_TEXTS } from './schema-texts.js';

/** Our own schemas, each parsed and compiled when it is first asked for and kept. */
export interface OwnSchemas {
  readonly advertisement: Schema;
  readonly liveness: Schema;
  readonly neighbour: Schema;
  readonly objects: Schema;
  readonly policy: Schema;
  readonly problem: Schema;
  readonly result: Schema;
  readonly space: Schema;
  /** One of them as a document, to stand in an advertisement; its location is the file's name. */
  readonly document: (name: OwnSchemaName) => SchemaDocument;
}

const once = <Value>(make: () => Value): (() => Value) => {
  let made: { readonly value: Value } | undefined;
  return () => (made ??= { value: make() }).value;
};

/** Our own schemas with caches of their own. Most callers want {@link ownSchemas}. */
export const createOwnSchemas = (): OwnSchemas => {
  const open = (name: OwnSchemaName) => {
    const location = `${name}.xsd` as const;
    const document = once(() => ({ location, root: parseXml(SCHEMA_TEXTS[location]).root }));
    return { document, schema: once(() => readSchema([document()])) };
  };
  const files = {
    advertisement: open('advertisement'),
    liveness: open('liveness'),
    neighbour: open('neighbour'),
    objects: open('objects'),
    policy: open('policy'),
    problem: open('problem'),
    result: open('result'),
    space: open('space'),
  };
  return Object.freeze({
    get advertisement() {
      return files.advertisement.schema();
    },
    get liveness() {
      return files.liveness.schema();
    },
    get neighbour() {
      return files.neighbour.schema();
    },
    get objects() {
      return files.objects.schema();
    },
    get policy() {
      return files.policy.schema();
    },
    get problem() {
      return files.problem.schema();
    },
    get result() {
      return files.result.schema();
    },
    get space() {
      return files.space.schema();
    },
    document: (name: OwnSchemaName) => files[name].document(),
  });
};

/** Our own schemas for the whole process: values of constants, so sharing them shares no state. */
export const ownSchemas: OwnSchemas = createOwnSchemas();
