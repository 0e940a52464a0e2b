import type { NameKey } from '../../xml/index.js';
import type { AdvertisedComponent, ComponentSet, MethodSignature, SetNumber, SetView } from '../tables/index.js';
import { ComponentTable } from './component-table.js';
import type { Hashing } from './hash.js';
import { NameTable } from './name-table.js';
import type { Row, SharedComponents } from './row.js';
import type { RowList } from './row-list.js';
import { SetTable } from './set-table.js';
import type { SetPlace } from './set-table.js';

/** A distinct component with the sets that hold it. */
export interface IndexedComponent {
  readonly component: AdvertisedComponent;
  readonly sets: Iterable<SharedComponents>;
}

/** The inverted index over components. Sets without rows are not in it. */
export interface ComponentIndex {
  /** The one object for a set that has rows. */
  readonly get: (number: SetNumber) => SharedComponents | undefined;
  /** Does what takes long of {@link add}, step by step: nothing is found before that. */
  readonly prepare: (number: SetNumber, set: ComponentSet) => Iterable<void>;
  /** Takes in a set that gets its first row. */
  readonly add: (number: SetNumber, set: ComponentSet) => SharedComponents;
  /** Every set. */
  readonly all: () => Iterable<SharedComponents>;
  /** The set lost its last row. */
  readonly drop: (shared: SharedComponents) => void;
  /** Distinct components of a kind and name, over all documents. */
  readonly find: (kind: AdvertisedComponent['kind'], name: string) => Iterable<IndexedComponent>;
  /** Sets with a component of a kind and name, each once for every such component. */
  readonly holders: (kind: AdvertisedComponent['kind'], name: string) => Iterable<SharedComponents>;
  /** How many {@link holders} there are, without looking at them; counted only as far as `enough`. */
  readonly countHolders: (kind: AdvertisedComponent['kind'], name: string, enough: number) => number;
  /** Sets with a method of that name. */
  readonly findByMethod: (name: string) => ReadonlySet<SharedComponents>;
  /** Distinct names of the components of a kind. */
  readonly names: (kind: AdvertisedComponent['kind']) => Iterable<NameKey>;
  /** Another number whenever a set has come or gone. */
  readonly version: () => number;
}

/** A set over the columns. */
class IndexedSet implements SharedComponents, SetView {
  readonly number: SetNumber;
  readonly rows: RowList<Row>;
  readonly place: SetPlace;
  readonly #sets: SetTable;

  constructor(sets: SetTable, number: SetNumber, { place, rows }: { place: SetPlace; rows: RowList<Row> }) {
    this.#sets = sets;
    this.number = number;
    this.place = place;
    this.rows = rows;
  }

  get digest(): string {
    return this.place.digest;
  }

  get view(): SetView {
    return this;
  }

  get size(): number {
    return this.place.components.length;
  }

  find(kind: AdvertisedComponent['kind'], name: NameKey): AdvertisedComponent | undefined {
    return this.#sets.find(this, { kind, name });
  }

  names(kind: AdvertisedComponent['kind']): readonly NameKey[] {
    return this.#sets.names(this.place, kind);
  }

  get methods(): readonly MethodSignature[] {
    return this.#sets.methods(this.place);
  }
}

/** What comes of steps that are all taken at once. */
const finish = <Value>(steps: Generator<void, Value>): Value => {
  for (;;) {
    const { done, value } = steps.next();
    if (done === true) return value;
  }
};

/** An index whose lists of rows `createRows` makes. */
export const createComponentIndex = (createRows: () => RowList<Row>, hashing: Hashing): ComponentIndex => {
  const names = new NameTable();
  const components = new ComponentTable(names, hashing);
  const sets = new SetTable(names, components);
  const byNumber = new Map<SetNumber, IndexedSet>();
  let version = 0;

  /** Taken in, but not found yet. */
  const prepared = new Map<SetNumber, SetPlace>();

  const prepare = function* (number: SetNumber, set: ComponentSet): Generator<void, void> {
    if (!prepared.has(number)) prepared.set(number, yield* sets.add(number, set));
  };

  const listSets = function* (numbers: Iterable<SetNumber>): Generator<SharedComponents, void> {
    for (const number of numbers) {
      const shared = byNumber.get(number);
      if (shared) yield shared;
    }
  };

  return {
    get: (number) => byNumber.get(number),
    all: () => byNumber.values(),
    prepare,
    add: (number, set) => {
      const place = prepared.get(number) ?? finish(sets.add(number, set));
      prepared.delete(number);
      const shared = new IndexedSet(sets, number, { place, rows: createRows() });
      byNumber.set(number, shared);
      version++;
      return shared;
    },
    drop: ({ number }) => {
      const shared = byNumber.get(number);
      if (!shared) return;
      byNumber.delete(number);
      version++;
      sets.remove(shared.place);
    },
    find: function* (kind, name) {
      for (const number of components.find(kind, name)) {
        const component = components.get(number);
        yield { component, sets: { [Symbol.iterator]: () => listSets(sets.withComponent(number)) } };
      }
    },
    holders: function* (kind, name) {
      for (const number of components.find(kind, name)) yield* listSets(sets.withComponent(number));
    },
    countHolders: (kind, name, enough) => {
      let count = 0;
      for (const number of components.find(kind, name)) {
        count += components.uses(number);
        if (count >= enough) break;
      }
      return count;
    },
    findByMethod: (name) => new Set(listSets(sets.withMethod(name))),
    names: (kind) => components.namesOf(kind),
    version: () => version,
  };
};
