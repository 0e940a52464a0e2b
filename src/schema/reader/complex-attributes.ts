import { toNameKey } from '../../xml/index.js';
import type { NameKey } from '../../xml/index.js';
import type { AttributeUse, ComplexType } from '../model/components.js';
import { isAnyType } from '../model/derivation.js';
import { uniteConstraints } from '../model/wildcard.js';
import type { Wildcard } from '../model/wildcard.js';
import { checkIds, readAttributes } from './attributes.js';
import type { AttributeGroup, Builder } from './builder.js';
import type { SchemaNode } from './node.js';
import { findAttributeProblems } from './restricted-attributes.js';

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
  builder.report.step(attributes.length);
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

/** What a restriction of `base` is held against: no wildcard is less strict than that of `xs:anyType`. */
const restrictable = (base: ComplexType): AttributeGroup => {
  const { attributes: uses, attributeWildcard: wildcard } = base;
  if (!isAnyType(base) || wildcard === undefined) return { uses, wildcard };
  return { uses, wildcard: { ...wildcard, processContents: 'skip' } };
};

/** Attributes of a restriction: the base's but those prohibited, the own in their place (section 3.4.2). */
export const restrictAttributes = (builder: Builder, node: SchemaNode, base: ComplexType): TypeAttributes => {
  const { uses, prohibited, wildcard } = readAttributes(builder, node);
  const redeclared = new Set(uses.map(keyOf));
  const kept = base.attributes.filter((use) => !redeclared.has(keyOf(use)) && !prohibited.has(keyOf(use)));
  const attributes = [...kept, ...uses];
  builder.report.step(attributes.length);
  checkIds(builder, node, attributes);
  builder.finally(() => {
    for (const [clause, message] of findAttributeProblems({ uses: attributes, wildcard }, restrictable(base)))
      builder.report.invalid(`derivation-ok-restriction.${clause}`, message, node);
  });
  return { attributes, attributeWildcard: wildcard };
};
