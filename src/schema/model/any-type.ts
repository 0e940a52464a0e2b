import { XSD_NAMESPACE } from '../facade.js';
import type { ComplexType, ElementDeclaration, Particle } from './components.js';
import { ANY_NAMESPACE } from './wildcard.js';
import type { Wildcard } from './wildcard.js';

const ANY: Wildcard = Object.freeze({ kind: 'wildcard', constraint: ANY_NAMESPACE, processContents: 'lax' });

const ANY_PARTICLE: Particle = Object.freeze({ kind: 'any', min: 0, max: Infinity, wildcard: ANY });

const createAnyType = (): ComplexType => {
  const type = {
    kind: 'complex' as const,
    name: `{${XSD_NAMESPACE}}anyType`,
    derivation: 'restriction' as const,
    abstract: false,
    attributes: [],
    attributeWildcard: ANY,
    content: { kind: 'elements' as const, particle: ANY_PARTICLE, mixed: true },
    block: [],
    final: [],
    get base(): ComplexType {
      return type;
    },
  };
  return Object.freeze(type);
};

/** `xs:anyType` (XSD 1.0 part 1, section 3.4.7): any attributes, any content; the base of every type and its own. */
export const ANY_TYPE: ComplexType = createAnyType();

/** A declaration of `name` that says nothing about it: what a lax wildcard assumes of an undeclared element. */
export const createAnyElement = (name: ElementDeclaration['name']): ElementDeclaration => ({
  kind: 'element',
  name,
  scope: 'global',
  type: ANY_TYPE,
  nillable: false,
  abstract: false,
  valueConstraint: undefined,
  block: [],
  substitutes: undefined,
  identity: [],
});
