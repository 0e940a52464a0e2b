import { fromNameKey } from '../../xml/index.js';
import type { ComplexType, ComponentModel, ElementDeclaration, Type } from '../model/components.js';
import { isAnyType } from '../model/derivation.js';
import * as runtime from '../runtime/index.js';
import { nameComponents } from './component-names.js';
import type { Component } from './component-names.js';
import { identityExpression } from './identity-expressions.js';
import { orderTypes } from './order-types.js';
import type { SimpleType } from '../simple/model.js';
import { planAttributes } from '../plan/attributes.js';
import { attributeWildcard, contentExpression } from './content-expressions.js';
import type { ContentParts } from './content-expressions.js';
import { arrow, atom, call, isEmpty, list, literal, object, printConstant } from './printer.js';
import type { Expression } from './printer.js';
import type { ModuleText } from './module-text.js';
import { isOpenType } from './reach.js';
import type { Reached, Subtypes } from './reach.js';
import { constraintProperties, isBuiltIn, simpleExpression } from './simple-expressions.js';

/** What a module is emitted from. */
export interface EmitParts {
  readonly model: ComponentModel;
  readonly module: ModuleText;
  readonly roots: readonly ElementDeclaration[];
  readonly reached: Reached;
  readonly subtypes: Subtypes;
  /** Whether the constants of the roots are exported. */
  readonly exported: boolean;
}

/** Name of the constant that holds all that is declared globally. */
const DECLARED = 'declared';

/** Names of parameters in the functions of a module. */
const PARAMETERS = ['message', 'name', 'options', 'value'];

const isElement = (component: Component): component is ElementDeclaration => component.kind === 'element';

/** Prints the constants of a module, each after those that it needs. */
export class Emitter {
  readonly #parts: EmitParts;
  readonly #names: ReadonlyMap<Component, string>;
  readonly #printed = new Set<Component>();
  /** Constants that are referred to before they are there: their types are written out. */
  readonly #early = new Set<Component>();
  readonly #texts: { readonly component: Component; readonly name: string; readonly expression: Expression }[] = [];
  readonly #lists = new Map<string, string>();
  readonly #listTexts: string[] = [];
  readonly #content: ContentParts;

