import type { ComponentKey, Fingerprint } from '../facade.js';
import type { ComplexType, ComponentModel } from '../model/components.js';
import { groupCycles } from './components.js';
import { createDescriber, hashText } from './describe.js';
import type { Describer } from './describe.js';

/** Rounds after which types of one circle that still look alike are told apart by their names. */
const MAX_ROUNDS = 100;

/** Complex types that stand in a model's components, directly or below. */
const listRoots = (model: ComponentModel): readonly ComplexType[] => {
  const roots: ComplexType[] = [];
  for (const type of model.types.values()) if (type.kind === 'complex') roots.push(type);
  for (const { type } of model.elements.values()) if (type.kind === 'complex') roots.push(type);
  return roots;
};

/**
 * Hashes the types of one circle as a group: each round hashes every type with the last round's hashes for its
 * neighbours, until no round tells more types apart than the one before. Names and order of declarations do not matter.
 */
const hashGroup = (group: readonly ComplexType[], describer: Describer, hashes: Map<ComplexType, string>): void => {
  const [first] = group;
  const isCircle = group.length > 1 || (first !== undefined && describer.referencesOf(first).includes(first));
  for (const type of group) hashes.set(type, '');
  let told = 0;
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const texts = group.map((type) => describer.describeComplex(type, (other) => hashes.get(other) ?? ''));
    for (const [at, type] of group.entries()) hashes.set(type, hashText(texts[at] ?? ''));
    const distinct = new Set(texts).size;
    if (distinct === told || !isCircle) return;
    told = distinct;
  }
  const all = hashText(
    group
      .map((type) => hashes.get(type) ?? '')
      .sort()
      .join(),
  );
  for (const [at, type] of group.entries()) {
    hashes.set(type, hashText(JSON.stringify([all, hashes.get(type), type.name ?? at])));
  }
};

const hashTypes = (model: ComponentModel, describer: Describer): ReadonlyMap<ComplexType, string> => {
  const hashes = new Map<ComplexType, string>();
  for (const group of groupCycles(listRoots(model), describer.referencesOf)) hashGroup(group, describer, hashes);
  return hashes;
};

const toFingerprint = (text: string): Fingerprint => `s1:${hashText(text)}`;

/**
 * Every global element and type with its fingerprint, in the order of their keys. A fingerprint stands for a
 * component with its closure: names of elements and attributes, structure, facets by value. Equal ones mean equal
 * components; what a lax or strict wildcard could lead to elsewhere in the schema is not part of it.
 */
export const listComponents = (model: ComponentModel): readonly ComponentKey[] => {
  const describer = createDescriber(model);
  const hashes = hashTypes(model, describer);
  const hashOf = (type: ComplexType): string => hashes.get(type) ?? '';
  const keys: ComponentKey[] = [];
  for (const [name, element] of model.elements) {
    keys.push({ kind: 'element', name, fingerprint: toFingerprint(describer.describeElement(element, hashOf)) });
  }
  for (const [name, type] of model.types) {
    const text = type.kind === 'simple' ? describer.describeSimple(type) : hashOf(type);
    keys.push({ kind: 'type', name, fingerprint: toFingerprint(JSON.stringify([type.kind, text])) });
  }
  const order = (key: ComponentKey): string => `${key.kind} ${key.name}`;
  return keys.sort((left, right) => (order(left) < order(right) ? -1 : 1));
};
