import { toNameKey } from '../../xml/index.js';
import type { NameKey, XmlName } from '../../xml/index.js';
import type { Particle } from '../model/components.js';
import { multiplyOccurs, spreadSequence } from '../model/particle.js';

/** How often an element of each name may stand at most, with its name. */
type Counts = ReadonlyMap<NameKey, { readonly name: XmlName; readonly max: number }>;

const combine = (counts: readonly Counts[], isChoice: boolean): Counts => {
  const all = new Map<NameKey, { readonly name: XmlName; readonly max: number }>();
  for (const each of counts) {
    for (const [key, { name, max }] of each) {
      const before = all.get(key)?.max ?? 0;
      all.set(key, { name, max: isChoice ? Math.max(before, max) : before + max });
    }
  }
  return all;
};

const countNames = (particle: Particle): Counts => {
  if (particle.kind === 'any') return new Map();
  if (particle.kind === 'element') {
    const { name } = particle.element;
    return new Map([[toNameKey(name), { name, max: particle.max }]]);
  }
  const isChoice = particle.compositor === 'choice';
  const inside = combine((isChoice ? particle.particles : spreadSequence(particle)).map(countNames), isChoice);
  if (particle.max === 1) return inside;
  return new Map([...inside].map(([key, { name, max }]) => [key, { name, max: multiplyOccurs(max, particle.max) }]));
};

/** Name and shape of one element member. */
export interface Member {
  readonly member: string;
  readonly repeated: boolean;
}

/** Local names, or name keys for those of which there are two (the values' rule for clashes). */
export const nameMembers = (names: readonly XmlName[]): readonly string[] => {
  const seen = new Map<string, number>();
  for (const { local } of names) seen.set(local, (seen.get(local) ?? 0) + 1);
  return names.map((name) => ((seen.get(name.local) ?? 0) > 1 ? toNameKey(name) : name.local));
};

/** Members that the elements of a content model become, by name key. */
export const planMembers = (particle: Particle): ReadonlyMap<NameKey, Member> => {
  const counts = [...countNames(particle)];
  const names = nameMembers(counts.map(([, { name }]) => name));
  return new Map(counts.map(([key, { max }], at) => [key, { member: names[at] ?? key, repeated: max > 1 }]));
};
