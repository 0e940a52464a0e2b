import { XML_NAMESPACE, toNameKey } from '../../xml/index.js';
import type { NameKey } from '../../xml/index.js';
import { ANY_TYPE } from '../model/any-type.js';
import type {
  AttributeDeclaration,
  ComplexType,
  ComponentModel,
  Derivation,
  ElementDeclaration,
  GroupParticle,
  Particle,
  Type,
} from '../model/components.js';
import { createSubstitutions } from '../model/substitution.js';
import type { Substitutions } from '../model/substitution.js';
import { BUILT_IN_TYPES } from '../simple/index.js';
import type { SimpleType } from '../simple/model.js';
import { readAttributeGroup } from './attribute-groups.js';
import { readAttributeDeclaration } from './attributes.js';
import type { AttributeGroup, Builder, Mutable } from './builder.js';
import { getBuiltIn } from './built-in.js';
import { createShell, fillComplexType } from './complex-types.js';
import { createDocumentation } from './documentation.js';
import { readGlobalElement } from './elements.js';
import { readGroupDefinition } from './groups.js';
import { createMeasure } from './measure.js';
import { createIdentityRegistry } from './identity-registry.js';
import { findReference, isSchemaName } from './names.js';
import { checkNotation, checkNotationNames } from './notations.js';
import { attribute, localName, redefinedBy } from './node.js';
import type { SchemaNode } from './node.js';
import { limitError } from './report.js';
import type { Report } from './report.js';
import { readSimpleType } from './simple-types.js';
import { findXmlAttribute } from './xml-attributes.js';
import { writeOut } from './write-out.js';
import type { Symbols } from './symbols.js';

/** A complex type that waits to be filled, or is being filled. */
interface Pending {
  readonly type: Mutable<ComplexType>;
  readonly node: SchemaNode;
  isFilling: boolean;
}

/** A global declaration by name. */
interface FoundSymbol {
  readonly key: NameKey;
  readonly node: SchemaNode;
}

/** How a definition that others share is read, and what is wrong when it leads to itself. */
interface Once<Component> {
  readonly known: Map<SchemaNode, Component>;
  readonly rule: string;
  readonly message: string;
  readonly read: (builder: Builder, node: SchemaNode) => Component;
}

/** A complex type and where it was read. */
export interface ReadComplexType {
  readonly type: Mutable<ComplexType>;
  readonly node: SchemaNode;
}

/** A builder that reads the components of a set of documents as they are asked for. */
export interface ModelBuilder {
  /** Reads every global component and what it needs. */
  readonly build: () => ComponentModel;
  /** Every complex type that was read, anonymous ones included. */
  readonly complexTypes: () => readonly ReadComplexType[];
}

class SchemaBuilder implements Builder, ModelBuilder {
  readonly report: Report;
  readonly documentation = createDocumentation();
  measure: (particle: Particle) => void;
  readonly sealed: Builder['sealed'] = new Map();
  readonly exclusions = new Map<ElementDeclaration, readonly Derivation[]>();
  readonly identity = createIdentityRegistry();
  readonly #symbols: Symbols;
  readonly #globalElements = new Map<SchemaNode, ElementDeclaration>();
  readonly #attributes = new Map<NameKey, AttributeDeclaration>();
  readonly #types = new Map<NameKey, Type>();
  readonly #pending = new Map<ComplexType, Pending>();
  readonly #complexTypes: ReadComplexType[] = [];
  readonly #groups = new Map<SchemaNode, GroupParticle>();
  readonly #attributeGroups = new Map<SchemaNode, AttributeGroup>();
  readonly #checks: (() => void)[] = [];
  /** Simple types, groups and elements being read: one that is asked for again leads to itself. */
  readonly #open = new Set<SchemaNode>();
  /** Types that others took the place of. */
  readonly #redefined = new Map<SchemaNode, Type>();
  #substitutions: Substitutions | undefined;
  #depth = 0;

  constructor(report: Report, symbols: Symbols) {
    this.report = report;
    this.measure = createMeasure(report.limits);
    this.#symbols = symbols;
  }

