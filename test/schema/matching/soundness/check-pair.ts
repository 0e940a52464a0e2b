import { isStoaError } from '../../../../src/base/index.js';
import { compareComponents } from '../../../../src/schema/index.js';
import { findInclusion } from '../../../../src/schema/matching/inclusion.js';
import type { ComponentKey, Verdict } from '../../../../src/schema/index.js';
import { writeXml } from '../../../../src/xml/index.js';
import type { SeededRandom } from '../../../support/seeded-random.js';
import { InstanceMaker, NoInstance } from './random-instance.js';
import type { Fullness } from './random-instance.js';
import { TextMaker } from './random-texts.js';
import type { Side } from './side.js';

/** A document that is valid by the wanted schema and refused by the advertised one. */
export interface Counterexample {
  readonly document: string;
  readonly ours: string | undefined;
  readonly libxml: string | undefined;
}

/** What came of one pair. */
export interface PairOutcome {
  readonly verdict: Verdict;
  /** The fingerprints are equal, and what the schemas declare besides is not, where a wildcard may meet it. */
  readonly isOpen: boolean;
  /** Documents that both validators take as instances of the wanted component. */
  readonly instances: number;
  /** The first of them that the advertised schema refuses. */
  readonly counterexample: Counterexample | undefined;
}

const FULLNESS: readonly Fullness[] = ['most', 'some', 'least', 'some', 'some', 'some'];

/** Documents of a component, for one side, made once. */
export class Instances {
  readonly #side: Side;
  readonly #random: SeededRandom;
  readonly #texts: TextMaker;
  readonly #known = new Map<string, readonly string[]>();

  constructor(side: Side, random: SeededRandom) {
    this.#side = side;
    this.#random = random;
    this.#texts = new TextMaker(random);
  }

  of(name: string): readonly string[] {
    const known = this.#known.get(name) ?? this.#make(name);
    this.#known.set(name, known);
    return known;
  }

  #make(name: string): readonly string[] {
    const element = this.#side.schema.model.elements.get(name);
    if (element === undefined) return [];
    const maker = new InstanceMaker(this.#side.schema, this.#random, this.#texts);
    const made = new Set<string>();
    for (const fullness of FULLNESS) {
      try {
        made.add(writeXml(maker.instance(element, fullness)));
      } catch (thrown) {
        // Names with a prefix of their own (xml:lang) are not written; they are left to the other documents.
        if (!(thrown instanceof NoInstance || isStoaError(thrown, 'VALUE_INVALID'))) throw thrown;
      }
    }
    // What the validators disagree on says nothing about the matching.
    return [...made].filter(
      (text) => this.#side.findOurProblem(text) === undefined && this.#side.findLibxmlProblem(text) === undefined,
    );
  }
}

/** One side and the documents of its components. */
export interface SideWithInstances {
  readonly side: Side;
  readonly instances: Instances;
}

/**
 * Whether a complaint is one that libxml2 is known to make wrongly: it loses count where a wildcard or a group that is repeated a
 * bounded number of times stands among what may be left out or repeats.
 */
const isWeakness = (complaint: string, { texts }: Side): boolean =>
  /Missing child element|This element is not expected/u.test(complaint) &&
  texts.some(({ text }) => /<\w+:(?:any|group|sequence|choice) [^>]*maxOccurs="[2-9]"/u.test(text));

/** Compares a component of both sides, and looks among instances of the wanted one for what shows a difference. */
export const checkPair = (
  wanted: SideWithInstances,
  advertised: SideWithInstances,
  keys: { own: ComponentKey; other: ComponentKey },
): PairOutcome => {
  const { own, other } = keys;
  const sides = [
    { schema: wanted.side.schema, key: own },
    { schema: advertised.side.schema, key: other },
  ] as const;
  const { verdict } = compareComponents(...sides, { direction: 'in', maxMismatches: 0 });
  const isOpen = verdict === 'exact' && findInclusion(...sides, { maxSteps: 20_000 }).answer !== 'yes';
  const documents = wanted.instances.of(own.name);
  for (const document of documents) {
    const ours = advertised.side.findOurProblem(document);
    const libxml = advertised.side.findLibxmlProblem(document);
    if (ours !== undefined || (libxml !== undefined && !isWeakness(libxml, advertised.side)))
      return { verdict, isOpen, instances: documents.length, counterexample: { document, ours, libxml } };
  }
  return { verdict, isOpen, instances: documents.length, counterexample: undefined };
};
