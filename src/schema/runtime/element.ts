import { toNameKey } from '../../xml/light.js';
import type { XmlName } from '../../xml/index.js';
import type { IdentityConstraint } from '../model/components.js';
import type { AttributeCodec, Constraint, Declared, ElementCodec, FindType, SimpleCodec, TypeCodec } from './model.js';
import { keyOfType } from './type-key.js';

/** What an element declaration says besides its name and type. */
export interface ElementOptions extends Constraint {
  readonly nillable?: boolean;
  readonly abstract?: boolean;
  /** Types that `xsi:type` may name instead of the declared one. */
  readonly types?: FindType;
}

/** A type, or a function that gives it where it is declared further down. */
export type Lazy<Type> = Type | (() => Type);

/** An element. */
/* @__NO_SIDE_EFFECTS__ */
export function element(name: XmlName, type: Lazy<TypeCodec>, options: ElementOptions = {}): ElementCodec {
  return {
    name,
    type: typeof type === 'function' ? type : () => type,
    nillable: options.nillable === true,
    abstract: options.abstract === true,
    constraint: options,
    findType: options.types,
    kept: {},
  };
}

/** What an attribute declaration says besides its name and type. */
export interface AttributeOptions extends Constraint {
  readonly required?: boolean;
  /** Its member, where that is not `@` and the local name. */
  readonly as?: string;
}

/** An attribute; a name alone is one in no namespace. */
/* @__NO_SIDE_EFFECTS__ */
export function attribute(given: XmlName | string, type: SimpleCodec, options: AttributeOptions = {}): AttributeCodec {
  const name = typeof given === 'string' ? { namespace: '', local: given } : given;
  return {
    name,
    type,
    member: options.as ?? `@${name.local}`,
    required: options.required === true,
    constraint: options,
  };
}

/** Finds one of some types by its name. */
/* @__NO_SIDE_EFFECTS__ */
export function oneOfTypes(types: () => readonly TypeCodec[]): FindType {
  let byKey: ReadonlyMap<string | undefined, TypeCodec> | undefined;
  return (name) => (byKey ??= new Map(types().map((type) => [keyOfType(type), type]))).get(toNameKey(name));
}

/** An element that is declared further down. */
/* @__NO_SIDE_EFFECTS__ */
export function lazy(name: XmlName, codec: () => ElementCodec): ElementCodec {
  return {
    name,
    type: () => codec().type(),
    get nillable() {
      return codec().nillable;
    },
    get abstract() {
      return codec().abstract;
    },
    get constraint() {
      return codec().constraint;
    },
    get findType() {
      return codec().findType;
    },
    get identity() {
      return codec().identity;
    },
    get kept() {
      return codec().kept;
    },
  };
}

/** An element with identity constraints on its content. */
/* @__NO_SIDE_EFFECTS__ */
export function identity(
  codec: ElementCodec,
  constraints: readonly IdentityConstraint[],
  declared?: () => Declared,
): ElementCodec {
  return { ...codec, identity: { constraints, declared }, kept: {} };
}
