import type { ComplexType } from '../model/components.js';
import { hashText } from './describe.js';
import type { Description } from './describe.js';

/** Types that refer to one another in circles, and what is known of the others. */
export interface TypeGroup {
  readonly types: readonly ComplexType[];
  readonly describe: (type: ComplexType) => Description;
  /** Hashes of the types that the group leads to. */
  readonly hashes: ReadonlyMap<ComplexType, string>;
}

/** Types by class: those of one class mean the same. */
type Classes = ReadonlyMap<ComplexType, number>;

/** Most places visited to find the smallest text of a group; beyond that names decide where to begin. */
const MAX_VISITS = 1_000_000;

/** Most rounds of telling types apart; a longer chain of differences is told by names. */
const MAX_ROUNDS = 1000;

const regroup = (types: readonly ComplexType[], signatureOf: (type: ComplexType) => string): Classes => {
  const numbers = new Map<string, number>();
  const classes = new Map<ComplexType, number>();
  for (const type of types) {
    const signature = signatureOf(type);
    const number = numbers.get(signature) ?? numbers.size;
    numbers.set(signature, number);
    classes.set(type, number);
  }
  return classes;
};

const count = (classes: Classes): number => new Set(classes.values()).size;

/** Tells types apart by what they say, then by the classes of what they refer to, until nothing more is told apart. */
const classify = ({ types, describe, hashes }: TypeGroup): Classes => {
  let classes: Classes = new Map();
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const last = classes;
    const next = regroup(types, (type) => {
      const { text, references } = describe(type);
      return [text, ...references.map((other) => hashes.get(other) ?? last.get(other) ?? '')].join(' ');
    });
    if (round > 0 && count(next) === count(last)) return next;
    classes = next;
  }
  return regroup(types, (type) => `${String(classes.get(type))} ${type.name ?? ''}`);
};

/** What a walk from one class sees, and the classes in the order in which it comes to them. */
interface Walk {
  readonly text: string;
  readonly order: readonly number[];
}

/** Walks the classes from one of them in the order of references: equal texts mean the same, whatever the names. */
const walk = (
  group: TypeGroup,
  members: ReadonlyMap<number, ComplexType>,
  parts: { from: number; classes: Classes },
): Walk => {
  const { from, classes } = parts;
  const places = new Map([[from, 0]]);
  const order = [from];
  const lines: string[] = [];
  for (const at of order) {
    const type = members.get(at);
    if (type === undefined) continue;
    const { text, references } = group.describe(type);
    const told = references.map((other) => {
      const known = group.hashes.get(other);
      const next = classes.get(other);
      if (known !== undefined || next === undefined) return known ?? '';
      if (!places.has(next)) order.push(next);
      places.set(next, places.get(next) ?? places.size);
      return String(places.get(next));
    });
    lines.push([text, ...told].join(' '));
  }
  return { text: lines.join('\n'), order };
};

/** Classes at which a walk may begin: those that say the least, in the order of texts. */
const listStarts = ({ describe }: TypeGroup, members: ReadonlyMap<number, ComplexType>): readonly number[] => {
  const texts = [...members].map(([number, type]) => [describe(type).text, number] as const);
  const least = texts.reduce((smallest, [text]) => (text < smallest ? text : smallest), texts[0]?.[0] ?? '');
  const starts = texts.filter(([text]) => text === least).map(([, number]) => number);
  if (starts.length * members.size <= MAX_VISITS) return starts;
  const named = starts.toSorted((left, right) =>
    (members.get(left)?.name ?? '') < (members.get(right)?.name ?? '') ? -1 : 1,
  );
  return named.slice(0, 1);
};

/**
 * Hashes of types that refer to one another in circles: of the smallest text that a walk through the group gives, and
 * of each type's place in it. Neither names nor the order of declarations matter, nor how often the same is declared.
 */
export const hashGroup = (group: TypeGroup): ReadonlyMap<ComplexType, string> => {
  const classes = classify(group);
  const members = new Map<number, ComplexType>();
  for (const type of group.types) {
    const number = classes.get(type) ?? 0;
    if (!members.has(number)) members.set(number, type);
  }
  const walks = listStarts(group, members).map((from) => walk(group, members, { from, classes }));
  const smallest = walks.reduce<Walk | undefined>(
    (best, each) => (best === undefined || each.text < best.text ? each : best),
    undefined,
  );
  const whole = hashText(smallest?.text ?? '');
  const places = new Map(smallest?.order.map((number, at) => [number, at]));
  return new Map(
    group.types.map((type) => [type, hashText(`${whole}\n${String(places.get(classes.get(type) ?? 0))}`)]),
  );
};
