import { existsSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { parseXml } from '../../src/xml/index.js';
import { readTarGz } from './untar.js';

/** What the suite expects of a schema or an instance. */
export type Expected = 'valid' | 'invalid';

/** Documents that are judged together. */
export interface Trial {
  readonly docs: readonly string[];
  readonly expected: Expected;
}

/** One group of the suite: a schema, and instances that are judged by it. */
export interface Group {
  readonly id: string;
  readonly schemas: readonly Trial[];
  readonly instances: readonly Trial[];
}

/**
 * What came of one schema or instance. `limit`: the schema is refused by a limit. `incomplete`: the sample lacks a document
 * that is needed.
 */
export type Verdict = Expected | 'limit' | 'incomplete';

/** A verdict and what led to it. */
export interface Outcome {
  readonly verdict: Verdict;
  readonly reason: string;
}

/** One verdict next to the suite's. */
export interface Judgement extends Outcome {
  readonly id: string;
  readonly kind: 'schema' | 'instance';
  readonly expected: Expected;
}

const FOLDER = new URL('../../../shared/xsdtests/', import.meta.url);

/** Whether the sample of the W3C suite lies beside the project. */
export const hasXsdSample = (): boolean => existsSync(new URL('visible.json', FOLDER));

/** Groups of the sample. */
export const loadGroups = (): readonly Group[] =>
  JSON.parse(readFileSync(new URL('visible.json', FOLDER), 'utf8')) as Group[];

/** Documents of the sample by their paths in the suite. */
export type SuiteFiles = ReadonlyMap<string, Uint8Array>;

/** The documents of the sample. */
export const loadFiles = (): SuiteFiles => readTarGz(new URL('files.tar.gz', FOLDER));

/** Path that a location in the document at `from` means. */
export const pathFrom = (from: string, location: string): string =>
  posix.normalize(posix.join(posix.dirname(from), location));

/** Paths of the schema documents that an instance hints at by `xsi:schemaLocation`; none when it is not well-formed. */
export const findHints = (files: SuiteFiles, path: string): readonly string[] => {
  const { root } = parseXml(files.get(path) ?? new Uint8Array());
  const hints = root.attributes.flatMap(({ name, value }) => {
    const words = value.trim().split(/\s+/);
    if (name.local === 'schemaLocation') return words.filter((_, at) => at % 2 === 1);
    return name.local === 'noNamespaceSchemaLocation' ? words : [];
  });
  return hints.map((hint) => pathFrom(path, hint));
};

/** What reads schemas and judges instances by them. */
export interface Judge<Schema> {
  readonly read: (paths: readonly string[]) => Outcome & { readonly schema?: Schema };
  readonly check: (schema: Schema, path: string) => Outcome;
  /** Called when a schema is not needed any more. */
  readonly release?: (schema: Schema) => void;
}

/** Judges a group as the sample's README says; one verdict for each schema and each instance that is judged. */
export const judgeGroup = <Schema>(judge: Judge<Schema>, files: SuiteFiles, group: Group): readonly Judgement[] => {
  const { id } = group;
  const judgements: Judgement[] = [];
  const schemas = group.schemas.map(({ docs, expected }) => {
    const reading = judge.read(docs);
    judgements.push({ id, kind: 'schema', expected, verdict: reading.verdict, reason: reading.reason });
    return reading;
  });
  const instances = group.schemas.some(({ expected }) => expected === 'invalid') ? [] : group.instances;
  for (const { docs, expected } of instances) {
    const [path = ''] = docs;
    const given = schemas.at(-1);
    const { schema, verdict, reason } = given ?? judge.read(findHints(files, path));
    // Where a schema is refused, so are its documents.
    const outcome = schema === undefined ? { verdict, reason } : judge.check(schema, path);
    judgements.push({ id, kind: 'instance', expected, ...outcome });
    if (given === undefined && schema !== undefined) judge.release?.(schema);
  }
  for (const { schema } of schemas) if (schema !== undefined) judge.release?.(schema);
  return judgements;
};
