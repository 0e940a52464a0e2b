import { toNameKey } from '../../xml/index.js';
import type { NameKey } from '../../xml/index.js';
import type { AttributeUse, ComplexType } from '../model/components.js';
import { isAnyType, isDerivedFrom } from '../model/derivation.js';
import { allowsNamespace, includesConstraint, uniteConstraints } from '../model/wildcard.js';
import type { Wildcard } from '../model/wildcard.js';
import { checkIds, readAttributes } from './attributes.js';
import type { OwnAttributes } from './attributes.js';
import type { Builder } from './builder.js';
import type { SchemaNode } from './node.js';
import { equalConstraints } from './value-constraint.js';

/** Attributes of a complex type, inherited ones included. */
export interface TypeAttributes {
  readonly attributes: readonly AttributeUse[];
  readonly attributeWildcard: Wildcard | undefined;
}

const keyOf = ({ declaration }: AttributeUse): NameKey => toNameKey(declaration.name);

/** Attributes of an extension: the base's and the own, wildcards united (section 3.4.2). */
export const extendAttributes = (
  builder: Builder,
  node: SchemaNode,
  base: Pick<ComplexType, 'attributes' | 'attributeWildcard'>,
): TypeAttributes => {
  const own = readAttributes(builder, node);
  const inherited = new Set(base.attributes.map(keyOf));
  const added = own.uses.filter((use) => {
    if (!inherited.has(keyOf(use))) return true;
    builder.report.invalid('ct-props-correct.4', `the attribute ${keyOf(use)} is inherited and declared again`, node);
    return false;
  });
  const attributes = [...base.attributes, ...added];
  checkIds(builder, node, attributes);
  return {
    attributes,
    attributeWildcard: uniteWildcards(builder, node, { own: own.wildcard, base: base.attributeWildcard }),
  };
};

const uniteWildcards = (
  builder: Builder,
  node: SchemaNode,
  { own, base }: { own: Wildcard | undefined; base: Wildcard | undefined },
): Wildcard | undefined => {
  if (own === undefined || base === undefined) return own ?? base;
  const constraint = uniteConstraints(own.constraint, base.constraint);
  if (constraint === undefined) {
    builder.report.invalid(
      'src-ct.5',
      'the attribute wildcards of the type and of its base have no common expression',
      node,
    );
    return own;
  }
  return { kind: 'wildcard', constraint, processContents: own.processContents };
};

const isFixedAlike = (own: AttributeUse, inherited: AttributeUse): boolean => {
  const fixed = inherited.valueConstraint;
  if (fixed?.kind !== 'fixed') return true;
  const again = own.valueConstraint;
  return again?.kind === 'fixed' && equalConstraints(inherited.declaration.type, again, fixed);
};

/** Why an attribute of a restriction is not allowed by the base (section 3.4.6, "Derivation Valid (Restriction)", 2). */
const checkRestrictedUse = (use: AttributeUse, inherited: AttributeUse): readonly [string, string] | undefined => {
  const key = keyOf(use);
  if (inherited.required && !use.required) return ['2.1.1', `the base requires the attribute ${key}`];
  if (!isDerivedFrom(use.declaration.type, inherited.declaration.type)) {
    return ['2.1.2', `the type of the attribute ${key} does not derive from that in the base`];
  }
  return isFixedAlike(use, inherited) ? undefined : ['2.1.3', `the base fixes the value of the attribute ${key}`];
};

const checkRestrictedUses = (
  builder: Builder,
  node: SchemaNode,
  parts: { own: OwnAttributes; base: ComplexType },
): void => {
  const { own, base } = parts;
  const inherited = new Map(base.attributes.map((use) => [keyOf(use), use]));
  const refuse = (clause: string, message: string): void =>
    builder.report.invalid(`derivation-ok-restriction.${clause}`, message, node);
  for (const use of own.uses) {
    const before = inherited.get(keyOf(use));
    const wildcard = base.attributeWildcard;
    if (before !== undefined) {
      const problem = checkRestrictedUse(use, before);
      if (problem !== undefined) refuse(...problem);
    } else if (wildcard === undefined || !allowsNamespace(wildcard.constraint, use.declaration.name.namespace)) {
      refuse('2.2', `the base does not allow the attribute ${keyOf(use)}`);
    }
  }
  for (const [key, use] of inherited) {
    if (use.required && own.prohibited.has(key)) refuse('3', `the base requires the attribute ${key}`);
  }
};

const checkRestrictedWildcard = (
  builder: Builder,
  node: SchemaNode,
  parts: { own: Wildcard; base: ComplexType },
): void => {
  const { own, base } = parts;
  const wildcard = base.attributeWildcard;
  const refuse = (clause: string, message: string): void =>
    builder.report.invalid(`derivation-ok-restriction.${clause}`, message, node);
  if (wildcard === undefined) refuse('4.1', 'the base has no attribute wildcard');
  else if (!includesConstraint(wildcard.constraint, own.constraint)) {
    refuse('4.2', 'the attribute wildcard lets in more than that of the base');
  } else if (!isAnyType(base) && !isAsStrict(own, wildcard))
    refuse('4.3', 'the attribute wildcard is less strict than that of the base');
};

const STRICTNESS = { skip: 0, lax: 1, strict: 2 } as const;

/** Whether one wildcard checks what it lets in at least as strictly as another. */
export const isAsStrict = (own: Wildcard, base: Wildcard): boolean =>
  STRICTNESS[own.processContents] >= STRICTNESS[base.processContents];

/** Attributes of a restriction: the base's but those prohibited, the own in their place (section 3.4.2). */
export const restrictAttributes = (builder: Builder, node: SchemaNode, base: ComplexType): TypeAttributes => {
  const own = readAttributes(builder, node);
  builder.finally(() => checkRestrictedUses(builder, node, { own, base }));
  const { wildcard } = own;
  if (wildcard !== undefined) builder.finally(() => checkRestrictedWildcard(builder, node, { own: wildcard, base }));
  const redeclared = new Set(own.uses.map(keyOf));
  const kept = base.attributes.filter((use) => !redeclared.has(keyOf(use)) && !own.prohibited.has(keyOf(use)));
  const attributes = [...kept, ...own.uses];
  checkIds(builder, node, attributes);
  return { attributes, attributeWildcard: wildcard };
};
