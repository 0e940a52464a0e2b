import type { NameKey } from '../../xml/index.js';
import type { AdvertisedComponent, ComponentSet, SetNumber } from '../tables/index.js';
import type { Row, SharedComponents } from './row.js';
import type { RowList } from './row-list.js';

/** A distinct component with the sets that hold it. */
export interface IndexedComponent {
  readonly component: AdvertisedComponent;
  readonly sets: ReadonlySet<SharedComponents>;
}

/** The inverted index over components. Sets without rows are not in it. */
export interface ComponentIndex {
  /** The one object for a set that has rows. */
  readonly get: (number: SetNumber) => SharedComponents | undefined;
  /** Takes in a set that gets its first row. */
  readonly add: (number: SetNumber, set: ComponentSet) => SharedComponents;
  /** The set lost its last row. */
  readonly drop: (shared: SharedComponents) => void;
  /** Distinct components of a kind and name, over all documents. */
  readonly find: (kind: AdvertisedComponent['kind'], name: string) => Iterable<IndexedComponent>;
  /** Sets with a method of that name. */
  readonly findByMethod: (name: string) => ReadonlySet<SharedComponents>;
  /** Distinct names of the components of a kind. */
  readonly names: (kind: AdvertisedComponent['kind']) => Iterable<NameKey>;
  /** Another number whenever a set has come or gone. */
  readonly version: () => number;
}

interface Posting extends IndexedComponent {
  readonly sets: Set<SharedComponents>;
}

const nameOf = ({ kind, name }: Pick<AdvertisedComponent, 'kind' | 'name'>): string => `${kind} ${name}`;
const idOf = ({ fingerprint, role }: AdvertisedComponent): string => `${role} ${fingerprint}`;

const NO_SETS: ReadonlySet<SharedComponents> = new Set();

export const createComponentIndex = (createRows: () => RowList<Row>): ComponentIndex => {
  const byNumber = new Map<SetNumber, SharedComponents>();
  const byName = new Map<string, Map<string, Posting>>();
  const byMethod = new Map<string, Set<SharedComponents>>();
  let version = 0;

  const insert = (shared: SharedComponents): void => {
    for (const component of shared.set.components) {
      const name = nameOf(component);
      const postings = byName.get(name) ?? new Map<string, Posting>();
      byName.set(name, postings);
      const posting = postings.get(idOf(component)) ?? { component, sets: new Set() };
      postings.set(idOf(component), posting);
      posting.sets.add(shared);
    }
    for (const { name } of shared.set.methods) {
      const sets = byMethod.get(name) ?? new Set();
      byMethod.set(name, sets);
      sets.add(shared);
    }
  };

  const removeComponent = (shared: SharedComponents, component: AdvertisedComponent): void => {
    const postings = byName.get(nameOf(component));
    const posting = postings?.get(idOf(component));
    posting?.sets.delete(shared);
    if (posting?.sets.size === 0) postings?.delete(idOf(component));
    if (postings?.size === 0) byName.delete(nameOf(component));
  };

  const removeMethod = (shared: SharedComponents, name: string): void => {
    const sets = byMethod.get(name);
    sets?.delete(shared);
    if (sets?.size === 0) byMethod.delete(name);
  };

  return {
    get: (number) => byNumber.get(number),
    add: (number, set) => {
      const shared: SharedComponents = { number, set, rows: createRows() };
      byNumber.set(number, shared);
      version++;
      insert(shared);
      return shared;
    },
    drop: (shared) => {
      byNumber.delete(shared.number);
      version++;
      for (const component of shared.set.components) removeComponent(shared, component);
      for (const { name } of shared.set.methods) removeMethod(shared, name);
    },
    find: (kind, name) => byName.get(nameOf({ kind, name }))?.values() ?? [],
    findByMethod: (name) => byMethod.get(name) ?? NO_SETS,
    names: function* (kind) {
      const prefix = nameOf({ kind, name: '' });
      for (const name of byName.keys()) if (name.startsWith(prefix)) yield name.slice(prefix.length);
    },
    version: () => version,
  };
};
