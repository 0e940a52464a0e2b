import { ANY_TYPE } from '../model/any-type.js';
import type { ComplexType, Content, Type } from '../model/components.js';
import { isDerivedFrom } from '../model/derivation.js';
import { isEmptiable } from '../model/particle.js';
import type { SimpleType } from '../simple/model.js';
import type { Builder, Mutable } from './builder.js';
import { anySimpleType, getBuiltIn } from './built-in.js';
import { extendAttributes, restrictAttributes } from './complex-attributes.js';
import { extendContent, readMixed, readOwnContent } from './complex-content.js';
import { attribute, booleanAttribute, childNode, derivationsOf, localName } from './node.js';
import type { SchemaNode } from './node.js';
import { checkNotationUse } from './notations.js';
import { checkRestriction } from './restriction.js';
import { restrictSimpleType } from './simple-types.js';

/** A complex type that is known by identity before it is filled: types may refer to one another in circles. */
export const createShell = (node: SchemaNode, name: string | undefined): Mutable<ComplexType> => ({
  kind: 'complex',
  name,
  base: ANY_TYPE,
  derivation: 'restriction',
  abstract: booleanAttribute(node, 'abstract') ?? false,
  attributes: [],
  attributeWildcard: undefined,
  content: { kind: 'empty' },
  block: derivationsOf(node, 'block'),
  final: derivationsOf(node, 'final'),
});

/** A type to be filled and the node it is read from. */
interface Filling {
  readonly type: Mutable<ComplexType>;
  readonly node: SchemaNode;
  /** The `restriction` or `extension` element. */
  readonly derivation: SchemaNode;
}

const findBase = (builder: Builder, { type, derivation }: Filling): Type | undefined => {
  const base = builder.findType(derivation, attribute(derivation, 'base') ?? '');
  if (base?.kind !== 'complex') return base;
  if (!builder.complete(base)) {
    builder.report.invalid('ct-props-correct.3', 'the type derives from itself', derivation);
    return undefined;
  }
  if (base.final.includes(type.derivation)) {
    const rule = type.derivation === 'extension' ? 'cos-ct-extends.1.1' : 'derivation-ok-restriction.1';
    builder.report.invalid(rule, `the base is final for ${type.derivation}`, derivation);
  }
  return base;
};

const fillComplexContent = (builder: Builder, filling: Filling, contentNode: SchemaNode): void => {
  const { type, node, derivation } = filling;
  const own = readOwnContent(builder, derivation, readMixed(node, contentNode));
  const base = findBase(builder, filling);
  if (base === undefined) return;
  if (base.kind === 'simple') {
    builder.report.invalid('src-ct.1', 'the base of complex content is not a complex type', derivation);
    return;
  }
  type.base = base;
  if (type.derivation === 'extension') {
    Object.assign(type, extendAttributes(builder, derivation, base));
    type.content = extendContent(builder, derivation, { base, own });
  } else {
    Object.assign(type, restrictAttributes(builder, derivation, base));
    type.content = own;
    builder.finally(() => checkRestriction(builder, derivation, { base, content: type.content }));
  }
};

/** The simple type that the restriction of simple content starts from (section 3.4.2, "simple content", 1 and 2). */
const findRestrictedText = (builder: Builder, derivation: SchemaNode, base: ComplexType): SimpleType | undefined => {
  const inline = childNode(derivation, 'simpleType');
  const own = inline === undefined ? undefined : builder.anonymousSimpleType(inline);
  const { content } = base;
  if (content.kind === 'text') {
    if (own !== undefined && !isDerivedFrom(own, content.type)) {
      const message = 'the simple type of the content does not derive from that of the base';
      builder.report.invalid('derivation-ok-restriction.5.2.2.1', message, derivation);
    }
    return own ?? content.type;
  }
  const isOpen = content.kind === 'elements' && content.mixed && isEmptiable(content.particle);
  return isOpen ? own : undefined;
};

const fillSimpleRestriction = (builder: Builder, { type, derivation }: Filling, base: Type): void => {
  const text = base.kind === 'complex' ? findRestrictedText(builder, derivation, base) : undefined;
  if (base.kind === 'simple' || text === undefined) {
    builder.report.invalid('src-ct.2', 'the base of a restriction of simple content has no simple content', derivation);
    return;
  }
  type.base = base;
  Object.assign(type, restrictAttributes(builder, derivation, base));
  type.content = { kind: 'text', type: restrictSimpleType(builder, derivation, { base: text, name: undefined }) };
};

const NO_ATTRIBUTES = { attributes: [], attributeWildcard: undefined } as const;

const fillSimpleExtension = (builder: Builder, { type, derivation }: Filling, base: Type): void => {
  const text = base.kind === 'simple' ? base : contentType(base.content);
  if (text === undefined) {
    builder.report.invalid('src-ct.2', 'the base of an extension of simple content has no simple content', derivation);
    return;
  }
  checkNotationUse(builder, derivation, base);
  if (base.kind === 'simple' && builder.sealed.get(base)?.includes('extension') === true) {
    builder.report.invalid('cos-ct-extends.2.2', 'the base is final for extension', derivation);
  }
  type.base = base;
  Object.assign(type, extendAttributes(builder, derivation, base.kind === 'simple' ? NO_ATTRIBUTES : base));
  type.content = { kind: 'text', type: text };
};

const contentType = (content: Content): SimpleType | undefined => (content.kind === 'text' ? content.type : undefined);

const fillSimpleContent = (builder: Builder, filling: Filling): void => {
  const base = findBase(builder, filling);
  filling.type.content = { kind: 'text', type: base === undefined ? getBuiltIn('string') : anySimpleType };
  if (base === undefined) return;
  if (filling.type.derivation === 'extension') fillSimpleExtension(builder, filling, base);
  else fillSimpleRestriction(builder, filling, base);
};

/** Reads the definition of a complex type into its shell (section 3.4.2). */
export const fillComplexType = (builder: Builder, node: SchemaNode, type: Mutable<ComplexType>): void => {
  builder.report.component();
  const contentNode = childNode(node, 'simpleContent', 'complexContent');
  if (contentNode === undefined) {
    Object.assign(type, restrictAttributes(builder, node, ANY_TYPE));
    type.content = readOwnContent(builder, node, readMixed(node, undefined));
    return;
  }
  const derivation = childNode(contentNode, 'restriction', 'extension');
  if (derivation === undefined) return;
  type.derivation = localName(derivation) === 'extension' ? 'extension' : 'restriction';
  const filling = { type, node, derivation };
  if (localName(contentNode) === 'simpleContent') fillSimpleContent(builder, filling);
  else fillComplexContent(builder, filling, contentNode);
};
