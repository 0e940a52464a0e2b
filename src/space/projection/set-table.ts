import type { ComponentKind } from '../../schema/index.js';
import type { AdvertisedComponent, ComponentSet, MethodSignature, SetNumber } from '../tables/index.js';
import { Chains } from './chains.js';
import { Column } from './column.js';
import type { ComponentNumber, ComponentTable } from './component-table.js';
import type { NameTable } from './name-table.js';

/** Where a set stands in the columns. */
export interface SetPlace {
  readonly digest: string;
  readonly components: Block;
  readonly methods: Block;
  /** Numbers of the names of faults, by the place of their method: few methods have any. */
  readonly faults: ReadonlyMap<number, readonly number[]> | undefined;
}

/** Places that follow one another. */
interface Block {
  readonly first: number;
  readonly length: number;
}

/** Hands out blocks of places, from 1. */
class Blocks {
  readonly #free = new Map<number, number[]>();
  #next = 1;

  /** Places in use or free, and the one after them. */
  get end(): number {
    return this.#next;
  }

  take(length: number): Block {
    const free = this.#free.get(length)?.pop();
    if (free !== undefined) return { first: free, length };
    const first = this.#next;
    this.#next += length;
    return { first, length };
  }

  giveBack({ first, length }: Block): void {
    const free = this.#free.get(length) ?? [];
    free.push(first);
    this.#free.set(length, free);
  }
}

/** Components of a set that are looked through for one of them. */
const MAX_LOOKED_THROUGH = 256;

/** Components taken in at once: some milliseconds. */
const TURN_COMPONENTS = 500;

const createNumbers = (): Column<Uint32Array> => new Column((length) => new Uint32Array(length));

/**
 * What each set holds, as numbers of components and names, and for each component and each name of a method the sets that
 * hold it: a hundred thousand sets of real services take about 100 MB less than as objects.
 */
export class SetTable {
  readonly #names: NameTable;
  readonly #components: ComponentTable;
  readonly #held = new Blocks();
  readonly #heldBy = createNumbers();
  readonly #heldComponents = createNumbers();
  readonly #byComponent = new Chains();
  readonly #methods = new Blocks();
  readonly #methodOf = createNumbers();
  readonly #methodNames = createNumbers();
  readonly #requests = createNumbers();
  readonly #responses = createNumbers();
  readonly #byMethod = new Chains();

  constructor(names: NameTable, components: ComponentTable) {
    this.#names = names;
    this.#components = components;
  }

