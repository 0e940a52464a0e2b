import { StoaError } from '../../base/index.js';
import { findNearestKey } from './nearest-key.js';
import { CONFIGURATION_SCHEMA } from './schema.js';
import type { ConfigurationSchema } from './schema.js';

/** Environment variables by name. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** One key of the configuration as an environment variable. */
export interface ConfigurationVariable {
  /** `STOA_…`. */
  readonly name: string;
  /** Path of the key, e.g. `['relay', 'timeoutMs']`. */
  readonly path: readonly string[];
  readonly schema: ConfigurationSchema;
}

/** Variables of the same prefix that are no configuration of a server: the file's place, and what the commands read. */
const OTHER_VARIABLES = [
  'STOA_CONFIG',
  'STOA_SPACE',
  'STOA_CREDENTIAL',
  'STOA_CLIENT_ID',
  'STOA_CLIENT_SECRET',
  'STOA_ISSUER',
];

const toConstantCase = (key: string): string => key.replaceAll(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();

/** Lists of objects have no text that one would want to write into a variable. */
const isForFiles = ({ items }: ConfigurationSchema): boolean => items?.type === 'object';

const collect = (schema: ConfigurationSchema, path: readonly string[]): readonly ConfigurationVariable[] =>
  isForFiles(schema)
    ? []
    : schema.properties === undefined
      ? [{ name: ['STOA', ...path.map(toConstantCase)].join('_'), path, schema }]
      : Object.entries(schema.properties).flatMap(([key, member]) => collect(member, [...path, key]));

/** Every variable that is read, in the order of the schema. */
export const CONFIGURATION_VARIABLES: readonly ConfigurationVariable[] = Object.freeze(
  collect(CONFIGURATION_SCHEMA, []),
);

/** The value that a variable's text stands for; text that fits no such value is left for the check to refuse. */
const readValue = (text: string, { type }: ConfigurationSchema): unknown => {
  if (type === 'boolean') return text === 'true' ? true : text === 'false' ? false : text;
  if (type === 'integer') return /^-?\d+$/.test(text) ? Number(text) : text;
  if (type === 'array')
    return text
      .split(',')
      .map((item) => item.trim())
      .filter((item) => item !== '');
  return text;
};

const refuseUnknown = (name: string): never => {
  const near = findNearestKey(
    name,
    CONFIGURATION_VARIABLES.map((variable) => variable.name),
  );
  const hint = near === undefined ? '' : `; did you mean ${near}?`;
  throw new StoaError('CONFIGURATION_INVALID', `environment: unknown variable ${name}${hint}`, {
    findings: [{ rule: name, message: `unknown variable${hint}` }],
  });
};

type Values = Record<string, unknown>;

const isValues = (value: unknown): value is Values => typeof value === 'object' && value !== null;

const put = (into: Values, [key, ...rest]: readonly string[], value: unknown): void => {
  if (key === undefined) return;
  if (rest.length === 0) {
    into[key] = value;
    return;
  }
  const before = into[key];
  const inner: Values = isValues(before) ? before : {};
  put(inner, rest, value);
  into[key] = inner;
};

/**
 * The configuration that `STOA_*` variables give, not yet checked. An empty variable counts as absent.
 *
 * @throws {StoaError} `CONFIGURATION_INVALID` for a `STOA_*` variable that means nothing
 */
export const readEnvironment = (environment: Environment): Readonly<Record<string, unknown>> => {
  const known = new Map(CONFIGURATION_VARIABLES.map((variable) => [variable.name, variable]));
  const values: Values = {};
  for (const [name, text] of Object.entries(environment)) {
    if (!name.startsWith('STOA_') || OTHER_VARIABLES.includes(name) || text === undefined || text === '') continue;
    const variable = known.get(name) ?? refuseUnknown(name);
    put(values, variable.path, readValue(text, variable.schema));
  }
  return values;
};