  constructor(parts: EmitParts) {
    this.#parts = parts;
    this.#content = {
      module: parts.module,
      element: (declaration) => this.element(declaration),
      declared: parts.reached.declared ? DECLARED : undefined,
    };
    // Names that a constant for something of a schema could take otherwise.
    for (const name of [DECLARED, ...PARAMETERS, ...Object.keys(runtime)]) parts.module.identifier(name);
    this.#names = nameComponents(parts);
  }

  /** Declarations of every constant, in an order in which they can be made. */
  print(): readonly string[] {
    const { roots, reached, module, exported } = this.#parts;
    for (const type of reached.types) if (type.kind === 'simple') this.#printSimple(type);
    for (const type of orderTypes([...roots.map((root) => root.type), ...reached.types]))
      this.#add(type, this.#complexExpression(type));
    for (const global of reached.globals) this.#add(global, this.#elementExpression(global));
    const declared = reached.declared ? [this.#declaredText()] : [];
    const texts = this.#texts.map(({ component, name, expression }) => {
      const type = isElement(component) ? 'ElementCodec' : 'ComplexCodec';
      const isExported = exported && isElement(component) && roots.includes(component);
      const annotation = isExported || this.#early.has(component) ? module.useType(type) : undefined;
      return (isExported ? 'export ' : '') + printConstant(name, expression, annotation);
    });
    return [...texts, ...this.#listTexts, ...declared];
  }

  /** Expression of an element: its constant, or what it is. */
  element(declaration: ElementDeclaration): Expression {
    if (declaration.scope !== 'global') return this.#elementExpression(declaration);
    return this.#refer(declaration);
  }

  /** Name of the constant of a global element. */
  nameOf(component: Component): string {
    return this.#names.get(component) ?? '';
  }

  #add(component: Component, expression: Expression): void {
    this.#texts.push({ component, name: this.nameOf(component), expression });
    this.#printed.add(component);
  }

  #printSimple(type: SimpleType): void {
    if (isBuiltIn(type) || this.#printed.has(type)) return;
    const parts = [...(type.itemType === undefined ? [] : [type.itemType]), ...type.memberTypes];
    for (const part of parts) this.#printSimple(part);
    this.#add(
      type,
      simpleExpression(this.#parts.module, type, (part) => this.#simple(part)),
    );
  }

  #simple(type: SimpleType): Expression {
    return atom(isBuiltIn(type) ? this.#parts.module.use(type.builtIn) : this.nameOf(type));
  }

  /** A constant by its name; by a function where it comes further down. */
  #refer(component: Component): Expression {
    const name = atom(this.nameOf(component));
    if (this.#printed.has(component)) return name;
    this.#early.add(component);
    if (!isElement(component)) return arrow(name);
    return call(this.#parts.module.use('lazy'), this.#parts.module.name(component.name), arrow(name));
  }

  #type(type: Type): Expression {
    if (type.kind === 'simple') return this.#simple(type);
    if (!isAnyType(type)) return this.#refer(type);
    const { declared } = this.#content;
    const { module } = this.#parts;
    return declared === undefined ? atom(module.use('looseType')) : call(module.use('anyType'), arrow(atom(declared)));
  }

  #elementExpression(declaration: ElementDeclaration): Expression {
    const { name, type, nillable, abstract, valueConstraint } = declaration;
    const { module } = this.#parts;
    const simple = type.kind === 'simple' ? type : type.content.kind === 'text' ? type.content.type : undefined;
    const options = object({
      nillable: nillable ? atom('true') : undefined,
      abstract: abstract ? atom('true') : undefined,
      ...constraintProperties(valueConstraint, simple),
      types: this.#typesExpression(declaration),
    });
    const args = [module.name(name), this.#type(type), ...(isEmpty(options) ? [] : [options])];
    const element = call(module.use('element'), ...args);
    return declaration.identity.length === 0
      ? element
      : identityExpression(this.#content, element, declaration.identity);
  }

  /** What `xsi:type` may name. */
  #typesExpression(declaration: ElementDeclaration): Expression | undefined {
    const { module, subtypes } = this.#parts;
    const isOpen = isOpenType(declaration.type);
    if (isOpen && this.#content.declared === undefined) return undefined;
    if (isOpen && declaration.block.length === 0) return arrow(call(`${DECLARED}.type`, atom('name')), 'name');
    const hasBuiltIns = isOpen && !declaration.block.includes('restriction');
    const types = subtypes.of(declaration);
    const names = types.map((type) => this.nameOf(type));
    if (hasBuiltIns) names.unshift(`...${module.use('builtInTypes')}`);
    if (names.length === 0) return undefined;
    for (const each of types) if (each.kind === 'complex') this.#early.add(each);
    return arrow(call(this.#findFunction(declaration.type, names), atom('name')), 'name');
  }

  /** Name of the constant that finds one of some types. */
  #findFunction({ name }: Type, types: readonly string[]): string {
    const { module } = this.#parts;
    const key = types.join();
    const known = this.#lists.get(key);
    if (known !== undefined) return known;
    const constant = module.identifier(`find ${name === undefined ? 'other' : fromNameKey(name).local}`);
    this.#lists.set(key, constant);
    const expression = call(module.use('oneOfTypes'), arrow(list(types.map(atom))));
    this.#listTexts.push(printConstant(constant, expression, module.useType('FindType')));
    return constant;
  }

  #complexExpression(type: ComplexType): Expression {
    const { module } = this.#parts;
    const attributes = planAttributes(type.attributes).map(({ name, use, type: own, member }) => {
      const options = object({
        required: use.required ? atom('true') : undefined,
        ...constraintProperties(use.valueConstraint, own),
        as: member === `@${name.local}` ? undefined : literal(member),
      });
      const named = name.namespace === '' ? literal(name.local) : module.name(name);
      return call(module.use('attribute'), named, this.#simple(own), ...(isEmpty(options) ? [] : [options]));
    });
    const properties = {
      name: type.name === undefined ? undefined : module.name(fromNameKey(type.name)),
      abstract: type.abstract ? atom('true') : undefined,
      attributes: attributes.length === 0 ? undefined : list(attributes),
      anyAttribute: type.attributeWildcard && attributeWildcard(this.#content, type.attributeWildcard),
      content: contentExpression(this.#content, type, (own) => this.#simple(own)),
    };
    return call(module.use('complex'), object(properties));
  }

  /** Everything that is declared globally, for what may hold any of it. */
  #declaredText(): string {
    const { model, module } = this.#parts;
    const sorted = <Part>(parts: ReadonlyMap<string, Part>): readonly Part[] =>
      [...parts].sort(([left], [right]) => (left < right ? -1 : 1)).map(([, part]) => part);
    const attributes = sorted(model.attributes).map(({ name, type, valueConstraint }) => {
      const options = object(constraintProperties(valueConstraint, type));
      const args = [module.name(name), this.#simple(type), ...(isEmpty(options) ? [] : [options])];
      return call(module.use('attribute'), ...args);
    });
    const types = sorted(model.types).map((type) => atom(this.nameOf(type)));
    const expression = call(
      module.use('declare'),
      object({
        elements: list(sorted(model.elements).map((each) => atom(this.nameOf(each)))),
        attributes: attributes.length === 0 ? undefined : list(attributes),
        types: list([atom(`...${module.use('builtInTypes')}`), ...types]),
      }),
    );
    return printConstant(DECLARED, expression, module.useType('Declared'));
  }
}
