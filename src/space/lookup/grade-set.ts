import type { ComponentKey, Direction, Verdict } from '../../schema/index.js';
import { gradeOf } from '../../schema/index.js';
import type { Match } from '../model.js';
import type { AdvertisedComponent, MethodSignature, SetView } from '../tables/index.js';
import type { ComparedPair } from './verdicts.js';
import { directionOf } from './verdicts.js';
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

const findComponent = (
  set: SetView,
  { kind, name }: Pick<ComponentKey, 'kind' | 'name'>,
): AdvertisedComponent | undefined => set.find(kind, name);

const compare = (
  find: FindVerdict,
  wanted: ComponentKey,
  found: { readonly component: AdvertisedComponent; readonly direction: Direction } | undefined,
): ComponentOutcome => {
  if (found === undefined) return { wanted, verdict: 'missing', pair: undefined };
  const pair = { wanted, ...found };
  return { wanted, verdict: find(pair) ?? 'undecided', pair };
};

const gradeComponent = (find: FindVerdict, set: SetView, wanted: ComponentKey): ComponentOutcome => {
  const component = findComponent(set, wanted);
  return compare(find, wanted, component && { component, direction: directionOf(component.role) });
};

/** How one method of a set answers: a request must be understood by the service, an answer by who asks. */
const tryMethod = (
  find: FindVerdict,
  { set, method }: { readonly set: SetView; readonly method: MethodSignature },
  wanted: MethodCriterion,
): MethodOutcome => {
  const part = (key: ComponentKey | undefined, name: string | undefined, direction: Direction): ComponentOutcome[] => {
    if (key === undefined) return [];
    const component = key.name === name ? findComponent(set, key) : undefined;
    return [compare(find, key, component && { component, direction })];
  };
  const parts = [...part(wanted.input, method.request, 'in'), ...part(wanted.output, method.response, 'out')];
  const named: FoundVerdict = wanted.name === undefined || wanted.name === method.name ? 'exact' : 'missing';
  return { wanted, method, parts, verdict: worst([named, ...parts.map(({ verdict }) => verdict)]) };
};

const countFound = ({ parts }: MethodOutcome): number => parts.reduce((sum, { verdict }) => sum + rankOf(verdict), 0);

const gradeMethod = (find: FindVerdict, set: SetView, wanted: MethodCriterion): MethodOutcome => {
  let best: MethodOutcome = { wanted, verdict: 'missing', method: undefined, parts: [] };
  for (const method of set.methods) {
    const outcome = tryMethod(find, { set, method }, wanted);
    const order = rankOf(outcome.verdict) - rankOf(best.verdict) || countFound(outcome) - countFound(best);
    if (order > 0) best = outcome;
  }
  return best;
};

/** Grades a set of components: every wanted component in the role that it has there, every wanted method by the best one. */
export const gradeSet = (find: FindVerdict, wanted: Wanted, set: SetView): SetMatch => {
  const components = wanted.components.map((key) => gradeComponent(find, set, key));
  const methods = wanted.methods.map((criterion) => gradeMethod(find, set, criterion));
  return { ...gradeOf([...components, ...methods].map(({ verdict }) => verdict)), components, methods };
};
