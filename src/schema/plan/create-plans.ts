import { toNameKey } from '../../xml/index.js';
import { XSD_NAMESPACE } from '../facade.js';
import { buildNodes } from '../automaton/nodes.js';
import { createStates } from '../automaton/state.js';
import { ANY_TYPE, createAnyElement } from '../model/any-type.js';
import type {
  AttributeUse,
  ComplexType,
  ComponentModel,
  ElementDeclaration,
  GroupParticle,
  Leaf,
  Particle,
  Type,
} from '../model/components.js';
import type { Wildcard } from '../model/wildcard.js';
import { BUILT_IN_TYPES } from '../simple/index.js';
import type { SimpleType } from '../simple/model.js';
import { planAttributes } from './attributes.js';
import { planMembers } from './members.js';
import type { AllChild, AllPlan, ChildPlan, ContentPlan, ElementPlan, Plans, TypePlan } from './model.js';

const ignoreSteps = (): void => undefined;

const planSimple = (type: SimpleType): TypePlan => ({
  type,
  abstract: false,
  isObject: false,
  attributes: [],
  required: 0,
  hasDefaults: false,
  attributeWildcard: undefined,
  content: { kind: 'text', type },
  members: new Map(),
  wildcards: [],
});

class PlanMaker implements Plans {
  readonly #model: ComponentModel;
  readonly #elements = new Map<ElementDeclaration, ElementPlan>();
  readonly #types = new Map<Type, TypePlan>();
  readonly #globals = new Map<string, readonly ElementPlan[]>();
  readonly undeclared: ElementPlan;

  constructor(model: ComponentModel) {
    this.#model = model;
    for (const declaration of model.elements.values()) {
      const { local } = declaration.name;
      this.#globals.set(local, [...(this.#globals.get(local) ?? []), this.#planElement(declaration)]);
    }
    this.undeclared = this.#planElement(createAnyElement({ namespace: '', local: '' }));
  }

  readonly findElement: Plans['findElement'] = ({ namespace, local }) => {
    // By local name, since joining a key would cost more than the few comparisons.
    const plans = this.#globals.get(local);
    return plans?.find(({ declaration }) => declaration.name.namespace === namespace);
  };

  readonly findType: Plans['findType'] = (name) => {
    const declared = this.#model.types.get(toNameKey(name));
    if (declared !== undefined) return this.#planType(declared);
    if (name.namespace !== XSD_NAMESPACE) return undefined;
    const builtIn = name.local === 'anyType' ? ANY_TYPE : BUILT_IN_TYPES.get(name.local);
    return builtIn === undefined ? undefined : this.#planType(builtIn);
  };

  readonly findAttribute: Plans['findAttribute'] = (name) => {
    // Most schemas have none, and joining a key would cost more than all else.
    if (this.#model.attributes.size === 0) return undefined;
    const declaration = this.#model.attributes.get(toNameKey(name));
    if (declaration === undefined) return undefined;
    const { type, valueConstraint } = declaration;
    const use: AttributeUse = { kind: 'attribute-use', declaration, required: false, valueConstraint };
    return { name: declaration.name, use, type, member: `@${toNameKey(name)}` };
  };

  #planElement(declaration: ElementDeclaration): ElementPlan {
    const known = this.#elements.get(declaration);
    if (known !== undefined) return known;
    let type: TypePlan | undefined;
    const plan = { declaration, type: () => (type ??= this.#planType(declaration.type)) };
    this.#elements.set(declaration, plan);
    return plan;
  }

  #planType(type: Type): TypePlan {
    const known = this.#types.get(type);
    if (known !== undefined) return known;
    const plan = type.kind === 'simple' ? planSimple(type) : this.#planComplex(type);
    this.#types.set(type, plan);
    return plan;
  }

  #planComplex(type: ComplexType): TypePlan {
    const attributes = planAttributes(type.attributes);
    const children =
      type.content.kind === 'elements' ? this.#planChildren(type.content.particle) : new Map<string, ChildPlan>();
    const findPlan = (leaf: Leaf): ChildPlan => this.#planLeaf(leaf, children);
    return {
      type,
      abstract: type.abstract,
      isObject: true,
      attributes,
      required: attributes.filter(({ use }) => use.required).length,
      hasDefaults: attributes.some(({ use }) => use.valueConstraint !== undefined),
      attributeWildcard: type.attributeWildcard,
      content: planContent(type, findPlan),
      members: new Map([...children.values()].map((plan) => [plan.member, plan])),
      wildcards: type.content.kind === 'elements' ? listWildcards(type.content.particle) : [],
    };
  }

  /** Plans of the elements of a content model by name key; elements of one name have one type. */
  #planChildren(particle: Particle): ReadonlyMap<string, ChildPlan> {
    const members = planMembers(particle);
    const children = new Map<string, ChildPlan>();
    const visit = (each: Particle): void => {
      if (each.kind === 'group') each.particles.forEach(visit);
      if (each.kind !== 'element') return;
      const key = toNameKey(each.element.name);
      const { member = key, repeated = false } = members.get(key) ?? {};
      children.set(key, { element: this.#planElement(each.element), wildcard: undefined, member, repeated });
    };
    visit(particle);
    return children;
  }

  #planLeaf(leaf: Leaf, children: ReadonlyMap<string, ChildPlan>): ChildPlan {
    if (leaf.kind === 'any') return { element: undefined, wildcard: leaf.wildcard, member: '', repeated: true };
    const { member = '', repeated = false } = children.get(toNameKey(leaf.element.name)) ?? {};
    // The particle's own declaration: two of one name may differ in nillable or in fixed values.
    return { element: this.#planElement(leaf.element), wildcard: undefined, member, repeated };
  }
}

const listWildcards = (particle: Particle): readonly Wildcard[] => {
  if (particle.kind === 'group') return particle.particles.flatMap(listWildcards);
  return particle.kind === 'any' ? [particle.wildcard] : [];
};

const planAll = (group: GroupParticle, findPlan: (leaf: Leaf) => ChildPlan): AllPlan => {
  const planChild = (particle: Particle, slot: number, required: boolean): readonly AllChild[] => {
    // The only group in an `all` is the choice of what may stand in the place of one element.
    if (particle.kind === 'group') return particle.particles.flatMap((each) => planChild(each, slot, required));
    return particle.kind === 'any' ? [] : [{ plan: findPlan(particle), element: particle.element, slot, required }];
  };
  return {
    children: group.particles.flatMap((each, slot) => planChild(each, slot, each.min > 0)),
    optional: group.min === 0,
  };
};

const planContent = ({ content }: ComplexType, findPlan: (leaf: Leaf) => ChildPlan): ContentPlan => {
  if (content.kind !== 'elements') return content;
  const { particle, mixed } = content;
  if (particle.kind === 'group' && particle.compositor === 'all') {
    return { kind: 'all', mixed, all: planAll(particle, findPlan) };
  }
  return {
    kind: 'elements',
    mixed,
    start: createStates(buildNodes(particle), { planOf: findPlan, step: ignoreSteps }),
  };
};

/** Plans over a component model. */
export const createPlans = (model: ComponentModel): Plans => new PlanMaker(model);
