import { StoaError } from '../../base/index.js';
import type { ComponentKey } from '../../schema/index.js';
import type { NameKey } from '../../xml/index.js';
import type { Models, SharedModels } from '../content/index.js';
import type { SchemaCriteria, WantedMethod } from '../model.js';
import { wantedOf } from '../schemas/index.js';
import type { Asker, KnownSchema, SchemaDocument } from '../schemas/index.js';

/** A method that is looked for, with the components that its elements are. */
export interface MethodCriterion {
  /** What was asked for, for people. */
  readonly label: string;
  readonly name: string | undefined;
  readonly input: ComponentKey | undefined;
  readonly output: ComponentKey | undefined;
}

/** What a lookup by structure looks for. */
export interface Wanted {
  /** `undefined` when only names of methods are looked for. */
  readonly schema: KnownSchema | undefined;
  /** Components that are looked for by themselves. */
  readonly components: readonly ComponentKey[];
  readonly methods: readonly MethodCriterion[];
  /** Equal for equal questions. */
  readonly digest: string;
}

/** Most components and methods in one question: each is compared with every advertised one of its name. */
const MAX_CRITERIA = 1000;

const labelOf = ({ name, input, output }: WantedMethod): string =>
  [name ?? '*', '(', input ?? '', ')', output === undefined ? '' : ` → ${output}`].join('');

const findComponent = (schema: KnownSchema | undefined, name: NameKey): ComponentKey => {
  const found = schema?.components.find((key) => key.kind === 'element' && key.name === name);
  if (found) return found;
  throw new StoaError('PARAMETER_INVALID', `the method's element ${name.slice(0, 200)} is not declared in the schema`, {
    hint: 'Declare the element at the top level of the partial schema, and name it as {namespace}local.',
  });
};

const toCriterion = (schema: KnownSchema | undefined, wanted: WantedMethod): MethodCriterion => {
  const { name, input, output } = wanted;
  if ((name ?? input ?? output) === undefined) {
    throw new StoaError('PARAMETER_INVALID', 'a wanted method has a name, an input, an output, or several of them');
  }
  return {
    label: labelOf(wanted),
    name,
    input: input === undefined ? undefined : findComponent(schema, input),
    output: output === undefined ? undefined : findComponent(schema, output),
  };
};

/** @throws {StoaError} `SCHEMA_INVALID` when nothing is wanted, `PARAMETER_INVALID` when it is too much */
const assertCount = (count: number): void => {
  if (count === 0) {
    throw new StoaError('SCHEMA_INVALID', 'the partial schema declares no global element and no global type', {
      hint: 'Declare, at the top level of the schema, each element that the services you look for must have.',
    });
  }
  if (count <= MAX_CRITERIA) return;
  throw new StoaError(
    'PARAMETER_INVALID',
    `a lookup asks for at most ${MAX_CRITERIA} components and methods, this one for ${count}`,
    { limit: 'maxCriteria' },
  );
};

/**
 * Reads what is looked for by structure; `undefined` when nothing is.
 *
 * @throws {StoaError} `SCHEMA_INVALID` when there is nothing to look for in the schema; what `readSchema` throws;
 *   `PARAMETER_INVALID` for a method that asks for nothing or for an element that the schema does not declare
 */
export const readWanted = (
  models: Models,
  { schemas = [], methods = [] }: SchemaCriteria,
): Wanted | undefined | Promise<Wanted> => {
  if (schemas.length === 0 && methods.length === 0) return undefined;
  if (schemas.length === 0) return toWanted(undefined, methods);
  const read = models.readSchema(schemas);
  return read instanceof Promise ? read.then((schema) => toWanted(schema, methods)) : toWanted(read, methods);
};

const toWanted = (schema: KnownSchema | undefined, methods: readonly WantedMethod[]): Wanted => {
  const criteria = methods.map((method) => toCriterion(schema, method));
  const inMethods = new Set(criteria.flatMap(({ input, output }) => [input, output]));
  const components = (schema ? wantedOf(schema) : []).filter((key) => !inMethods.has(key));
  assertCount(components.length + criteria.length);
  const asked = criteria.map(({ name, input, output }) => [name ?? null, input?.name ?? null, output?.name ?? null]);
  return { schema, components, methods: criteria, digest: `${schema?.digest ?? ''} ${JSON.stringify(asked)}` };
};

/** Reads what is looked for. Who keeps the array of schema documents that was read need not have it read again. */
export interface WantedReader {
  /** As {@link readWanted}, for somebody: work outside the event loop counts for that one. */
  readonly read: (asker: Asker, criteria: SchemaCriteria) => Wanted | undefined | Promise<Wanted>;
  /** What was read from just these schema documents before; never for criteria with methods. */
  readonly find: (criteria: SchemaCriteria) => Wanted | undefined;
}

export const createWantedReader = (models: SharedModels): WantedReader => {
  const known = new WeakMap<readonly SchemaDocument[], Wanted>();
  const find = ({ schemas, methods = [] }: SchemaCriteria): Wanted | undefined =>
    schemas === undefined || methods.length > 0 ? undefined : known.get(schemas);
  const keep = ({ schemas, methods = [] }: SchemaCriteria, wanted: Wanted): Wanted => {
    if (schemas !== undefined && methods.length === 0) known.set(schemas, wanted);
    return wanted;
  };
  return {
    find,
    read: (asker, criteria) => {
      const wanted = find(criteria) ?? readWanted(models.for(asker), criteria);
      if (wanted instanceof Promise) return wanted.then((read) => keep(criteria, read));
      return wanted && keep(criteria, wanted);
    },
  };
};
