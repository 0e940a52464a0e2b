import type { ComponentModel, ElementDeclaration, Particle, Type } from '../model/components.js';
import { createConfigurations } from './configurations.js';
import type { Configuration } from './configurations.js';
import { createReplacements } from './replacing.js';
import type { Replacements } from './replacing.js';
import type { Difference, DifferenceCollector, PlacedDifference, WantedSide } from './difference.js';

/** A segment of a path, and how the place is called in sentences. */
export interface Place {
  /** As in `item[]` or `@sku`. */
  readonly segment: string;
  /** As in `element item` or `@sku`. */
  readonly subject: string;
}

/** The rules that call one another in circles, as documents nest. */
export interface InclusionRules {
  readonly includesElement: (comparison: Comparison, narrow: ElementDeclaration, wide: ElementDeclaration) => boolean;
  readonly includesType: (comparison: Comparison, narrow: Type, wide: Type) => boolean;
}

/**
 * One comparison of two components: whether all that is valid by the narrow one is valid by the wide one. It holds what was
 * found so far and what it may still cost. Without a collector it ends at the first difference.
 */
export interface Comparison extends InclusionRules {
  readonly narrow: ComponentModel;
  readonly wide: ComponentModel;
  /** Whose order differences are told in. */
  readonly wanted: WantedSide;
  /** What may replace types by `xsi:type` on the narrow side. */
  readonly narrowReplacements: Replacements;
  readonly wideReplacements: Replacements;
  /** Counts work; `false` once the budget is spent, after which nothing fits and nothing is decided. */
  readonly step: (count?: number) => boolean;
  /** Notes that something is not decided; it counts as not fitting. */
  readonly giveUp: () => false;
  readonly isUndecided: () => boolean;
  /** Notes that the answer depends on global declarations, which are no part of a component's fingerprint. */
  readonly consult: () => void;
  readonly isOpen: () => boolean;
  /** Whether differences are collected and there is room for more. */
  readonly isCollecting: () => boolean;
  /** Notes a difference at the place at hand. */
  readonly fail: (tell: (subject: string) => Difference) => false;
  /** Whether what is compared at a place further in fits. */
  readonly inside: (place: Place, compare: () => boolean) => boolean;
  /**
   * Whether identity constraints of the wide schema look at what is compared: then not only the texts count, but which
   * values they are, and which values are there without being written.
   */
  readonly isKeyed: () => boolean;
  /** Compares what identity constraints look at. */
  readonly keyed: (compare: () => boolean) => boolean;
  /** Whether everything fits; goes on after the first that does not only while differences are collected. */
  readonly all: <Item>(items: Iterable<Item>, fits: (item: Item) => boolean) => boolean;
  /** First configuration of a content model. */
  readonly configurationOf: (particle: Particle) => Configuration;
  /**
   * Compares two parts once. Types refer to one another in circles, so a pair that is being compared counts as
   * fitting; when it turns out not to, what was found meanwhile is forgotten.
   */
  readonly compareOnce: (narrow: object, wide: object, compare: () => boolean) => boolean;
}

/** What a comparison is made of. */
export interface ComparisonOptions {
  readonly narrow: ComponentModel;
  readonly wide: ComponentModel;
  readonly wanted: WantedSide;
  readonly rules: InclusionRules;
  readonly maxSteps: number;
  /** How the root is called in sentences. */
  readonly subject: string;
  readonly collector?: DifferenceCollector;
}

/** More than the parts of any two schemas. */
const MAX_IDS = 2 ** 25;

/** Nodes of a content model that are visited in about the time of any other step. */
const NODES_PER_STEP = 8;

/** Deepest nesting of parts that are compared inside one another: the engine's stack has an end. */
const MAX_DEPTH = 400;

class BudgetedComparison implements Comparison {
  readonly narrow: ComponentModel;
  readonly wide: ComponentModel;
  readonly wanted: WantedSide;
  readonly narrowReplacements: Replacements;
  readonly wideReplacements: Replacements;
  readonly includesElement: InclusionRules['includesElement'];
  readonly includesType: InclusionRules['includesType'];
  readonly #maxSteps: number;
  readonly #collector: DifferenceCollector | undefined;
  readonly #ids = new Map<object, number>();
  readonly #configurations = new Map<Particle, Configuration>();
  readonly #fitting = new Set<number>();
  /** The same in the order in which they came. */
  readonly #assumed: number[] = [];
  readonly #differing = new Map<number, readonly PlacedDifference[]>();
  readonly #path: string[] = [];
  readonly #subjects: string[];
  #steps = 0;
  #depth = 0;
  #undecided = false;
  #isKeyed = false;
  #isOpen = false;

