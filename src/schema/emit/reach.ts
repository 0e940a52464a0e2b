import { XSD_NAMESPACE } from '../facade.js';
import type { ComplexType, ComponentModel, ElementDeclaration, Particle, Type } from '../model/components.js';
import { isAnyType, isDerivedFrom } from '../model/derivation.js';
import type { SimpleType } from '../simple/model.js';
import { isChecked } from './content-expressions.js';

/** Element declarations in a content model, and whether a wildcard in it checks what it lets in. */
export const listContent = (
  particle: Particle,
): { readonly elements: readonly ElementDeclaration[]; readonly checks: boolean } => {
  const elements: ElementDeclaration[] = [];
  let checks = false;
  const open: Particle[] = [particle];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (next.kind === 'group') open.push(...next.particles.toReversed());
    else if (next.kind === 'element') elements.push(next.element);
    else checks ||= isChecked(next.wildcard);
  }
  return { elements, checks };
};

/** Which types `xsi:type` may name in the place of a declared one. */
export interface Subtypes {
  /** Named types of the schema that may stand for the type of a declaration, itself not; none for a built-in type. */
  readonly of: (declaration: ElementDeclaration) => readonly Type[];
}

/** Whether a type is a simple one that XML Schema has built in: those that are derived from it are not looked for. */
const isBuiltInType = (type: Type): boolean =>
  type.kind === 'simple' && type.name?.startsWith(`{${XSD_NAMESPACE}}`) === true;

/** Finds subtypes in a model. */
export const createSubtypes = (model: ComponentModel): Subtypes => {
  const known = new Map<Type, Map<string, readonly Type[]>>();
  const types = [...model.types].sort(([left], [right]) => (left < right ? -1 : 1)).map(([, type]) => type);
  return {
    of: ({ type, block }) => {
      if (isBuiltInType(type)) return [];
      const blocked = [...block, ...(type.kind === 'complex' ? type.block : [])];
      const key = [...blocked].sort().join(' ');
      const byBlock = known.get(type) ?? new Map<string, readonly Type[]>();
      known.set(type, byBlock);
      const found = byBlock.get(key) ?? types.filter((each) => each !== type && isDerivedFrom(each, type, blocked));
      byBlock.set(key, found);
      return found;
    },
  };
};

/** Whether an element of the type may hold anything at all that the schema, or XML Schema, declares. */
export const isOpenType = (type: Type): boolean =>
  isAnyType(type) || (type.kind === 'simple' && type.variety === 'absent');

/** What a module has to have constants for. */
export interface Reached {
  readonly types: ReadonlySet<Type>;
  readonly globals: ReadonlySet<ElementDeclaration>;
  /** Whether something may hold whatever is declared. */
  readonly declared: boolean;
  /** Whether an element has identity constraints. */
  readonly identity: boolean;
}

/** What roots are made of. */
interface Search {
  readonly model: ComponentModel;
  readonly subtypes: Subtypes;
  readonly keepsWild: boolean;
}

/** Collects what can be met in messages. */
class Collector {
  readonly types = new Set<Type>();
  readonly globals = new Set<ElementDeclaration>();
  declared = false;
  identity = false;
  readonly #search: Search;
  readonly #seen = new Set<ElementDeclaration>();
  readonly #open: (ElementDeclaration | Type)[] = [];

  constructor(search: Search) {
    this.#search = search;
  }

  add(component: ElementDeclaration | Type): void {
    this.#open.push(component);
  }

  run(): void {
    for (let next = this.#open.pop(); next !== undefined; next = this.#open.pop()) {
      if (next.kind === 'element') this.#addElement(next);
      else this.#addType(next);
    }
  }

  #addElement(declaration: ElementDeclaration): void {
    if (this.#seen.has(declaration)) return;
    this.#seen.add(declaration);
    if (declaration.scope === 'global') this.globals.add(declaration);
    if (declaration.identity.length > 0) this.identity = true;
    this.#open.push(declaration.type);
    if (isOpenType(declaration.type)) this.#declareAll();
    else this.#open.push(...this.#search.subtypes.of(declaration));
  }

  #addType(type: Type): void {
    if (this.types.has(type)) return;
    this.types.add(type);
    if (type.kind === 'complex') this.#addComplex(type);
    else this.#addParts(type);
  }

  #addParts({ itemType, memberTypes }: SimpleType): void {
    if (itemType !== undefined) this.#open.push(itemType);
    this.#open.push(...memberTypes);
  }

  #addComplex({ attributes, attributeWildcard, content }: ComplexType): void {
    this.#open.push(...attributes.map(({ declaration }) => declaration.type));
    if (attributeWildcard !== undefined && isChecked(attributeWildcard)) this.#declareAll();
    if (content.kind === 'text') this.#open.push(content.type);
    if (content.kind !== 'elements') return;
    const { elements, checks } = listContent(content.particle);
    this.#open.push(...elements);
    if (checks) this.#declareAll();
  }

  #declareAll(): void {
    const { keepsWild, model } = this.#search;
    if (this.declared || keepsWild) return;
    this.declared = true;
    this.#open.push(...model.elements.values(), ...model.types.values());
    this.#open.push(...[...model.attributes.values()].map(({ type }) => type));
  }
}

/** Everything that can be met in messages with the given roots. */
export const reach = (roots: readonly ElementDeclaration[], search: Search): Reached => {
  const collector = new Collector(search);
  for (const root of roots) collector.add(root);
  collector.run();
  return collector;
};
