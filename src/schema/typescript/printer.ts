import { StoaError } from '../../base/index.js';
import type { ComponentKind } from '../facade.js';
import type { ComplexType, ComponentModel, ElementDeclaration, Type } from '../model/components.js';
import { createSubstitutes } from '../model/substitutes.js';
import type { Substitutes } from '../model/substitutes.js';
import type { SimpleType } from '../simple/index.js';
import { createIdentifiers } from './identifiers.js';
import type { Identifiers } from './identifiers.js';

/** Most members and alternatives of one text; beyond it a hostile schema would fill the memory of whoever asked for it. */
export const MAX_TYPESCRIPT_MEMBERS = 100_000;

/** A global component, as blocks of declarations belong to one. */
export interface Owner {
  readonly kind: ComponentKind;
  readonly key: string;
}

/** What an owner's declarations are, and which other owners they refer to. */
export interface Block {
  readonly owner: Owner;
  readonly lines: string[];
  readonly references: Set<Block>;
}

/** An anonymous complex type, or an alternative of one, that gets a declaration of its own. */
interface Waiting {
  readonly block: Block;
  readonly print: () => readonly string[];
}

/** The declarations of one schema in the making. */
export class Printer {
  readonly model: ComponentModel;
  readonly substitutesOf: Substitutes;
  readonly #identifiers: Identifiers;
  readonly #blocks = new Map<string, Block>();
  readonly #names = new Map<object, { readonly name: string; readonly block: Block }>();
  readonly #variants = new Map<object, Map<string, string>>();
  readonly #waiting: Waiting[] = [];
  #members = 0;

  constructor(model: ComponentModel, reserved: Iterable<string> = []) {
    this.model = model;
    this.#identifiers = createIdentifiers(reserved);
    this.substitutesOf = createSubstitutes(model);
  }

  get blocks(): readonly Block[] {
    return [...this.#blocks.values()];
  }

  /** Gives a global component its name and its place. */
  declare(owner: Owner, component: Type | ElementDeclaration, wanted: string): Block {
    const block: Block = { owner, lines: [], references: new Set() };
    this.#blocks.set(`${owner.kind} ${owner.key}`, block);
    const name = this.#identifiers.take(wanted, owner.kind === 'element' ? 'Element' : undefined);
    this.#names.set(component, { name, block });
    return block;
  }

  findBlock({ kind, key }: Owner): Block | undefined {
    return this.#blocks.get(`${kind} ${key}`);
  }

  /** Lets an anonymous type go by the name of its element. */
  alias(type: object, declaration: object): void {
    const known = this.#names.get(declaration);
    if (known !== undefined && !this.#names.has(type)) this.#names.set(type, known);
  }

  /** Name of what was declared. */
  nameOf(component: object): string {
    return this.#names.get(component)?.name ?? 'unknown';
  }

  /** Name of a simple type that `from` refers to; `undefined` for one that has none. */
  findSimpleName(type: SimpleType, from: Block): string | undefined {
    return this.#names.has(type) ? this.refer(type, from) : undefined;
  }

  /** Name of a declared component, with a note that `from` refers to it. */
  refer(component: object, from: Block): string {
    const known = this.#names.get(component);
    if (known === undefined) return 'unknown';
    if (known.block !== from) from.references.add(known.block);
    return known.name;
  }

  /** Block of a declared component. */
  blockOf(component: object): Block | undefined {
    return this.#names.get(component)?.block;
  }

  /** Name of an anonymous complex type, which is printed after what stands before it. */
  hoistType(type: ComplexType, wanted: string, parts: { block: Block; print: () => readonly string[] }): string {
    const known = this.#names.get(type);
    if (known !== undefined) return this.refer(type, parts.block);
    const name = this.#identifiers.take(wanted);
    this.#names.set(type, { name, block: parts.block });
    this.#waiting.push(parts);
    return name;
  }

  /** Name of a variant of a component, printed with it once. */
  hoistVariant(
    component: object,
    variant: string,
    parts: { wanted: string; block: Block; print: (name: string) => readonly string[] },
  ): string {
    const variants = this.#variants.get(component) ?? new Map<string, string>();
    this.#variants.set(component, variants);
    const known = variants.get(variant);
    if (known !== undefined) return known;
    const name = this.#identifiers.take(parts.wanted);
    variants.set(variant, name);
    this.#waiting.push({ block: parts.block, print: () => parts.print(name) });
    return name;
  }

  /** Name of a type text that is too long to stand where it is used. */
  hoistAlias(wanted: string, block: Block, print: (name: string) => readonly string[]): string {
    const name = this.#identifiers.take(wanted);
    this.#waiting.push({ block, print: () => print(name) });
    return name;
  }

  /** Adds declarations to a block. */
  print(block: Block, lines: readonly string[]): void {
    if (lines.length === 0) return;
    if (block.lines.length > 0) block.lines.push('');
    block.lines.push(...lines);
  }

  /** Prints what was hoisted, and what that hoists. */
  drain(): void {
    for (const { block, print } of this.#waiting) this.print(block, print());
    this.#waiting.length = 0;
  }

  /** Counts members and alternatives. @throws {StoaError} `SCHEMA_LIMIT_EXCEEDED` beyond {@link MAX_TYPESCRIPT_MEMBERS} */
  count(members: number): void {
    this.#members += members;
    if (this.#members <= MAX_TYPESCRIPT_MEMBERS) return;
    throw new StoaError(
      'SCHEMA_LIMIT_EXCEEDED',
      `the types have too many members, the limit maxTypeScriptMembers is ${String(MAX_TYPESCRIPT_MEMBERS)}`,
      { limit: 'maxTypeScriptMembers' },
    );
  }
}