  constructor({ narrow, wide, wanted, rules, maxSteps, subject, collector }: ComparisonOptions) {
    this.narrow = narrow;
    this.wanted = wanted;
    this.wide = wide;
    const step = (count: number): void => void this.step(count);
    this.narrowReplacements = createReplacements(narrow, step);
    this.wideReplacements = createReplacements(wide, step);
    this.includesElement = rules.includesElement;
    this.includesType = rules.includesType;
    this.#maxSteps = maxSteps;
    this.#collector = collector;
    this.#subjects = [subject];
  }

  readonly step = (count = 1): boolean => {
    this.#steps += count;
    return this.#steps <= this.#maxSteps || this.giveUp();
  };

  readonly giveUp = (): false => {
    this.#undecided = true;
    return false;
  };

  isUndecided(): boolean {
    return this.#undecided;
  }

  consult(): void {
    this.#isOpen = true;
  }

  isOpen(): boolean {
    return this.#isOpen;
  }

  isCollecting(): boolean {
    return this.#collector?.isFull() === false;
  }

  fail(tell: (subject: string) => Difference): false {
    // What looks different only because the budget was spent is none.
    if (this.#collector !== undefined && this.#steps <= this.#maxSteps)
      this.#collector.add({ path: [...this.#path], difference: tell(this.#subjects.at(-1) ?? '') });
    return false;
  }

  inside({ segment, subject }: Place, compare: () => boolean): boolean {
    this.#path.push(segment);
    this.#subjects.push(subject);
    const fits = compare();
    this.#path.pop();
    this.#subjects.pop();
    return fits;
  }

  isKeyed(): boolean {
    return this.#isKeyed;
  }

  keyed(compare: () => boolean): boolean {
    const before = this.#isKeyed;
    this.#isKeyed = true;
    const fits = compare();
    this.#isKeyed = before;
    return fits;
  }

  all<Item>(items: Iterable<Item>, fits: (item: Item) => boolean): boolean {
    let isAll = true;
    for (const item of items) {
      if (fits(item)) continue;
      isAll = false;
      if (!this.isCollecting()) break;
    }
    return isAll;
  }

  configurationOf(particle: Particle): Configuration {
    const known =
      this.#configurations.get(particle) ??
      createConfigurations(particle, (count) => this.step(count / NODES_PER_STEP));
    this.#configurations.set(particle, known);
    return known;
  }

  compareOnce(narrow: object, wide: object, compare: () => boolean): boolean {
    const key = (this.#idOf(narrow) * MAX_IDS + this.#idOf(wide)) * 2 + Number(this.#isKeyed);
    if (this.#fitting.has(key)) return true;
    const known = this.#differing.get(key);
    if (known !== undefined) return this.#repeat(known);
    if (!this.step(2) || this.#depth >= MAX_DEPTH) return this.giveUp();
    const before = this.#assumed.length;
    const found = this.#collector?.count() ?? 0;
    this.#fitting.add(key);
    this.#assumed.push(key);
    this.#depth++;
    const fits = compare();
    this.#depth--;
    if (fits) return true;
    for (const each of this.#assumed.splice(before)) this.#fitting.delete(each);
    const own = this.#collector?.since(found) ?? [];
    const relative = own.map(({ path, difference }) => ({ path: path.slice(this.#path.length), difference }));
    this.#differing.set(key, relative);
    return false;
  }

  #idOf(part: object): number {
    const id = this.#ids.get(part) ?? this.#ids.size;
    this.#ids.set(part, id);
    return id;
  }

  /** The differences of a pair met before, at the place at hand. */
  #repeat(known: readonly PlacedDifference[]): false {
    for (const { path, difference } of known) this.#collector?.add({ path: [...this.#path, ...path], difference });
    return false;
  }
}

/** A comparison with a budget of steps. */
export const createComparison = (options: ComparisonOptions): Comparison => new BudgetedComparison(options);
