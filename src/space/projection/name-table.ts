import { Column } from './column.js';

/** Texts that many things refer to by number, from 1; each kept for as long as something does. */
export class NameTable {
  readonly #numbers = new Map<string, number>();
  readonly #texts: string[] = [''];
  readonly #uses = new Column((length) => new Uint32Array(length));
  readonly #free: number[] = [];

  /** The number of a text, one use more; 0 for no text. */
  use(text: string | undefined): number {
    if (text === undefined) return 0;
    const number = this.#numbers.get(text) ?? this.#add(text);
    this.#uses.set(number, this.#uses.get(number) + 1);
    return number;
  }

  /** One use less. */
  release(number: number): void {
    if (number === 0) return;
    const uses = this.#uses.get(number) - 1;
    this.#uses.set(number, uses);
    if (uses > 0) return;
    this.#numbers.delete(this.text(number));
    this.#texts[number] = '';
    this.#free.push(number);
  }

  /** The number of a text that is used, or 0. */
  find(text: string): number {
    return this.#numbers.get(text) ?? 0;
  }

  text(number: number): string {
    return this.#texts[number] ?? '';
  }

  /** Every text with its number. */
  entries(): Iterable<readonly [string, number]> {
    return this.#numbers;
  }

  #add(text: string): number {
    const number = this.#free.pop() ?? this.#texts.length;
    this.#texts[number] = text;
    if (!this.#uses.has(number)) this.#uses.growTo(number);
    this.#uses.set(number, 0);
    this.#numbers.set(text, number);
    return number;
  }
}