  readonly findType = (node: SchemaNode, qname: string): Type | undefined => {
    const name = findReference(this.report, node, qname);
    if (name === undefined) return undefined;
    const key = toNameKey(name);
    if (isSchemaName(name) && !this.#symbols.types.has(key)) {
      const builtIn = name.local === 'anyType' ? ANY_TYPE : BUILT_IN_TYPES.get(name.local);
      if (builtIn === undefined) this.report.invalid('src-resolve', `XML Schema has no type ${name.local}`, node);
      return builtIn;
    }
    const before = redefinedBy(node, key);
    if (before !== undefined) return this.#redefinedType(before);
    const known = this.#types.get(key);
    if (known !== undefined) return known;
    const declared = this.#symbols.types.get(key);
    if (declared === undefined) {
      this.report.invalid('src-resolve', `no type ${key} is declared`, node);
      return undefined;
    }
    const type = this.#readType(declared, key);
    this.#types.set(key, type);
    return type;
  };

  readonly findElement = (node: SchemaNode, qname: string): ElementDeclaration | undefined => {
    const found = this.#findSymbol(node, qname, this.#symbols.elements);
    return found === undefined ? undefined : this.#globalElement(found.key, found.node);
  };

  readonly findAttribute = (node: SchemaNode, qname: string): AttributeDeclaration | undefined => {
    const name = findReference(this.report, node, qname);
    if (name === undefined) return undefined;
    const key = toNameKey(name);
    const declared = this.#symbols.attributes.get(key);
    if (declared !== undefined) return this.#globalAttribute(key, declared);
    const builtIn = name.namespace === XML_NAMESPACE ? findXmlAttribute(name.local) : undefined;
    if (builtIn !== undefined) return builtIn;
    this.report.invalid('src-resolve', `no attribute ${key} is declared`, node);
    return undefined;
  };

  readonly findGroup = (node: SchemaNode, qname: string): GroupParticle | undefined => {
    const found = this.#findSymbol(node, qname, this.#symbols.groups);
    return found === undefined ? undefined : this.readGroup(found.node);
  };

  readonly findAttributeGroup = (node: SchemaNode, qname: string): AttributeGroup | undefined => {
    const found = this.#findSymbol(node, qname, this.#symbols.attributeGroups);
    return found === undefined ? undefined : this.readAttributeGroup(found.node);
  };

