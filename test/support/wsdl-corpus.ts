import { existsSync, readFileSync } from 'node:fs';
import { readWsdl } from '../../src/bridge/soap/index.js';
import type { Repair, WsdlReading } from '../../src/bridge/soap/index.js';
import type { Interface, SchemaPart } from '../../src/advertisement/index.js';
import { findAttribute, writeXml } from '../../src/xml/index.js';
import { writtenSchemas } from './advertised-schemas.js';
import { findLibxmlProblem, prepareLibxmlSet } from './libxml-schemas.js';
import type { ElementReference, SchemaText } from './libxml-schemas.js';
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
  /** At least one service was read from it. */
  readonly accepted: boolean;
  /** Why a port type was refused. */
  readonly refusals: readonly string[];
  /** Interfaces of which our verdict and libxml2's differ. */
  readonly disagreements: readonly string[];
  readonly repairs: readonly Repair[];
  /** Milliseconds of reading and compiling, ours and libxml2's, the same schemas. */
  readonly oursMs: number;
  readonly libxmlMs: number;
}

/** An interface that was judged: our complaint about it, if any, and what libxml2 is to judge. */
interface Judged {
  readonly ours: string | undefined;
  readonly texts: readonly SchemaText[];
  readonly references: readonly ElementReference[];
}

const referencesOf = ({ methods }: Interface): readonly ElementReference[] =>
  methods.flatMap(({ request, response, faults }) => [request, ...(response ? [response] : []), ...faults]);

/** The interfaces of a reading: as written into its advertisements, or as they were refused. */
const judgedIn = ({ services, refusals }: WsdlReading): readonly Judged[] => [
  ...services.map(({ text, advertisement }) => ({
    ours: undefined,
    texts: writtenSchemas(text),
    references: advertisement.interface ? referencesOf(advertisement.interface) : [],
  })),
  ...refusals.map(({ code, message, interface: face }) => ({
    ours: `${code}: ${message}`,
    texts: face ? face.schemas.map(textOfPart) : [],
    references: face ? referencesOf(face) : [],
  })),
];

const timeLibxml = ({ texts, references }: Judged): number => {
  const set = prepareLibxmlSet(texts, references);
  const start = performance.now();
  try {
    set.compile().dispose();
  } catch {
    // A refusal takes its time like any other verdict; which it is, is asked apart.
    return performance.now() - start;
  }
  return performance.now() - start;
};

/** Reads one description and asks libxml2 about the same schemas. */
export const judge = ({ name, bytes }: TarFile): Verdict => {
  const start = performance.now();
  const reading = readWsdl({ location: name, bytes });
  const oursMs = performance.now() - start;
  const judged = judgedIn(reading);
  return {
    name,
    accepted: reading.services.length > 0,
    refusals: judged.flatMap(({ ours }) => (ours === undefined ? [] : [ours])),
    disagreements: judged.flatMap(({ ours, texts, references }) => {
      const libxml = findLibxmlProblem(texts, references);
      const isShared = (ours === undefined) === (libxml === undefined);
      return isShared ? [] : [`ours: ${ours ?? 'accepted'}, libxml2: ${libxml ?? 'accepted'}`];
    }),
    repairs: reading.repairs,
    oursMs,
    libxmlMs: judged.reduce((sum, each) => sum + timeLibxml(each), 0),
  };
};
