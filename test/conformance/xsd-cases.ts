import { isStoaError } from '../../src/base/index.js';
import { XSD_NAMESPACE, readSchema } from '../../src/schema/index.js';
import type { Schema, SchemaDocument } from '../../src/schema/index.js';
import { childElements, findAttribute, parseXml } from '../../src/xml/index.js';
import { findHints, pathFrom } from './xsd-sample.js';
import type { Judge, Outcome, SuiteFiles } from './xsd-sample.js';

/** A schema, and the documents that it names and the sample lacks. */
export interface ReadSet {
  readonly schema: Schema;
  readonly missing: readonly string[];
}

const toOutcome = (thrown: unknown): Outcome => {
  if (!isStoaError(thrown)) throw thrown;
  const reason = `${thrown.findings[0]?.rule ?? thrown.code}: ${thrown.message}`;
  return { verdict: thrown.code === 'SCHEMA_LIMIT_EXCEEDED' ? 'limit' : 'invalid', reason };
};

const lacks = (paths: readonly string[]): string => `the sample lacks ${paths.join()}`;

/** The documents and all that they include, redefine and import. */
const loadSet = (
  files: SuiteFiles,
  paths: readonly string[],
): { readonly documents: readonly SchemaDocument[]; readonly missing: readonly string[] } => {
  const documents = new Map<string, SchemaDocument>();
  const missing: string[] = [];
  const open = [...paths];
  for (let path = open.shift(); path !== undefined; path = open.shift()) {
    const file = files.get(path);
    if (file === undefined) missing.push(path);
    if (file === undefined || documents.has(path)) continue;
    const { root, source } = parseXml(file);
    documents.set(path, { location: path, root, source });
    for (const child of childElements(root)) {
      const location = child.name.namespace === XSD_NAMESPACE ? findAttribute(child, 'schemaLocation') : undefined;
      if (location !== undefined) open.push(pathFrom(path, location));
    }
  }
  return { documents: [...documents.values()], missing };
};

/** What our own reader says of schemas and instances. */
export const createOwnJudge = (files: SuiteFiles): Judge<ReadSet> => ({
  read: (paths) => {
    let missing: readonly string[] = [];
    try {
      const set = loadSet(files, paths);
      missing = set.missing;
      if (set.documents.length === 0) return { verdict: 'incomplete', reason: lacks(missing) };
      return { schema: { schema: readSchema(set.documents), missing }, verdict: 'valid', reason: '' };
    } catch (thrown) {
      const outcome = toOutcome(thrown);
      const isLacking = missing.length > 0 && /^src-(?:redefine.1:|resolve)/.test(outcome.reason);
      return outcome.verdict === 'invalid' && isLacking ? { verdict: 'incomplete', reason: lacks(missing) } : outcome;
    }
  },
  check: ({ schema, missing }, path) => {
    try {
      const { root, source } = parseXml(files.get(path) ?? new Uint8Array());
      const [first] = schema.check(root, source);
      if (first === undefined) return { verdict: 'valid', reason: '' };
      const reason = `${first.rule}: ${first.message}`;
      const lacking = [...missing, ...findHints(files, path).filter((hint) => !files.has(hint))];
      const isLacking = lacking.length > 0 && first.message.endsWith('is declared');
      return isLacking
        ? { verdict: 'incomplete', reason: `${reason}, ${lacks(lacking)}` }
        : { verdict: 'invalid', reason };
    } catch (thrown) {
      return toOutcome(thrown);
    }
  },
});
