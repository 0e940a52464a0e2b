import { existsSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { isStoaError } from '../../src/base/index.js';
import { XSD_NAMESPACE, readSchema } from '../../src/schema/index.js';
import type { Schema, SchemaDocument } from '../../src/schema/index.js';
import { childElements, findAttribute, parseXml } from '../../src/xml/index.js';
import type { XmlDocument } from '../../src/xml/index.js';
import { readTarGz } from './untar.js';

type Expected = 'valid' | 'invalid';

interface Trial {
  readonly docs: readonly string[];
  readonly expected: Expected;
}

interface Group {
  readonly id: string;
  readonly schemas: readonly Trial[];
  readonly instances: readonly Trial[];
}

/** What came of one schema or instance. `incomplete`: the sample lacks a document that the schema needs. */
export type Verdict = Expected | 'unsupported' | 'limit' | 'incomplete';

/** One judgement next to the suite's. */
export interface Judgement {
  readonly id: string;
  readonly kind: 'schema' | 'instance';
  readonly expected: Expected;
  readonly verdict: Verdict;
  readonly reason: string;
}

const FOLDER = new URL('../../../shared/xsdtests/', import.meta.url);

/** Whether the sample of the W3C suite lies beside the project. */
export const hasXsdSample = (): boolean => existsSync(new URL('visible.json', FOLDER));

/** Groups of the sample. */
export const loadGroups = (): readonly Group[] =>
  JSON.parse(readFileSync(new URL('visible.json', FOLDER), 'utf8')) as Group[];

const verdictOf = (thrown: unknown): { readonly verdict: Verdict; readonly reason: string } => {
  if (!isStoaError(thrown)) throw thrown;
  const reason = `${thrown.findings[0]?.rule ?? thrown.code}: ${thrown.message}`;
  if (thrown.code === 'SCHEMA_UNSUPPORTED') return { verdict: 'unsupported', reason };
  return { verdict: thrown.code === 'SCHEMA_LIMIT_EXCEEDED' ? 'limit' : 'invalid', reason };
};

/** Judges groups of the sample. */
export class XsdJudge {
  readonly judgements: Judgement[] = [];
  readonly #files = readTarGz(new URL('files.tar.gz', FOLDER));

  judge(group: Group): void {
    let schema: Schema | undefined;
    for (const trial of group.schemas) schema = this.#judgeSchema(group, trial);
    if (group.schemas.some(({ expected }) => expected === 'invalid')) return;
    for (const trial of group.instances) this.#judgeInstance(group, trial, schema);
  }

  #judgeSchema({ id }: Group, { docs, expected }: Trial): Schema | undefined {
    const { schema, verdict, reason } = this.#read(docs);
    this.judgements.push({ id, kind: 'schema', expected, verdict, reason });
    return schema;
  }

  #judgeInstance({ id, schemas }: Group, { docs, expected }: Trial, given: Schema | undefined): void {
    const [path = ''] = docs;
    const note = (verdict: Verdict, reason: string): void => {
      this.judgements.push({ id, kind: 'instance', expected, verdict, reason });
    };
    try {
      const document = this.#parse(path);
      const schema = given ?? (schemas.length === 0 ? this.#read(this.#hints(path, document)).schema : undefined);
      if (schema === undefined) return note('unsupported', 'no schema to judge by');
      const [first] = schema.check(document.root, document.source);
      note(first === undefined ? 'valid' : 'invalid', first === undefined ? '' : `${first.rule}: ${first.message}`);
    } catch (thrown) {
      note(verdictOf(thrown).verdict, verdictOf(thrown).reason);
    }
  }

  #read(paths: readonly string[]): { schema?: Schema; verdict: Verdict; reason: string } {
    try {
      const { documents, missing } = this.#load(paths);
      try {
        return { schema: readSchema(documents), verdict: 'valid', reason: '' };
      } catch (thrown) {
        const found = verdictOf(thrown);
        const lacks =
          found.verdict === 'invalid' && missing.length > 0 && /^src-(?:redefine.1:|resolve)/.test(found.reason);
        return lacks ? { verdict: 'incomplete', reason: `the sample lacks ${missing.join()}` } : found;
      }
    } catch (thrown) {
      return verdictOf(thrown);
    }
  }

  #parse(path: string): XmlDocument {
    return parseXml(this.#files.get(path) ?? new Uint8Array());
  }

  /** The documents and all that they include and import. */
  #load(paths: readonly string[]): { documents: readonly SchemaDocument[]; missing: readonly string[] } {
    const documents = new Map<string, SchemaDocument>();
    const missing: string[] = [];
    const open = [...paths];
    for (let path = open.shift(); path !== undefined; path = open.shift()) {
      if (documents.has(path)) continue;
      if (!this.#files.has(path)) {
        missing.push(path);
        continue;
      }
      const { root, source } = this.#parse(path);
      documents.set(path, { location: path, root, source });
      for (const child of childElements(root)) {
        const location = child.name.namespace === XSD_NAMESPACE ? findAttribute(child, 'schemaLocation') : undefined;
        if (location !== undefined) open.push(posix.normalize(posix.join(posix.dirname(path), location)));
      }
    }
    return { documents: [...documents.values()], missing };
  }

  /** Paths that an instance hints at by `xsi:schemaLocation`. */
  #hints(path: string, { root }: XmlDocument): readonly string[] {
    const hints = root.attributes.flatMap(({ name, value }) => {
      const words = value.trim().split(/\s+/);
      if (name.local === 'schemaLocation') return words.filter((_, at) => at % 2 === 1);
      return name.local === 'noNamespaceSchemaLocation' ? words : [];
    });
    return hints.map((hint) => posix.normalize(posix.join(posix.dirname(path), hint)));
  }
}
