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

/** What came of reading a set of schema documents. */
interface Reading {
  readonly schema?: Schema;
  /** Documents that the set names and the sample lacks. */
  readonly missing: readonly string[];
  readonly verdict: Verdict;
  readonly reason: string;
}

const lacks = (paths: readonly string[]): string => `the sample lacks ${paths.join()}`;

/** Judges groups of the sample. */
export class XsdJudge {
  readonly judgements: Judgement[] = [];
  readonly #files = readTarGz(new URL('files.tar.gz', FOLDER));

  judge(group: Group): void {
    let reading: Reading | undefined;
    for (const trial of group.schemas) reading = this.#judgeSchema(group, trial);
    if (group.schemas.some(({ expected }) => expected === 'invalid')) return;
    for (const trial of group.instances) this.#judgeInstance(group, trial, reading);
  }

  #judgeSchema({ id }: Group, { docs, expected }: Trial): Reading {
    const reading = this.#read(docs);
    const { verdict, reason } = reading;
    this.judgements.push({ id, kind: 'schema', expected, verdict, reason });
    return reading;
  }

  #judgeInstance({ id }: Group, { docs, expected }: Trial, given: Reading | undefined): void {
    const [path = ''] = docs;
    const note = (verdict: Verdict, reason: string): void => {
      this.judgements.push({ id, kind: 'instance', expected, verdict, reason });
    };
    try {
      const document = this.#parse(path);
      const hints = this.#hints(path, document);
      const { schema, missing, verdict, reason } = given ?? this.#read(hints);
      if (schema === undefined) return note(verdict === 'valid' ? 'incomplete' : verdict, reason);
      const [first] = schema.check(document.root, document.source);
      if (first === undefined) return note('valid', '');
      const lacking = [...missing, ...hints.filter((hint) => !this.#files.has(hint))];
      const isLacking = lacking.length > 0 && first.message.endsWith('is declared');
      note(
        isLacking ? 'incomplete' : 'invalid',
        `${first.rule}: ${first.message}${isLacking ? `, ${lacks(lacking)}` : ''}`,
      );
    } catch (thrown) {
      note(verdictOf(thrown).verdict, verdictOf(thrown).reason);
    }
  }

  #read(paths: readonly string[]): Reading {
    try {
      const { documents, missing } = this.#load(paths);
      try {
        return { schema: readSchema(documents), missing, verdict: 'valid', reason: '' };
      } catch (thrown) {
        const found = { ...verdictOf(thrown), missing };
        const isLacking = missing.length > 0 && /^src-(?:redefine.1:|resolve)/.test(found.reason);
        return found.verdict === 'invalid' && isLacking
          ? { missing, verdict: 'incomplete', reason: lacks(missing) }
          : found;
      }
    } catch (thrown) {
      return { ...verdictOf(thrown), missing: [] };
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
