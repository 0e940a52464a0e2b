import { existsSync, readFileSync } from 'node:fs';
import { readWsdl } from '../../src/bridge/soap/index.js';
import type { Repair, WsdlReading } from '../../src/bridge/soap/index.js';
import type { SchemaPart } from '../../src/advertisement/index.js';
import { findAttribute, writeXml } from '../../src/xml/index.js';
import { writtenSchemas } from './advertised-schemas.js';
import { findLibxmlProblem, prepareLibxmlSet } from './libxml-schemas.js';
import type { SchemaText } from './libxml-schemas.js';
import { readTarGz } from './read-tar.js';
import type { TarFile } from './read-tar.js';

const archive = new URL('../../../shared/wsdl/services.tar.gz', import.meta.url);

/** The 1,080 service descriptions that lie beside the project, in the order of their names; `undefined` where they do not. */
export const findWsdlCorpus = (): readonly TarFile[] | undefined =>
  existsSync(archive)
    ? [...readTarGz(readFileSync(archive))]
        .filter(({ name }) => name.endsWith('.wsdl'))
        .sort((left, right) => (left.name < right.name ? -1 : 1))
    : undefined;

const textOfPart = ({ location, root }: SchemaPart): SchemaText => ({
  location,
  namespace: findAttribute(root, 'targetNamespace')?.trim() ?? '',
  text: writeXml(root),
});

/** What became of one description, and what libxml2 says of its repaired schemas. */
export interface Verdict {
  readonly name: string;
  readonly accepted: boolean;
  /** Why it was refused, and libxml2's complaint; `undefined` where there is none. */
  readonly ours: string | undefined;
  readonly libxml: string | undefined;
  readonly repairs: readonly Repair[];
  /** Milliseconds of reading and compiling, ours and libxml2's, the same schemas. */
  readonly oursMs: number;
  readonly libxmlMs: number;
}

const timed = <Result>(work: () => Result): { readonly result: Result; readonly ms: number } => {
  const start = performance.now();
  const result = work();
  return { result, ms: performance.now() - start };
};

const timeLibxml = (texts: readonly SchemaText[]): number => {
  const set = prepareLibxmlSet(texts);
  const start = performance.now();
  try {
    set.compile().dispose();
  } catch {
    // A refusal takes its time like any other verdict; which it is, was asked before.
    return performance.now() - start;
  }
  return performance.now() - start;
};

/** The schemas of a reading: as written into its advertisements, or as they were refused. */
const schemasOf = ({ services, refusals }: WsdlReading): readonly (readonly SchemaText[])[] => [
  ...services.map(({ text }) => writtenSchemas(text)),
  ...refusals.flatMap((refusal) => (refusal.interface ? [refusal.interface.schemas.map(textOfPart)] : [])),
];

/** Reads one description and asks libxml2 about the same schemas. */
export const judge = ({ name, bytes }: TarFile): Verdict => {
  const { result: reading, ms } = timed(() => readWsdl({ location: name, bytes }));
  const sets = schemasOf(reading);
  const problems = sets.map(findLibxmlProblem).filter((problem) => problem !== undefined);
  const [refusal] = reading.refusals;
  return {
    name,
    accepted: reading.services.length > 0 && refusal === undefined,
    ours: refusal && `${refusal.code}: ${refusal.message}`,
    libxml: problems[0],
    repairs: reading.repairs,
    oursMs: ms,
    libxmlMs: sets.reduce((sum, texts) => sum + timeLibxml(texts), 0),
  };
};
