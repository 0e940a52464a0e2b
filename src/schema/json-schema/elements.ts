import { XSI_NIL_MEMBER, XSI_TYPE_MEMBER } from '../instance/element.js';
import type { ComplexType, ElementDeclaration, Type, ValueConstraint } from '../model/components.js';
import { blockedOf } from '../model/substitutes.js';
import type { SimpleType } from '../simple/index.js';
import { complexSchema, nilSchema } from './complex-types.js';
import { NOTHING, anyOf } from './json.js';
import type { JsonSchema } from './json.js';
import type { Scope } from './scope.js';
import { fixedSchema, localOf, simpleSchema } from './simple-types.js';

/** A type where an element has it. */
interface TypeUse {
  readonly type: Type;
  readonly constraint: ValueConstraint | undefined;
  /** What an anonymous type is defined by: the path of elements to it. */
  readonly name: string;
}

const isFixed = (constraint: ValueConstraint | undefined): boolean => constraint?.kind === 'fixed';

const nameOf = (type: Type, otherwise: string): string =>
  type.name === undefined
    ? otherwise
    : type.name.startsWith('{http://www.w3.org/2001/XMLSchema}')
      ? `xs:${localOf(type.name)}`
      : localOf(type.name);

/** Describes elements; the types that they lead to become definitions. */
class ElementDescriber {
  readonly #scope: Scope;

  constructor(scope: Scope) {
    this.#scope = scope;
  }

  /** Values of an element: of its type, of a type derived from it that they name, or nil. */
  describe(declaration: ElementDeclaration, name: string): JsonSchema {
    const { type, abstract, nillable, valueConstraint: constraint } = declaration;
    this.#scope.count(1);
    if (abstract) return NOTHING;
    const blocked = blockedOf(declaration);
    const use = { type, constraint, name };
    const others = this.#scope.substitutesOf(declaration);
    const isNillable = nillable && !isFixed(constraint);
    return anyOf([
      ...(isAbstract(type) ? [] : [this.#typeSchema(use)]),
      ...(others.length === 0 ? [] : [this.#others(use, others, blocked.join())]),
      ...(isNillable ? this.#nil(use, others, blocked.join()) : []),
    ]);
  }

  #typeSchema({ type, constraint, name }: TypeUse): JsonSchema {
    if (type.kind === 'simple')
      return constraint?.kind === 'fixed'
        ? fixedSchema(this.#scope, type, constraint)
        : simpleSchema(this.#scope, type);
    const own = nameOf(type, name);
    const elementSchema = (child: ElementDeclaration): JsonSchema => this.describe(child, `${own}.${child.name.local}`);
    const described = { type, elementSchema };
    // A value constraint is of use to simple content alone.
    if (constraint !== undefined && type.content.kind === 'text')
      return complexSchema(this.#scope, { ...described, constraint });
    return this.#scope.define({ of: type, name: own, make: () => complexSchema(this.#scope, described) });
  }

  /** The alternatives where `xsi:type` names another type. */
  #others({ type, constraint, name }: TypeUse, others: readonly Type[], blocked: string): JsonSchema {
    const make = (): JsonSchema => {
      this.#scope.count(others.length);
      return anyOf(others.map((other) => this.#named({ type: other, constraint, name: '' })));
    };
    if (constraint !== undefined) return make();
    return this.#scope.define({ of: type, variant: `named ${blocked}`, name: `${nameOf(type, name)}:named`, make });
  }

  #named(use: TypeUse): JsonSchema {
    const { type } = use;
    const schema = this.#typeSchema(use);
    if (type.kind === 'complex') return requireMember(schema, XSI_TYPE_MEMBER);
    return {
      type: 'object',
      properties: {
        [XSI_TYPE_MEMBER]: { const: type.name ?? '' },
        [XSI_NIL_MEMBER]: { not: { const: true } },
        $: schema,
      },
      required: [XSI_TYPE_MEMBER, '$'],
    };
  }

  #nil({ type, name }: TypeUse, others: readonly Type[], blocked: string): readonly JsonSchema[] {
    const isBare = !isAbstract(type) && (type.kind === 'simple' || !this.#hasRequired(type));
    const make = (): JsonSchema =>
      anyOf([
        ...(isAbstract(type) ? [] : [this.#nilObject(type, nameOf(type, name))]),
        ...others.map((other) => requireMember(this.#nilObject(other, nameOf(other, name)), XSI_TYPE_MEMBER)),
      ]);
    const object = this.#scope.define({
      of: type,
      variant: `nil ${blocked}`,
      name: `${nameOf(type, name)}:nil`,
      make,
    });
    return isBare ? [{ type: 'null' }, object] : [object];
  }

  #hasRequired(type: ComplexType): boolean {
    return type.attributes.some((use) => use.required && !isFixed(use.valueConstraint));
  }

  #nilObject(type: Type, name: string): JsonSchema {
    const make = (): JsonSchema => (type.kind === 'complex' ? nilSchema(this.#scope, type) : simpleNilSchema(type));
    return this.#scope.define({ of: type, variant: 'nil only', name: `${name}:nil-object`, make });
  }
}

const isAbstract = (type: Type): boolean => type.kind === 'complex' && type.abstract;

/** A nil value of a simple type as an object: nothing but the type's name is looked at. */
const simpleNilSchema = ({ name }: SimpleType): JsonSchema => ({
  type: 'object',
  properties: { [XSI_NIL_MEMBER]: { const: true }, [XSI_TYPE_MEMBER]: name === undefined ? false : { const: name } },
  required: [XSI_NIL_MEMBER],
});

const requireMember = (schema: JsonSchema, member: string): JsonSchema => {
  const needed = { type: 'object', properties: { [member]: true }, required: [member] };
  return '$ref' in schema ? { ...schema, ...needed } : { allOf: [schema, needed] };
};

/** JSON Schema of the values of an element. */
export const elementSchema = (scope: Scope, declaration: ElementDeclaration): JsonSchema =>
  new ElementDescriber(scope).describe(declaration, declaration.name.local);
