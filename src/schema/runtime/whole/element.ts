import type { XmlName } from '../../../xml/index.js';
import type { ValueConstraint } from '../../model/components.js';
import type { AttributeCodec, ElementCodec, SimpleCodec, TypeCodec } from './model.js';
import { readElement } from './read-element.js';
import { writeElement } from './write-element.js';

/** A default or fixed value. */
export interface Constraint {
  readonly default?: string;
  readonly fixed?: string;
  /** Namespaces of the prefixes in it, where it is a QName. */
  readonly prefixes?: Readonly<Record<string, string>>;
}

/** What an element declaration says besides its name and type. */
export interface ElementOptions extends Constraint {
  readonly nillable?: boolean;
  readonly abstract?: boolean;
  /** Types that `xsi:type` may name instead of the declared one. */
  readonly types?: FindType;
}

/** Finds a type by its name. */
export type FindType = (name: XmlName) => TypeCodec | undefined;

const toConstraint = (given: Constraint): ValueConstraint | undefined => {
  const { prefixes = {} } = given;
  const text = given.fixed ?? given.default;
  if (text === undefined) return undefined;
  return { kind: given.fixed === undefined ? 'default' : 'fixed', text, resolve: (prefix) => prefixes[prefix] };
};

const NONE: ElementOptions = {};

/** A type, or a function that gives it where it is declared further down. */
export type Lazy<Type> = Type | (() => Type);

/** An element. */
/* @__NO_SIDE_EFFECTS__ */
export function element(name: XmlName, type: Lazy<TypeCodec>, options: ElementOptions = NONE): ElementCodec {
  const codec: ElementCodec = {
    name,
    type: typeof type === 'function' ? type : () => type,
    nillable: options.nillable === true,
    abstract: options.abstract === true,
    valueConstraint: toConstraint(options),
    findType: options.types,
    read: (reading, found) => readElement(reading, found, codec),
    write: (writing, value) => writeElement(writing, codec, value),
  };
  return codec;
}

/** What an attribute declaration says besides its name and type. */
export interface AttributeOptions extends Constraint {
  readonly required?: boolean;
  /** Its member, where that is not `@` and the local name. */
  readonly as?: string;
}

/** An attribute; a name alone is one in no namespace. */
/* @__NO_SIDE_EFFECTS__ */
export function attribute(
  given: XmlName | string,
  type: SimpleCodec,
  options: AttributeOptions = NONE,
): AttributeCodec {
  const name = typeof given === 'string' ? { namespace: '', local: given } : given;
  return {
    name,
    type,
    member: options.as ?? `@${name.local}`,
    use: { required: options.required === true, valueConstraint: toConstraint(options) },
  };
}
