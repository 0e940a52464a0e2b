import type { ComponentKey, Direction, Verdict } from '../../schema/index.js';
import { gradeOf } from '../../schema/index.js';
import type { Match } from '../model.js';
import type { AdvertisedComponent, MethodSignature, SetView } from '../tables/index.js';
import type { ComparedPair } from './verdicts.js';
import { between, directionOf } from './verdicts.js';
import type { MethodCriterion, Wanted } from './wanted.js';

/** A verdict about what was wanted, or that it is not there. */
export type FoundVerdict = Verdict | 'missing';

/** What became of one wanted component. */
export interface ComponentOutcome {
  readonly wanted: ComponentKey;
  readonly verdict: FoundVerdict;
  /** What it was compared with. */
  readonly pair: ComparedPair | undefined;
}

/** What became of one wanted method. */
export interface MethodOutcome {
  readonly wanted: MethodCriterion;
  readonly verdict: FoundVerdict;
  /** The method that answers best. */
  readonly method: MethodSignature | undefined;
  /** Its parts. */
  readonly parts: readonly ComponentOutcome[];
}

/** How a set of components answers what is wanted. */
export interface SetMatch extends Match {
  readonly components: readonly ComponentOutcome[];
  readonly methods: readonly MethodOutcome[];
}

/** The verdict on a pair that was decided; `undefined` counts as undecided. */
export type FindVerdict = (pair: ComparedPair) => Verdict | undefined;

const WORST_FIRST: readonly FoundVerdict[] = ['missing', 'incompatible', 'undecided', 'compatible', 'exact'];

const rankOf = (verdict: FoundVerdict): number => WORST_FIRST.indexOf(verdict);

const worst = (verdicts: readonly FoundVerdict[]): FoundVerdict =>
  WORST_FIRST.find((verdict) => verdicts.includes(verdict)) ?? 'exact';

/** A set that is graded, and what is known of its pairs. */
interface Graded {
  readonly find: FindVerdict;
  readonly set: SetView;
  readonly between: string;
}

const findComponent = (
  { set }: Graded,
  { kind, name }: Pick<ComponentKey, 'kind' | 'name'>,
): AdvertisedComponent | undefined => set.find(kind, name);

const compare = (
  { find, between: schemas }: Graded,
  wanted: ComponentKey,
  found: Pick<ComparedPair, 'component' | 'direction'> | undefined,
): ComponentOutcome => {
  if (found === undefined) return { wanted, verdict: 'missing', pair: undefined };
  const pair = { wanted, ...found, between: schemas };
  return { wanted, verdict: find(pair) ?? 'undecided', pair };
};

const gradeComponent = (graded: Graded, wanted: ComponentKey): ComponentOutcome => {
  const component = findComponent(graded, wanted);
  return compare(graded, wanted, component && { component, direction: directionOf(component.role) });
};

/** How one method of a set answers: a request must be understood by the service, an answer by who asks. */
const tryMethod = (graded: Graded, method: MethodSignature, wanted: MethodCriterion): MethodOutcome => {
  const part = (key: ComponentKey | undefined, name: string | undefined, direction: Direction): ComponentOutcome[] => {
    if (key === undefined) return [];
    const component = key.name === name ? findComponent(graded, key) : undefined;
    return [compare(graded, key, component && { component, direction })];
  };
  const parts = [...part(wanted.input, method.request, 'in'), ...part(wanted.output, method.response, 'out')];
  const named: FoundVerdict = wanted.name === undefined || wanted.name === method.name ? 'exact' : 'missing';
  return { wanted, method, parts, verdict: worst([named, ...parts.map(({ verdict }) => verdict)]) };
};

const countFound = ({ parts }: MethodOutcome): number => parts.reduce((sum, { verdict }) => sum + rankOf(verdict), 0);

const gradeMethod = (graded: Graded, wanted: MethodCriterion): MethodOutcome => {
  let best: MethodOutcome = { wanted, verdict: 'missing', method: undefined, parts: [] };
  for (const method of graded.set.methods) {
    const outcome = tryMethod(graded, method, wanted);
    const order = rankOf(outcome.verdict) - rankOf(best.verdict) || countFound(outcome) - countFound(best);
    if (order > 0) best = outcome;
  }
  return best;
};

/** Grades a set of components: every wanted component in the role that it has there, every wanted method by the best one. */
export const gradeSet = (find: FindVerdict, wanted: Wanted, set: SetView): SetMatch => {
  const graded: Graded = { find, set, between: between(wanted, set) };
  const components = wanted.components.map((key) => gradeComponent(graded, key));
  const methods = wanted.methods.map((criterion) => gradeMethod(graded, criterion));
  return { ...gradeOf([...components, ...methods].map(({ verdict }) => verdict)), components, methods };
};
