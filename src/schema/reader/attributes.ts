import { toNameKey } from '../../xml/index.js';
import type { NameKey, XmlName } from '../../xml/index.js';
import type { AttributeDeclaration, AttributeUse } from '../model/components.js';
import { intersectConstraints } from '../model/wildcard.js';
import type { Wildcard } from '../model/wildcard.js';
import type { SimpleType } from '../simple/model.js';
import type { AttributeGroup, Builder } from './builder.js';
import { attribute, childNode, childNodes, localName, rawAttribute } from './node.js';
import type { SchemaNode } from './node.js';
import { checkNotationUse } from './notations.js';
import { checkValueConstraint, equalConstraints, readValueConstraint } from './value-constraint.js';
import { readWildcard } from './wildcards.js';
import { anySimpleType } from './built-in.js';

const XSI_NAMESPACE = 'http://www.w3.org/2001/XMLSchema-instance';

const readType = (builder: Builder, node: SchemaNode): SimpleType => {
  const inline = childNode(node, 'simpleType');
  const named = attribute(node, 'type');
  if (inline !== undefined && named !== undefined) {
    builder.report.invalid('src-attribute.4', 'an attribute takes a type or a simpleType child, not both', node);
  }
  if (inline !== undefined) return builder.anonymousSimpleType(inline);
  const type = named === undefined ? undefined : builder.findType(node, named);
  if (type?.kind === 'complex') {
    builder.report.invalid('src-resolve', `the attribute's type ${named ?? ''} is not a simple type`, node);
    return anySimpleType;
  }
  return type ?? anySimpleType;
};

/** Reads the declaration of an attribute with a name (section 3.2.2). */
export const readAttributeDeclaration = (
  builder: Builder,
  node: SchemaNode,
  { name, scope }: Pick<AttributeDeclaration, 'name' | 'scope'>,
): AttributeDeclaration => {
  builder.report.component();
  if (name.local === 'xmlns') builder.report.invalid('no-xmlns', 'no attribute can be named xmlns', node);
  if (name.namespace === XSI_NAMESPACE) {
    builder.report.invalid('no-xsi', 'no attribute can be declared in the namespace of XMLSchema-instance', node);
  }
  const type = readType(builder, node);
  checkNotationUse(builder, node, type);
  const constraint = readValueConstraint(builder, node, 'src-attribute.1');
  if (constraint !== undefined) checkValueConstraint(builder, node, { constraint, type, rule: 'a-props-correct' });
  const valueConstraint = scope === 'global' ? constraint : undefined;
  return builder.documentation.note({ kind: 'attribute', name, scope, type, valueConstraint }, node);
};

const isQualified = (node: SchemaNode): boolean => {
  const root: SchemaNode = { element: node.document.root, document: node.document };
  return (attribute(node, 'form') ?? attribute(root, 'attributeFormDefault')) === 'qualified';
};

const localAttributeName = (node: SchemaNode): XmlName => ({
  namespace: isQualified(node) ? node.document.namespace : '',
  local: attribute(node, 'name') ?? '',
});

/** The declaration that a local `xs:attribute` refers to or makes. */
const readDeclaration = (builder: Builder, node: SchemaNode): AttributeDeclaration | undefined => {
  const [name, ref] = [attribute(node, 'name'), attribute(node, 'ref')];
  if ((name === undefined) === (ref === undefined)) {
    builder.report.invalid('src-attribute.3.1', 'an attribute takes either a name or a ref', node);
    return undefined;
  }
  if (ref === undefined)
    return readAttributeDeclaration(builder, node, { name: localAttributeName(node), scope: 'local' });
  const excluded = ['type', 'form'].filter((local) => rawAttribute(node, local) !== undefined);
  if (excluded.length > 0 || childNode(node, 'simpleType') !== undefined) {
    builder.report.invalid('src-attribute.3.2', 'a reference to an attribute takes no type and no form', node);
  }
  return builder.findAttribute(node, ref);
};

const checkFixedAgain = (builder: Builder, node: SchemaNode, use: AttributeUse): void => {
  const [declared, own] = [use.declaration.valueConstraint, use.valueConstraint];
  if (declared?.kind !== 'fixed' || own === declared || own === undefined) return;
  const isSame = own.kind === 'fixed' && equalConstraints(use.declaration.type, own, declared);
  if (!isSame)
    builder.report.invalid('au-props-correct.2', `the attribute's declaration fixes the value ${declared.text}`, node);
};

