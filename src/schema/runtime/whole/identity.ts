import { enterIdentity, leaveIdentity } from '../../instance/identity.js';
import type { Assessment } from '../../instance/identity-state.js';
import type { Assess, Reading, Visit } from '../../instance/visit.js';
import type { IdentityConstraint } from '../../model/components.js';
import type { Declared } from './any.js';
import type { ElementCodec, TypeCodec } from './model.js';
import { readElement } from './read-element.js';

const NO_ATTRIBUTES: Pick<Assessment['type'], 'attributes' | 'attributeWildcard'> = {
  attributes: [],
  attributeWildcard: undefined,
};

/** Of a type, what fields are found by: its text and its attributes. */
const toPlan = (type: TypeCodec): Assessment['type'] => {
  const plan =
    type.kind === 'simple'
      ? { ...NO_ATTRIBUTES, content: { kind: 'text', type } }
      : {
          attributes: type.attributes,
          attributeWildcard: type.anyAttribute && { processContents: type.anyAttribute.processContents },
          content: type.content,
        };
  return plan as unknown as Assessment['type'];
};

/** Tells the checker of identity constraints of each element as it was read. */
const createAssess =
  (reading: Reading, declared: (() => Declared) | undefined): Assess =>
  (element, declaration, type) => {
    const codec = declaration as ElementCodec;
    const plans = { findAttribute: (name: Parameters<Declared['attribute']>[0]) => declared?.().attribute(name) };
    // The checker looks at these members of a visit alone, and keeps its state in it.
    const visit = Object.assign(reading, { plans }) as unknown as Visit;
    const told = { identity: codec.identity ?? [], nillable: codec.nillable, valueConstraint: codec.valueConstraint };
    enterIdentity(visit, element, {
      declaration: told as unknown as Assessment['declaration'],
      type: toPlan(type as TypeCodec),
    });
    return () => leaveIdentity(visit);
  };

/** An element with identity constraints on its content. */
/* @__NO_SIDE_EFFECTS__ */
export function identity(
  codec: ElementCodec,
  constraints: readonly IdentityConstraint[],
  declared?: () => Declared,
): ElementCodec {
  const own: ElementCodec = {
    ...codec,
    identity: constraints,
    read: (reading, element) => {
      const outer = reading.assess;
      reading.assess ??= createAssess(reading, declared);
      const value = readElement(reading, element, own);
      reading.assess = outer;
      return value;
    },
  };
  return own;
}