  readonly readGroup = (node: SchemaNode): GroupParticle | undefined => {
    const message = `the group ${attribute(node, 'name') ?? ''} contains itself`;
    return this.#readOnce(node, {
      known: this.#groups,
      rule: 'mg-props-correct.2',
      message,
      read: readGroupDefinition,
    });
  };

  readonly readAttributeGroup = (node: SchemaNode): AttributeGroup | undefined => {
    const message = `the attribute group ${attribute(node, 'name') ?? ''} refers to itself`;
    const rule = 'src-attribute_group.3';
    return this.#readOnce(node, { known: this.#attributeGroups, rule, message, read: readAttributeGroup });
  };

  readonly writeOut = (particle: Particle): Particle =>
    this.#substitutions === undefined ? particle : writeOut(this.report, this.#substitutions, particle);

  readonly anonymousType = (node: SchemaNode): Type => this.#readType(node, undefined);

  readonly anonymousSimpleType = (node: SchemaNode): SimpleType => this.#readSimpleType(node, undefined);

  readonly finally = (check: () => void): void => {
    this.#checks.push(check);
  };

  readonly nested = <Result>(read: () => Result): Result => {
    const { limits } = this.report;
    if (++this.#depth > limits.maxDerivations)
      throw limitError('maxDerivations', limits, 'types or groups nest too deeply');
    const result = read();
    this.#depth--;
    return result;
  };

  readonly complete = (type: ComplexType): boolean => {
    const pending = this.#pending.get(type);
    if (pending === undefined) return true;
    if (pending.isFilling) return false;
    pending.isFilling = true;
    this.nested(() => fillComplexType(this, pending.node, pending.type));
    this.#pending.delete(type);
    return true;
  };

  readonly complexTypes = (): readonly ReadComplexType[] => this.#complexTypes;

  readonly build = (): ComponentModel => {
    for (const [key, node] of this.#symbols.types)
      if (!this.#types.has(key)) this.#types.set(key, this.#readType(node, key));
    for (const node of this.#symbols.notations.values()) checkNotation(this, node);
    for (const node of this.#symbols.groups.values()) this.readGroup(node);
    for (const node of this.#symbols.attributeGroups.values()) this.readAttributeGroup(node);
    for (const [key, node] of this.#symbols.attributes) this.#globalAttribute(key, node);
    const elements = this.#buildElements();
    // Completing a type may find further types: a map's iterator sees what is added while it runs.
    for (const type of this.#pending.keys()) this.complete(type);
    this.#writeContents(elements.values());
    for (const check of this.#checks) check();
    for (const { type } of this.#complexTypes) Object.freeze(type);
    return {
      elements,
      attributes: this.#attributes,
      types: this.#types,
      identity: this.identity.constraints,
      documentationOf: this.documentation.documentationOf,
      documentationOfValue: this.documentation.documentationOfValue,
    };
  };

  #buildElements(): ReadonlyMap<NameKey, ElementDeclaration> {
    const elements = new Map<NameKey, ElementDeclaration>();
    for (const [key, node] of this.#symbols.elements) {
      const element = this.#globalElement(key, node);
      if (element !== undefined) elements.set(key, element);
    }
    return elements;
  }

  #writeContents(elements: Iterable<ElementDeclaration>): void {
    this.#substitutions = createSubstitutions(elements, this.report.step);
    this.measure = createMeasure(this.report.limits, this.#substitutions);
    for (const { type } of this.#complexTypes) {
      if (type.content.kind !== 'elements') continue;
      this.measure(type.content.particle);
      type.content = { ...type.content, particle: this.writeOut(type.content.particle) };
    }
  }

  /** The declaration that a QName names in one symbol space; after a finding `undefined`. */
  #findSymbol(node: SchemaNode, qname: string, space: ReadonlyMap<NameKey, SchemaNode>): FoundSymbol | undefined {
    const name = findReference(this.report, node, qname);
    if (name === undefined) return undefined;
    const key = toNameKey(name);
    const declared = redefinedBy(node, key) ?? space.get(key);
    if (declared !== undefined) return { key, node: declared };
    this.report.invalid('src-resolve', `no ${localName(node)} ${key} is declared`, node);
    return undefined;
  }

  /** Reads a definition that others share; one that leads to itself is `undefined` there, after a finding. */
  #readOnce<Component>(node: SchemaNode, { known, rule, message, read }: Once<Component>): Component | undefined {
    const already = known.get(node);
    if (already !== undefined) return already;
    if (this.#open.has(node)) {
      this.report.invalid(rule, message, node);
      return undefined;
    }
    this.#open.add(node);
    const component = this.nested(() => read(this, node));
    this.#open.delete(node);
    known.set(node, component);
    return component;
  }

  #redefinedType(node: SchemaNode): Type {
    const type = this.#redefined.get(node) ?? this.#readType(node, undefined);
    this.#redefined.set(node, type);
    return type;
  }

  #readType(node: SchemaNode, key: NameKey | undefined): Type {
    if (localName(node) === 'simpleType') return this.#readSimpleType(node, key);
    const type = this.documentation.note(createShell(node, key), node);
    this.#pending.set(type, { type, node, isFilling: false });
    this.#complexTypes.push({ type, node });
    return type;
  }

  #readSimpleType(node: SchemaNode, key: NameKey | undefined): SimpleType {
    if (this.#open.has(node)) {
      this.report.invalid('st-props-correct.2', `the type ${key ?? ''} derives from itself`, node);
      return getBuiltIn('string');
    }
    this.#open.add(node);
    const type = this.nested(() => readSimpleType(this, node, key));
    this.#open.delete(node);
    this.finally(() => checkNotationNames(this, node, { type, notations: this.#symbols.notations }));
    return this.documentation.note(type, node);
  }

  #globalElement(key: NameKey, node: SchemaNode): ElementDeclaration | undefined {
    const rule = { rule: 'e-props-correct.6', message: `the element ${key} is in its own substitution group` };
    return this.#readOnce(node, { known: this.#globalElements, ...rule, read: readGlobalElement });
  }

  #globalAttribute(key: NameKey, node: SchemaNode): AttributeDeclaration {
    const known = this.#attributes.get(key);
    if (known !== undefined) return known;
    const name = { namespace: node.document.namespace, local: attribute(node, 'name') ?? '' };
    const declaration = readAttributeDeclaration(this, node, { name, scope: 'global' });
    this.#attributes.set(key, declaration);
    return declaration;
  }
}

/** A builder over the symbols of a set of documents. */
export const createBuilder = (report: Report, symbols: Symbols): ModelBuilder => new SchemaBuilder(report, symbols);