const readUse = (builder: Builder, node: SchemaNode): AttributeUse | NameKey | undefined => {
  const use = attribute(node, 'use') ?? 'optional';
  if (rawAttribute(node, 'default') !== undefined && use !== 'optional') {
    builder.report.invalid('src-attribute.2', 'an attribute with a default is optional', node);
  }
  const declaration = readDeclaration(builder, node);
  if (declaration === undefined) return undefined;
  if (use === 'prohibited') return toNameKey(declaration.name);
  const own = readValueConstraint(builder, node, 'src-attribute.1');
  if (own !== undefined && declaration.scope === 'global') {
    checkValueConstraint(builder, node, { constraint: own, type: declaration.type, rule: 'a-props-correct' });
  }
  const made: AttributeUse = {
    kind: 'attribute-use',
    declaration,
    required: use === 'required',
    valueConstraint: own ?? declaration.valueConstraint,
  };
  checkFixedAgain(builder, node, made);
  return made;
};

/** The attributes that a complex type, a derivation or an attribute group declares itself. */
export interface OwnAttributes extends AttributeGroup {
  /** Names of attributes that a restriction takes away. */
  readonly prohibited: ReadonlySet<NameKey>;
}

/** What is collected while the children of one node are read. */
interface Collection {
  readonly uses: Map<NameKey, AttributeUse>;
  readonly prohibited: Set<NameKey>;
  readonly wildcards: Wildcard[];
}

/** One attribute that comes by two groups is one attribute; two of one name are an error. */
const addUse = (builder: Builder, node: SchemaNode, parts: { use: AttributeUse; uses: Collection['uses'] }): void => {
  const { use, uses } = parts;
  const key = toNameKey(use.declaration.name);
  const before = uses.get(key);
  if (before === undefined) uses.set(key, use);
  else if (before !== use) {
    builder.report.invalid('ct-props-correct.4', `the attribute ${key} is declared twice`, node);
  }
};

const addGroup = (builder: Builder, node: SchemaNode, collection: Collection): void => {
  const group = builder.findAttributeGroup(node, attribute(node, 'ref') ?? '');
  if (group === undefined) return;
  builder.report.step(group.uses.length);
  for (const use of group.uses) addUse(builder, node, { use, uses: collection.uses });
  if (group.wildcard !== undefined) collection.wildcards.push(group.wildcard);
};

/** The complete wildcard of a node (section 3.4.2): what the own one and those of the groups all let in, as strictly as the first says. */
const intersectWildcards = (
  builder: Builder,
  node: SchemaNode,
  wildcards: readonly Wildcard[],
): Wildcard | undefined => {
  const [first, ...more] = wildcards;
  if (first === undefined) return undefined;
  let constraint = first.constraint;
  for (const each of more) {
    const both = intersectConstraints(constraint, each.constraint);
    if (both === undefined) {
      const message = 'what the attribute wildcards here let in together has no expression as one wildcard';
      builder.report.invalid(
        localName(node) === 'attributeGroup' ? 'src-attribute_group.2' : 'src-ct.4',
        message,
        node,
      );
      break;
    }
    constraint = both;
  }
  return { ...first, constraint };
};

/** Reads the `xs:attribute`, `xs:attributeGroup` and `xs:anyAttribute` children of a node (section 3.4.2). */
export const readAttributes = (builder: Builder, node: SchemaNode): OwnAttributes => {
  const collection: Collection = { uses: new Map(), prohibited: new Set(), wildcards: [] };
  for (const child of childNodes(node)) {
    switch (localName(child)) {
      case 'anyAttribute':
        collection.wildcards.unshift(readWildcard(child));
        break;
      case 'attributeGroup':
        addGroup(builder, child, collection);
        break;
      case 'attribute': {
        const use = readUse(builder, child);
        if (typeof use === 'string') collection.prohibited.add(use);
        else if (use !== undefined) addUse(builder, child, { use, uses: collection.uses });
        break;
      }
    }
  }
  const { uses, prohibited, wildcards } = collection;
  return { uses: [...uses.values()], prohibited, wildcard: intersectWildcards(builder, node, wildcards) };
};

/** Whether a type is `xs:ID` or comes from it. */
const isId = ({ declaration }: AttributeUse): boolean => declaration.type.builtIn === 'ID';

/** Checks that at most one attribute of a type is an ID (`ct-props-correct.5`). */
export const checkIds = (builder: Builder, node: SchemaNode, uses: readonly AttributeUse[]): void => {
  if (uses.filter(isId).length > 1) builder.report.invalid('ct-props-correct.5', 'two attributes are IDs', node);
};
