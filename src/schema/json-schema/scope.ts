import { StoaError } from '../../base/index.js';
import type { ComponentModel } from '../model/components.js';
import { createSubstitutes } from '../model/substitutes.js';
import type { Substitutes } from '../model/substitutes.js';
import type { Json, JsonSchema } from './json.js';

/** Most subschemas of one JSON Schema; beyond it a hostile schema would fill the memory of whoever asked for it. */
export const MAX_JSON_SCHEMA_NODES = 100_000;

/** A definition: what it stands for, and how it is made. */
export interface Definition {
  /** Stands for the same definition wherever it is asked for: a component. */
  readonly of: object;
  /** Tells several definitions of one component apart. */
  readonly variant?: string;
  /** Its name, unless another has it. */
  readonly name: string;
  readonly make: () => JsonSchema;
}

/** One JSON Schema in the making. */
export interface Scope {
  readonly model: ComponentModel;
  /** Types that may stand in the place of an element's own. */
  readonly substitutesOf: Substitutes;
  /** A reference to a definition, which is made later: definitions refer to one another in circles. */
  readonly define: (definition: Definition) => JsonSchema;
  /** Counts subschemas. @throws {StoaError} `SCHEMA_LIMIT_EXCEEDED` beyond {@link MAX_JSON_SCHEMA_NODES} */
  readonly count: (nodes: number) => void;
  /** The schema with a note that values are taken there which the encoder refuses. */
  readonly approximate: (schema: JsonSchema, what: string) => JsonSchema;
  /** What was noted, each once. */
  readonly approximations: ReadonlySet<string>;
  /** Makes what was defined, and what that defines, until nothing is left. */
  readonly finish: () => JsonSchema;
}

const toReference = (name: string): JsonSchema => ({
  $ref: `#/$defs/${encodeURIComponent(name).replaceAll('%3A', ':')}`,
});

/** A scope without definitions. */
export const createScope = (model: ComponentModel): Scope => {
  const names = new Map<object, Map<string, string>>();
  const taken = new Map<string, number>();
  const open: { readonly name: string; readonly make: () => JsonSchema }[] = [];
  const approximations = new Set<string>();
  let nodes = 0;

  const count = (more: number): void => {
    nodes += more;
    if (nodes <= MAX_JSON_SCHEMA_NODES) return;
    throw new StoaError(
      'SCHEMA_LIMIT_EXCEEDED',
      `the JSON Schema has too many subschemas, the limit maxJsonSchemaNodes is ${String(MAX_JSON_SCHEMA_NODES)}`,
      { limit: 'maxJsonSchemaNodes' },
    );
  };

  const freeName = (wanted: string): string => {
    const before = taken.get(wanted) ?? 0;
    taken.set(wanted, before + 1);
    return before === 0 ? wanted : freeName(`${wanted}_${String(before + 1)}`);
  };

  return {
    model,
    substitutesOf: createSubstitutes(model),
    count,
    approximations,
    define: ({ of, variant = '', name, make }) => {
      const variants = names.get(of) ?? new Map<string, string>();
      names.set(of, variants);
      const known = variants.get(variant);
      if (known !== undefined) return toReference(known);
      count(1);
      const own = freeName(name);
      variants.set(variant, own);
      open.push({ name: own, make });
      return toReference(own);
    },
    approximate: (schema, what) => {
      approximations.add(what);
      const { $comment, ...rest } = schema;
      const before = typeof $comment === 'string' ? `${$comment}; ` : 'takes more than the XML schema: ';
      return { $comment: before + what, ...rest };
    },
    finish: () => {
      const made: [string, Json][] = [];
      // What is made may define more: the list grows while it is walked.
      for (const { name, make } of open) made.push([name, make()]);
      return Object.fromEntries(made);
    },
  };
};
