import { StoaError } from '../../base/index.js';
import { code, joinCode, nameCode } from './code.js';
import type { Code } from './code.js';

/** A program in the making: functions, and the values that they share with the rest of the library. */
export interface ProgramBuilder {
  /** The name under which the program sees `value`. */
  readonly share: (value: unknown) => Code;
  /**
   * The name of the function or constructor for `key`; `make` gives its text, which may refer to functions in circles.
   * It is called later, so that deep schemas need no deep stack.
   */
  readonly define: (kind: 'f' | 'C', key: string, make: (name: Code) => Code) => Code;
  /** A number for an object, the same each time: what keys of functions are made of. */
  readonly idOf: (value: object) => number;
  /** Counts work and throws when it was too much. */
  readonly step: (count: number) => void;
  /** The text of the program that answers `result`, and its scope. */
  readonly finish: (result: Code) => Program;
}

/** A program: a function body of one parameter, `scope`. */
export interface Program {
  readonly text: string;
  readonly scope: readonly unknown[];
}

/** What bounds a program. */
export interface ProgramLimits {
  /** Longest text in UTF-16 code units. */
  readonly maxLength: number;
  /** Most steps of making it. */
  readonly maxSteps: number;
}

const refuse = (limit: string, value: number): never => {
  throw new StoaError('SCHEMA_LIMIT_EXCEEDED', `the compiled codec exceeds ${limit} (${String(value)})`);
};

class Builder implements ProgramBuilder {
  readonly #limits: ProgramLimits;
  readonly #scope: unknown[] = [];
  readonly #shared = new Map<unknown, Code>();
  readonly #ids = new Map<object, number>();
  readonly #names = new Map<string, Code>();
  readonly #open: { readonly name: Code; readonly make: (name: Code) => Code }[] = [];
  readonly #texts: Code[] = [];
  #length = 0;
  #steps = 0;

  constructor(limits: ProgramLimits) {
    this.#limits = limits;
  }

  readonly share: ProgramBuilder['share'] = (value) => {
    const known = this.#shared.get(value);
    if (known !== undefined) return known;
    const name = nameCode('s', this.#scope.length);
    this.#scope.push(value);
    this.#shared.set(value, name);
    return name;
  };

  readonly define: ProgramBuilder['define'] = (kind, key, make) => {
    const known = this.#names.get(key);
    if (known !== undefined) return known;
    const name = nameCode(kind, this.#names.size);
    this.#names.set(key, name);
    this.#open.push({ name, make });
    return name;
  };

  readonly idOf: ProgramBuilder['idOf'] = (value) => {
    const id = this.#ids.get(value) ?? this.#ids.size;
    this.#ids.set(value, id);
    return id;
  };

  readonly step: ProgramBuilder['step'] = (count) => {
    this.#steps += count;
    if (this.#steps > this.#limits.maxSteps) refuse('maxSteps', this.#limits.maxSteps);
  };

  readonly finish: ProgramBuilder['finish'] = (result) => {
    for (let next = this.#open.pop(); next !== undefined; next = this.#open.pop()) {
      const text = next.make(next.name);
      this.#texts.push(text);
      this.#length += text.length;
      if (this.#length > this.#limits.maxLength) refuse('maxCodeLength', this.#limits.maxLength);
    }
    const scope = this.#scope.map((_, at) => code`${nameCode('s', at)} = scope[${at}]`);
    const constants = scope.length === 0 ? code`` : code`const ${joinCode(scope, code`, `)};`;
    const program = code`'use strict';\n${constants}\n${this.#texts}\nreturn ${result};`;
    if (program.length > this.#limits.maxLength) refuse('maxCodeLength', this.#limits.maxLength);
    return { text: program.toString(), scope: this.#scope };
  };
}

/** An empty program. */
export const createProgramBuilder = (limits: ProgramLimits): ProgramBuilder => new Builder(limits);
