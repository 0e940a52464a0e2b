import type { ComponentKey, Fingerprint } from '../facade.js';
import type { ComplexType, ComponentModel } from '../model/components.js';
import { groupCycles } from './components.js';
import { createDescriber, hashText } from './describe.js';
import type { Describer, Description } from './describe.js';
import { hashGroup } from './hash-group.js';

/** Complex types that stand in a model's components, directly or below. */
const listRoots = (model: ComponentModel): readonly ComplexType[] => {
  const roots: ComplexType[] = [];
  for (const type of model.types.values()) if (type.kind === 'complex') roots.push(type);
  for (const { type } of model.elements.values()) if (type.kind === 'complex') roots.push(type);
  return roots;
};

/** Hash of what a component says with the hashes of what it refers to. */
const hashDescription = ({ text, references }: Description, hashes: ReadonlyMap<ComplexType, string>): string =>
  hashText([text, ...references.map((type) => hashes.get(type) ?? '')].join('\n'));

/** Hashes of all complex types; those that refer to one another in circles are hashed as a group. */
const hashTypes = (model: ComponentModel, { describeComplex }: Describer): ReadonlyMap<ComplexType, string> => {
  const hashes = new Map<ComplexType, string>();
  for (const types of groupCycles(listRoots(model), (type) => describeComplex(type).references)) {
    const [first] = types;
    const isCircle = types.length > 1 || (first !== undefined && describeComplex(first).references.includes(first));
    if (isCircle) {
      for (const [type, hash] of hashGroup({ types, describe: describeComplex, hashes })) hashes.set(type, hash);
    } else if (first !== undefined) hashes.set(first, hashDescription(describeComplex(first), hashes));
  }
  return hashes;
};

const toFingerprint = (kind: string, hash: string): Fingerprint => `s1:${hashText(`${kind}\n${hash}`)}`;

/** Hash of the global attributes of a model, which wildcards may lead to; `''` when there are none. */
export const hashAttributes = (model: ComponentModel): string => {
  if (model.attributes.size === 0) return '';
  const { describeAttribute } = createDescriber(model);
  return hashText([...model.attributes.values()].map(describeAttribute).sort().join('\n'));
};

/**
 * Every global element and type with its fingerprint, in the order of their keys. A fingerprint stands for a
 * component with its closure: names of elements and attributes, structure, facets by value. Equal ones mean equal
 * components; what a lax or strict wildcard could lead to elsewhere in the schema is not part of it.
 */
export const listComponents = (model: ComponentModel): readonly ComponentKey[] => {
  const describer = createDescriber(model);
  const hashes = hashTypes(model, describer);
  const keys: ComponentKey[] = [];
  for (const [name, element] of model.elements) {
    const hash = hashDescription(describer.describeElement(element), hashes);
    keys.push({ kind: 'element', name, fingerprint: toFingerprint('element', hash) });
  }
  for (const [name, type] of model.types) {
    const hash = type.kind === 'simple' ? describer.describeSimple(type) : (hashes.get(type) ?? '');
    keys.push({ kind: 'type', name, fingerprint: toFingerprint(type.kind, hash) });
  }
  const order = (key: ComponentKey): string => `${key.kind} ${key.name}`;
  return keys.sort((left, right) => (order(left) < order(right) ? -1 : 1));
};
