import type { SeededRandom } from '../../support/seeded-random.js';

/** A content model over elements with one-letter names, as a tree. */
export type Model =
  | { readonly kind: 'leaf'; readonly name: string; readonly min: number; readonly max: number }
  | {
      readonly kind: 'group';
      readonly choice: boolean;
      readonly parts: readonly Model[];
      readonly min: number;
      readonly max: number;
    };

const OCCURS: readonly (readonly [number, number])[] = [
  [1, 1],
  [1, 1],
  [1, 1],
  [0, 1],
  [0, 1],
  [0, Infinity],
  [1, Infinity],
  [2, 2],
  [2, 4],
  [0, 3],
  [2, Infinity],
  [3, 3],
];

/** A random model of limited depth. */
export const createModel = (random: SeededRandom, depth = 3): Model => {
  const [min, max] = random.pick(OCCURS);
  if (depth === 0 || random.int(3) === 0)
    return { kind: 'leaf', name: random.pick(['a', 'b', 'c', 'd', 'e']), min, max };
  const parts = Array.from({ length: random.intBetween(1, 3) }, () => createModel(random, depth - 1));
  return { kind: 'group', choice: random.int(2) === 0, parts, min, max };
};

const occurs = ({ min, max }: Model): string =>
  `minOccurs="${String(min)}" maxOccurs="${max === Infinity ? 'unbounded' : String(max)}"`;

/** The model as XSD. */
export const toXsd = (model: Model): string => {
  if (model.kind === 'leaf') return `<xs:element name="${model.name}" ${occurs(model)}/>`;
  const tag = model.choice ? 'xs:choice' : 'xs:sequence';
  return `<${tag} ${occurs(model)}>${model.parts.map(toXsd).join('')}</${tag}>`;
};

/** Places in `word` where a reading of the model that began at one of `starts` may end: plain sets, no automaton. */
const once = (model: Model, word: string, starts: ReadonlySet<number>): ReadonlySet<number> => {
  if (model.kind === 'leaf') return new Set([...starts].filter((at) => word[at] === model.name).map((at) => at + 1));
  if (model.choice) return new Set(model.parts.flatMap((part) => [...ends(part, word, starts)]));
  return model.parts.reduce((from, part) => ends(part, word, from), starts);
};

const ends = (model: Model, word: string, starts: ReadonlySet<number>): ReadonlySet<number> => {
  const found = new Set<number>();
  let now = starts;
  const rounds = model.max === Infinity ? model.min + word.length + 1 : model.max;
  for (let round = 0; round <= rounds; round++) {
    if (round >= model.min) for (const at of now) found.add(at);
    if (round < rounds) now = once(model, word, now);
  }
  return found;
};

/** Whether the model takes the word. */
export const takesWord = (model: Model, word: string): boolean => ends(model, word, new Set([0])).has(word.length);

/** A word of the model, or nearly so. */
export const createWord = (random: SeededRandom, model: Model): string => {
  const word = createValid(random, model).slice(0, 14);
  const letters = [...word];
  if (random.int(2) === 0) return word;
  const at = random.int(letters.length + 1);
  if (random.int(2) === 0) letters.splice(at, 1);
  else letters.splice(at, 0, random.pick(['a', 'b', 'c', 'd', 'e']));
  return letters.join('');
};

const createValid = (random: SeededRandom, model: Model): string => {
  const count = random.intBetween(model.min, Math.min(model.max, model.min + 2));
  return Array.from({ length: count }, () => {
    if (model.kind === 'leaf') return model.name;
    return (model.choice ? [random.pick(model.parts)] : model.parts).map((part) => createValid(random, part)).join('');
  }).join('');
};
