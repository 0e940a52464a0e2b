import { isStoaError } from '../../base/index.js';
import { findNamespace } from '../../xml/index.js';
import type { NameKey } from '../../xml/index.js';
import { createListType, createUnionType, deriveSimpleType } from '../simple/index.js';
import type { FacetInput, SimpleType } from '../simple/model.js';
import type { Builder } from './builder.js';
import { anySimpleType, getBuiltIn } from './built-in.js';
import { attribute, booleanAttribute, childNode, childNodes, localName, rawAttribute, simpleFinalOf } from './node.js';
import type { SchemaNode, SimpleDerivation } from './node.js';

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

/** Makes a simple type; where that breaks a rule, notes it and gives `instead`. */
const makeType = (
  builder: Builder,
  node: SchemaNode,
  { make, instead }: { readonly make: () => SimpleType; readonly instead: SimpleType },
): SimpleType => {
  try {
    return make();
  } catch (thrown) {
    if (!isStoaError(thrown, 'SCHEMA_INVALID')) throw thrown;
    for (const { rule, message } of thrown.findings) builder.report.invalid(rule, message, node);
    return instead;
  }
};

/** The type that the facets of a restriction make of its base (part 2, section 4.3). */
export const restrictSimpleType = (builder: Builder, node: SchemaNode, { base, name }: Restricted): SimpleType => {
  const { scope } = node.element;
  const { limits, step } = builder.report;
  const qnames = { resolve: (prefix: string) => findNamespace(scope, prefix), step };
  const make = (): SimpleType => deriveSimpleType(base, readFacets(node), { name, qnames, limits });
  return makeType(builder, node, { make, instead: base });
};

/** By how a type is used: the rule that its `final` would break. */
const FINAL_RULES: Readonly<Record<SimpleDerivation, string>> = {
  extension: 'cos-ct-extends.2.2',
  restriction: 'st-props-correct.3',
  list: 'cos-st-restricts.2.3.1.1',
  union: 'cos-st-restricts.3.3.1.1',
};

/** The named simple type that another is made of, if its `final` allows that; `undefined` after a finding. */
const findSimple = (
  builder: Builder,
  node: SchemaNode,
  { qname, use }: { readonly qname: string; readonly use: SimpleDerivation },
): SimpleType | undefined => {
  const type = builder.findType(node, qname);
  if (type === undefined) return undefined;
  if (type.kind === 'complex') {
    const rule = use === 'restriction' ? 'st-props-correct.1' : 'src-resolve';
    builder.report.invalid(rule, `expected a simple type, but ${qname} is a complex one`, node);
    return undefined;
  }
  if (builder.sealed.get(type)?.includes(use) === true) {
    builder.report.invalid(FINAL_RULES[use], `the type ${qname} is final for ${use}`, node);
  }
  return type;
};

const readBase = (builder: Builder, node: SchemaNode): SimpleType | undefined => {
  const inline = childNode(node, 'simpleType');
  const named = attribute(node, 'base');
  if ((inline === undefined) === (named === undefined)) {
    builder.report.invalid('src-simple-type.2', 'a restriction takes either a base or a simpleType child', node);
  }
  if (inline !== undefined) return builder.anonymousSimpleType(inline);
  return named === undefined ? undefined : findSimple(builder, node, { qname: named, use: 'restriction' });
};

const readRestriction = (builder: Builder, node: SchemaNode, name: NameKey | undefined): SimpleType => {
  const base = readBase(builder, node);
  if (base === anySimpleType) {
    const message = 'expected a base that can be restricted, found xs:anySimpleType';
    builder.report.invalid('st-props-correct.1', message, node);
  }
  return restrictSimpleType(builder, node, {
    base: base === undefined || base === anySimpleType ? getBuiltIn('string') : base,
    name,
  });
};

const readList = (builder: Builder, node: SchemaNode, name: NameKey | undefined): SimpleType => {
  const inline = childNode(node, 'simpleType');
  const named = attribute(node, 'itemType');
  if ((inline === undefined) === (named === undefined)) {
    builder.report.invalid('src-simple-type.3', 'a list takes either an itemType or a simpleType child', node);
  }
  const item =
    inline === undefined
      ? findSimple(builder, node, { qname: named ?? '', use: 'list' })
      : builder.anonymousSimpleType(inline);
  const instead = getBuiltIn('NMTOKENS');
  if (item === undefined) return instead;
  return makeType(builder, node, { make: () => createListType(item, name), instead });
};

const readUnion = (builder: Builder, node: SchemaNode, name: NameKey | undefined): SimpleType => {
  const members: SimpleType[] = [];
  const names = attribute(node, 'memberTypes')?.split(' ') ?? [];
  for (const qname of names) {
    const type = qname === '' ? undefined : findSimple(builder, node, { qname, use: 'union' });
    if (type !== undefined) members.push(type);
  }
  const inline = childNodes(node).filter((child) => localName(child) === 'simpleType');
  for (const child of inline) members.push(builder.anonymousSimpleType(child));
  const isEmpty = inline.length === 0 && names.every((qname) => qname === '');
  if (isEmpty) {
    const message = 'a union takes memberTypes or simpleType children';
    builder.report.invalid('src-union-memberTypes-or-simpleTypes', message, node);
  }
  const instead = getBuiltIn('string');
  if (members.length === 0) return instead;
  const type = makeType(builder, node, { make: () => createUnionType(members, name), instead });
  builder.report.step(type.memberTypes.length);
  return type;
};

const readVariety = (builder: Builder, node: SchemaNode, name: NameKey | undefined): SimpleType => {
  const definition = childNode(node, 'restriction', 'list', 'union');
  if (definition === undefined) return getBuiltIn('string');
  if (localName(definition) === 'list') return readList(builder, definition, name);
  if (localName(definition) === 'union') return readUnion(builder, definition, name);
  return readRestriction(builder, definition, name);
};

/** Reads a simple type definition (part 2, section 4.1.2). */
export const readSimpleType = (builder: Builder, node: SchemaNode, name: NameKey | undefined): SimpleType => {
  builder.report.component();
  const type = readVariety(builder, node, name);
  const final = simpleFinalOf(node);
  if (final.length > 0) builder.sealed.set(type, final);
  return type;
};