  /** Takes a set in; yields after every some hundred components, so that others can get their turn in between. */
  *add(number: SetNumber, { digest, components, methods }: ComponentSet): Generator<void, SetPlace> {
    const held = this.#held.take(components.length);
    const called = this.#methods.take(methods.length);
    this.#makeRoom();
    for (const [at, component] of components.entries()) {
      const place = held.first + at;
      const used = this.#components.use(component);
      this.#heldBy.set(place, number);
      this.#heldComponents.set(place, used);
      this.#byComponent.add(used, place);
      if (at % TURN_COMPONENTS === TURN_COMPONENTS - 1) yield;
    }
    methods.forEach((method, at) => this.#addMethod(number, called.first + at, method));
    const faults = new Map<number, readonly number[]>();
    methods.forEach((method, at) => {
      if (method.faults.length === 0) return;
      faults.set(
        called.first + at,
        method.faults.map((fault) => this.#names.use(fault)),
      );
    });
    return { digest, components: held, methods: called, faults: faults.size > 0 ? faults : undefined };
  }

  remove({ components, methods, faults }: SetPlace): void {
    for (let place = components.first; place < components.first + components.length; place++) {
      const used = this.#heldComponents.get(place);
      this.#byComponent.remove(used, place);
      this.#components.release(used);
    }
    for (let place = methods.first; place < methods.first + methods.length; place++) this.#removeMethod(place);
    for (const names of faults?.values() ?? []) for (const name of names) this.#names.release(name);
    this.#held.giveBack(components);
    this.#methods.giveBack(methods);
  }

  /** The component of a set that has a kind and name. */
  find(
    { number, place }: { readonly number: SetNumber; readonly place: SetPlace },
    { kind, name }: Pick<AdvertisedComponent, 'kind' | 'name'>,
  ): AdvertisedComponent | undefined {
    const found = this.#names.find(name);
    if (found === 0) return undefined;
    const { first, length } = place.components;
    if (length > MAX_LOOKED_THROUGH) return this.#findByName(number, place, { kind, name });
    for (let at = first; at < first + length; at++) {
      const component = this.#heldComponents.get(at);
      if (this.#components.isOf(component, kind, found)) return this.#components.get(component);
    }
    return undefined;
  }

  /** Among all components of the name: there may be many of a common one, but only large sets are looked into like this. */
  #findByName(
    number: SetNumber,
    { components }: SetPlace,
    { kind, name }: Pick<AdvertisedComponent, 'kind' | 'name'>,
  ): AdvertisedComponent | undefined {
    for (const component of this.#components.find(kind, name)) {
      if (this.#holds(number, components, component)) return this.#components.get(component);
    }
    return undefined;
  }

  /** Names of the components of a kind in a set. */
  names({ components }: SetPlace, kind: ComponentKind): readonly string[] {
    const names: string[] = [];
    for (let place = components.first; place < components.first + components.length; place++) {
      const component = this.#heldComponents.get(place);
      if (this.#components.isKind(component, kind)) names.push(this.#components.name(component));
    }
    return names;
  }

  methods({ methods, faults }: SetPlace): readonly MethodSignature[] {
    return Array.from({ length: methods.length }, (_, at) => this.#getMethod(methods.first + at, faults));
  }

  /** By looking through the components of the set, or through the sets with the component, whichever are fewer. */
  #holds(number: SetNumber, { first, length }: Block, component: ComponentNumber): boolean {
    if (length > this.#components.uses(component)) {
      for (const set of this.withComponent(component)) if (set === number) return true;
      return false;
    }
    for (let place = first; place < first + length; place++) {
      if (this.#heldComponents.get(place) === component) return true;
    }
    return false;
  }

  /** Sets that hold a component. */
  *withComponent(component: number): Generator<SetNumber, void> {
    for (const place of this.#byComponent.members(component)) yield this.#heldBy.get(place);
  }

  /** Sets with a method of that name. */
  *withMethod(name: string): Generator<SetNumber, void> {
    for (const place of this.#byMethod.members(this.#names.find(name))) yield this.#methodOf.get(place);
  }

  #makeRoom(): void {
    const rooms = [
      { end: this.#held.end, columns: [this.#heldBy, this.#heldComponents] },
      {
        end: this.#methods.end,
        columns: [this.#methodOf, this.#methodNames, this.#requests, this.#responses],
      },
    ];
    for (const { end, columns } of rooms) for (const column of columns) if (!column.has(end)) column.growTo(end);
  }

  #addMethod(number: SetNumber, place: number, { name, request, response }: MethodSignature): void {
    const used = this.#names.use(name);
    this.#methodOf.set(place, number);
    this.#methodNames.set(place, used);
    this.#requests.set(place, this.#names.use(request));
    this.#responses.set(place, this.#names.use(response));
    this.#byMethod.add(used, place);
  }

  #removeMethod(place: number): void {
    this.#byMethod.remove(this.#methodNames.get(place), place);
    for (const column of [this.#methodNames, this.#requests, this.#responses]) this.#names.release(column.get(place));
  }

  #getMethod(place: number, faults: SetPlace['faults']): MethodSignature {
    const response = this.#responses.get(place);
    return {
      name: this.#names.text(this.#methodNames.get(place)),
      request: this.#names.text(this.#requests.get(place)),
      response: response === 0 ? undefined : this.#names.text(response),
      faults: (faults?.get(place) ?? []).map((name) => this.#names.text(name)),
    };
  }
}
