import { Column } from './column.js';

const createNumbers = (): Column<Int32Array> => new Column((length) => new Int32Array(length));

const setAt = (column: Column<Int32Array>, at: number, value: number): void => {
  if (!column.has(at)) column.growTo(at);
  column.set(at, value);
};

/**
 * Lists of members, each member in at most one, as chains through columns: 8 bytes a member and 4 a list, whatever their
 * number. Lists and members are whole numbers from 1; a list holds its members in no order.
 */
export class Chains {
  readonly #heads = createNumbers();
  readonly #next = createNumbers();
  readonly #previous = createNumbers();

  add(list: number, member: number): void {
    const head = this.first(list);
    setAt(this.#next, member, head);
    setAt(this.#previous, member, 0);
    if (head !== 0) this.#previous.set(head, member);
    setAt(this.#heads, list, member);
  }

  remove(list: number, member: number): void {
    const next = this.#next.get(member);
    const previous = this.#previous.get(member);
    if (next !== 0) this.#previous.set(next, previous);
    if (previous === 0) this.#heads.set(list, next);
    else this.#next.set(previous, next);
  }

  /** The first member, or 0 for an empty list. */
  first(list: number): number {
    return this.#heads.get(list);
  }

  *members(list: number): Generator<number, void> {
    for (let member = this.first(list); member !== 0; member = this.#next.get(member)) yield member;
  }
}
