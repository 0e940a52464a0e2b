import { isStoaError } from '../../base/index.js';
import { findNamespace } from '../../xml/index.js';
import type { NameKey } from '../../xml/index.js';
import { deriveSimpleType } from '../simple/index.js';
import type { FacetInput, SimpleType } from '../simple/model.js';
import type { Builder } from './builder.js';
import { anySimpleType, getBuiltIn } from './built-in.js';
import { attribute, booleanAttribute, childNode, childNodes, derivationsOf, localName, rawAttribute } from './node.js';
import type { SchemaNode } from './node.js';

const NOT_FACETS: ReadonlySet<string> = new Set(['simpleType', 'attribute', 'attributeGroup', 'anyAttribute']);

/** The facets among the children of a restriction. */
const readFacets = (node: SchemaNode): readonly FacetInput[] =>
  childNodes(node)
    .filter((child) => !NOT_FACETS.has(localName(child)))
    .map((child) => ({
      facet: localName(child),
      value: rawAttribute(child, 'value') ?? '',
      fixed: booleanAttribute(child, 'fixed') ?? false,
    }));

/** What a restriction of a simple type starts from. */
export interface Restricted {
  readonly base: SimpleType;
  readonly name: NameKey | undefined;
}

/** The type that the facets of a restriction make of its base (part 2, section 4.3). */
export const restrictSimpleType = (builder: Builder, node: SchemaNode, { base, name }: Restricted): SimpleType => {
  const { scope } = node.element;
  const qnames = { resolve: (prefix: string) => findNamespace(scope, prefix) };
  try {
    return deriveSimpleType(base, readFacets(node), { name, qnames, limits: builder.report.limits });
  } catch (thrown) {
    if (!isStoaError(thrown, 'SCHEMA_INVALID')) throw thrown;
    for (const { rule, message } of thrown.findings) builder.report.invalid(rule, message, node);
    return base;
  }
};

const readBase = (builder: Builder, node: SchemaNode): SimpleType => {
  const inline = childNode(node, 'simpleType');
  const named = attribute(node, 'base');
  if ((inline === undefined) === (named === undefined)) {
    builder.report.invalid('src-simple-type.2', 'a restriction takes either a base or a simpleType child', node);
  }
  if (inline !== undefined) return builder.anonymousSimpleType(inline);
  const type = named === undefined ? undefined : builder.findType(node, named);
  if (type === undefined) return getBuiltIn('string');
  if (type.kind === 'simple' && builder.sealed.has(type)) {
    builder.report.invalid('st-props-correct.3', `the base ${named ?? ''} is final for restriction`, node);
  }
  if (type.kind === 'simple' && type !== anySimpleType) return type;
  builder.report.invalid(
    'st-props-correct.1',
    `the base ${named ?? ''} is not a simple type that can be restricted`,
    node,
  );
  return getBuiltIn('string');
};

/** Reads a simple type definition (part 2, section 4.1.2). */
export const readSimpleType = (builder: Builder, node: SchemaNode, name: NameKey | undefined): SimpleType => {
  builder.report.component();
  const restriction = childNode(node, 'restriction');
  if (restriction === undefined) return getBuiltIn('string');
  const base = readBase(builder, restriction);
  const type = restrictSimpleType(builder, restriction, { base, name });
  if (derivationsOf(node, 'final').includes('restriction')) builder.sealed.add(type);
  return type;
};
