import { StoaError } from '../../base/index.js';

/** A place in the text of a pattern, moved on character by character (code points). */
export class PatternReader {
  readonly #source: string;
  /** Index of the next character, in UTF-16 code units. */
  at = 0;

  constructor(source: string) {
    this.#source = source;
  }

  get atEnd(): boolean {
    return this.at >= this.#source.length;
  }

  /** The next code unit; `''` at the end. All syntax is ASCII, so a code unit is enough to look ahead. */
  get peek(): string {
    return this.#source.charAt(this.at);
  }

  startsWith(text: string): boolean {
    return this.#source.startsWith(text, this.at);
  }

  /** Moves past `text` if it comes next; says whether it did. */
  take(text: string): boolean {
    if (!this.startsWith(text)) return false;
    this.at += text.length;
    return true;
  }

  /** Moves back over one code unit that was taken. */
  back(): void {
    this.at--;
  }

  /** The next code point; there must be one. */
  next(): number {
    const codePoint = this.#source.codePointAt(this.at) ?? this.fail('a character');
    this.at += codePoint > 0xffff ? 2 : 1;
    return codePoint;
  }

  /** The text before `end`; moves past `end`. */
  takeUntil(end: string): string {
    const stop = this.#source.indexOf(end, this.at);
    if (stop < 0) return this.fail(`"${end}"`);
    const text = this.#source.slice(this.at, stop);
    this.at = stop + end.length;
    return text;
  }

  /** The decimal number that comes next, or the largest safe integer if that is less. */
  takeNumber(): number {
    const start = this.at;
    while (this.peek >= '0' && this.peek <= '9') this.at++;
    if (this.at === start) return this.fail('a number');
    return Math.min(Number(this.#source.slice(start, this.at)), Number.MAX_SAFE_INTEGER);
  }

  /** @throws {StoaError} `SCHEMA_INVALID`: `expected` did not come at `at` */
  fail(expected: string, at: number = this.at): never {
    const got = at >= this.#source.length ? 'the end' : `"${this.#source.slice(at, at + 20)}"`;
    const message = `in pattern "${this.#source.slice(0, 80)}": expected ${expected}, got ${got} at character ${String(at + 1)}`;
    throw new StoaError('SCHEMA_INVALID', message, { findings: [{ rule: 'src-pattern-value', message }] });
  }
}
