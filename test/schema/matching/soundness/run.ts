import { parseXml, writeXml } from '../../../../src/xml/index.js';
import { createSeededRandom } from '../../../support/seeded-random.js';
import type { SeededRandom } from '../../../support/seeded-random.js';
import type { SchemaText } from '../../../support/libxml-schemas.js';
import { Instances, checkPair } from './check-pair.js';
import type { Counterexample, SideWithInstances } from './check-pair.js';
import { mutateSchema } from './mutate-schema.js';
import { SchemaMaker } from './random-schema.js';
import { readSide } from './side.js';

/** A pair for which a verdict was wrong. */
export interface Violation extends Counterexample {
  readonly component: string;
  readonly verdict: string;
  readonly wanted: readonly SchemaText[];
  readonly advertised: readonly SchemaText[];
}

/** What a run found. */
export interface Tally {
  pairs: number;
  exact: number;
  compatible: number;
  incompatible: number;
  undecided: number;
  /** Documents that were checked against the advertised schema. */
  documents: number;
  /** Incompatible pairs for which a document was found that shows it. */
  shown: number;
  readonly violations: Violation[];
}

/** How a run is made. */
export interface RunOptions {
  readonly seed: number;
  readonly pairs: number;
  /** Real schemas to start from besides the made ones. */
  readonly real?: readonly (readonly SchemaText[])[];
  /** Start from real schemas alone. */
  readonly realOnly?: boolean;
  readonly onProgress?: (tally: Tally) => void;
}

/** Changed schemas of one that is started from. */
const MUTANTS = 5;

const withInstances = (texts: readonly SchemaText[], random: SeededRandom): SideWithInstances | undefined => {
  const side = readSide(texts);
  return side && { side, instances: new Instances(side, random) };
};

const mutateSet = (random: SeededRandom, texts: readonly SchemaText[]): readonly SchemaText[] => {
  const at = random.int(texts.length);
  return texts.map((each, index) => {
    if (index !== at) return each;
    let { root } = parseXml(each.text);
    for (let count = random.pick([1, 1, 1, 2, 3]); count > 0; count--) root = mutateSchema(random, root);
    return { ...each, text: writeXml(root) };
  });
};

/** Most components of one pair of schemas that are compared. */
const MAX_COMPONENTS = 3;

const tell = (tally: Tally, outcome: ReturnType<typeof checkPair>): void => {
  tally.pairs++;
  tally[outcome.verdict]++;
  tally.documents += outcome.instances;
  if (outcome.verdict === 'incompatible' && outcome.counterexample !== undefined) tally.shown++;
};

const comparePair = (
  tally: Tally,
  [wanted, advertised]: readonly [SideWithInstances, SideWithInstances],
  random: SeededRandom,
): void => {
  const others = new Map(advertised.side.schema.components().map((key) => [`${key.kind} ${key.name}`, key]));
  const keys = wanted.side.schema.components().filter(({ kind }) => kind === 'element');
  const changed = keys.filter((key) => others.get(`element ${key.name}`)?.fingerprint !== key.fingerprint);
  const unchanged = random.int(10) === 0 ? keys.slice(0, 1) : [];
  const chosen = changed.length === 0 ? unchanged : random.shuffle(changed).slice(0, MAX_COMPONENTS);
  for (const own of chosen) {
    const other = others.get(`element ${own.name}`);
    if (other === undefined) continue;
    const outcome = checkPair(wanted, advertised, { own, other });
    tell(tally, outcome);
    const { verdict, counterexample } = outcome;
    if (counterexample === undefined || outcome.isOpen || (verdict !== 'exact' && verdict !== 'compatible')) continue;
    const { texts } = wanted.side;
    tally.violations.push({
      ...counterexample,
      verdict,
      component: own.name,
      wanted: texts,
      advertised: advertised.side.texts,
    });
  }
};

const startFrom = ({ real = [], realOnly = false }: RunOptions, random: SeededRandom): readonly SchemaText[] => {
  if (real.length > 0 && (realOnly || random.int(5) === 0)) return random.pick(real);
  return [{ location: 'made.xsd', namespace: 'urn:t', text: writeXml(new SchemaMaker(random).schema()) }];
};

/**
 * Compares made and real schemas with changed ones, both ways, and looks for documents that a component of the wanted schema has
 * and the advertised one refuses although they were said to be compatible.
 */
export const runSoundness = (options: RunOptions): Tally => {
  const random = createSeededRandom(options.seed);
  const tally: Tally = {
    pairs: 0,
    exact: 0,
    compatible: 0,
    incompatible: 0,
    undecided: 0,
    documents: 0,
    shown: 0,
    violations: [],
  };
  while (tally.pairs < options.pairs) {
    const original = withInstances(startFrom(options, random), random);
    if (original === undefined) continue;
    for (let count = 0; count < MUTANTS && tally.pairs < options.pairs; count++) {
      const mutant = withInstances(mutateSet(random, original.side.texts), random);
      if (mutant === undefined) continue;
      comparePair(tally, [original, mutant], random);
      comparePair(tally, [mutant, original], random);
      mutant.side.dispose();
    }
    original.side.dispose();
    options.onProgress?.(tally);
  }
  return tally;
};
