import { StoaError } from '../../base/index.js';

/**
 * Text of a program. It is made by {@link code} alone, into which nothing enters but other code, numbers, truth values,
 * and strings as literals: what a schema says can become a value in a program, never a part of it.
 */
class ProgramText {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  /** Length of the text in UTF-16 code units. */
  get length(): number {
    return this.#text.length;
  }

  /** The text, to be run or shown. */
  toString(): string {
    return this.#text;
  }
}

/** A piece of a program. */
export type Code = ProgramText;

/** What may stand in a template: a string becomes a literal, a list is joined by line breaks, `undefined` is nothing. */
export type CodePart = Code | string | number | bigint | boolean | undefined | readonly Code[];

/** Characters that JSON leaves alone and that would end a line in older engines, or a script element in a page. */
const UNSAFE = /[\u2028\u2029]|<(?=[/!s])/gi;

const escapeUnsafe = (found: string): string => `\\u${found.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** A string as a literal that means it, whatever is in it. */
const toLiteral = (value: string): string => JSON.stringify(value).replace(UNSAFE, escapeUnsafe);

const isList = (part: CodePart): part is readonly Code[] => Array.isArray(part);

const assertCode = (part: unknown): ProgramText => {
  if (part instanceof ProgramText) return part;
  throw new StoaError('INTERNAL', `expected code or a literal in a program, found ${typeof part}`);
};

/** A number as a literal; one with a sign in parentheses, lest the sign join with what stands before it. */
const numberText = (value: number | bigint): string => {
  if (typeof value === 'bigint') return value < 0n ? `(${String(value)}n)` : `${String(value)}n`;
  if (Object.is(value, -0)) return '(-0)';
  return value < 0 ? `(${String(value)})` : String(value);
};

const toText = (part: CodePart): string => {
  if (typeof part === 'string') return toLiteral(part);
  if (typeof part === 'number' || typeof part === 'bigint') return numberText(part);
  if (typeof part === 'boolean') return String(part);
  if (part === undefined) return '';
  return isList(part) ? part.map((each) => assertCode(each).toString()).join('\n') : assertCode(part).toString();
};

/** A template of program text: the fixed parts are the generator's own, what is filled in is made safe by its kind. */
export const code = (fixed: TemplateStringsArray, ...parts: readonly CodePart[]): Code => {
  let text = fixed[0] ?? '';
  for (const [at, part] of parts.entries()) text += toText(part) + (fixed[at + 1] ?? '');
  return new ProgramText(text);
};

/** Pieces with a separator between them. */
export const joinCode = (pieces: readonly Code[], separator: Code): Code =>
  new ProgramText(pieces.map((each) => assertCode(each).toString()).join(separator.toString()));

/** What a generated name is of: a shared value, a function, a constructor, a local variable. */
export type NameKind = 's' | 'f' | 'C' | 'v' | 'r';

/** The name number `index` of a kind, an identifier. */
export const nameCode = (kind: NameKind, index: number): Code => {
  if (!Number.isSafeInteger(index) || index < 0 || !/^[sfCvr]$/.test(kind))
    throw new StoaError('INTERNAL', 'expected the kind and the number of a generated name');
  return new ProgramText(`${kind}${String(index)}`);
};

/** A sum of texts: strings that are known and expressions for the rest; neighbouring strings become one literal. */
export const sumCode = (pieces: readonly (string | Code)[]): Code => {
  const merged: (string | Code)[] = [];
  for (const piece of pieces) {
    const last = merged.at(-1);
    if (typeof piece === 'string' && typeof last === 'string') merged[merged.length - 1] = last + piece;
    else if (piece !== '') merged.push(piece);
  }
  const terms = merged.map((piece) => code`${piece}`);
  return terms.length === 0 ? code`''` : joinCode(terms, code` + `);
};
