import { toNameKey } from '../../xml/index.js';
import type { XmlName } from '../../xml/index.js';
import { ANY_TYPE } from '../model/any-type.js';
import type { ElementDeclaration, Type, ValueConstraint } from '../model/components.js';
import { isDerivedFrom } from '../model/derivation.js';
import { isEmptiable } from '../model/particle.js';
import type { Builder } from './builder.js';
import { getBuiltIn } from './built-in.js';
import { readIdentity } from './identity.js';
import { attribute, blockedBy, booleanAttribute, childNode, derivationsOf, rawAttribute } from './node.js';
import type { SchemaNode } from './node.js';
import { checkNotationUse } from './notations.js';
import { checkValueConstraint, readValueConstraint } from './value-constraint.js';

/** The type of a declaration: its own, else that of the head of its substitution group (section 3.3.2). */
const readType = (builder: Builder, node: SchemaNode, head: ElementDeclaration | undefined): Type => {
  const inline = childNode(node, 'simpleType', 'complexType');
  const named = attribute(node, 'type');
  if (inline !== undefined && named !== undefined) {
    builder.report.invalid('src-element.3', 'an element takes a type attribute or a type child, not both', node);
  }
  if (inline !== undefined) return builder.anonymousType(inline);
  return (named === undefined ? head?.type : builder.findType(node, named)) ?? ANY_TYPE;
};

/** The head of the substitution group that a global element says it is in. */
const readHead = (builder: Builder, node: SchemaNode): ElementDeclaration | undefined => {
  const named = attribute(node, 'substitutionGroup');
  return named === undefined ? undefined : builder.findElement(node, named);
};

/** The type of a member comes from that of its head, by derivations that the head allows (section 3.3.6). */
const checkMember = (builder: Builder, node: SchemaNode, { type, substitutes }: ElementDeclaration): void => {
  if (substitutes === undefined) return;
  const excluded = builder.exclusions.get(substitutes) ?? [];
  if (isDerivedFrom(type, substitutes.type, excluded)) return;
  const but = excluded.length === 0 ? '' : ` other than by ${excluded.join(' or ')}`;
  const message = `expected a type that derives from that of the head ${toNameKey(substitutes.name)}${but}`;
  builder.report.invalid('e-props-correct.4', message, node);
};

/** A default or fixed value needs a simple type, simple content, or mixed content that may be empty (section 3.3.6). */
const checkDefault = (builder: Builder, node: SchemaNode, given: { type: Type; constraint: ValueConstraint }): void => {
  const { type, constraint } = given;
  const rule = 'e-props-correct';
  if (type.kind === 'simple') {
    checkValueConstraint(builder, node, { constraint, type, rule });
    return;
  }
  const { content } = type;
  if (content.kind === 'text') {
    checkValueConstraint(builder, node, { constraint, type: content.type, rule });
  } else if (content.kind === 'elements' && content.mixed && isEmptiable(content.particle)) {
    checkValueConstraint(builder, node, { constraint, type: getBuiltIn('string'), rule });
  } else {
    builder.report.invalid(
      'cos-valid-default.2.1',
      'a default or fixed value needs simple content, or mixed content that may be empty',
      node,
    );
  }
};

const readDeclaration = (
  builder: Builder,
  node: SchemaNode,
  { name, scope }: Pick<ElementDeclaration, 'name' | 'scope'>,
): ElementDeclaration => {
  builder.report.component();
  const head = scope === 'global' ? readHead(builder, node) : undefined;
  const type = readType(builder, node, head);
  checkNotationUse(builder, node, type);
  const constraint = readValueConstraint(builder, node, 'src-element.1');
  if (constraint !== undefined) builder.finally(() => checkDefault(builder, node, { type, constraint }));
  const declaration = Object.freeze<ElementDeclaration>({
    kind: 'element',
    name,
    scope,
    type,
    nillable: booleanAttribute(node, 'nillable') ?? false,
    abstract: scope === 'global' && (booleanAttribute(node, 'abstract') ?? false),
    valueConstraint: constraint,
    block: blockedBy(node),
    substitutes: head,
    identity: readIdentity(builder, node),
  });
  return builder.documentation.note(declaration, node);
};

/** Reads a global element declaration (section 3.3.2). */
export const readGlobalElement = (builder: Builder, node: SchemaNode): ElementDeclaration => {
  const name = { namespace: node.document.namespace, local: attribute(node, 'name') ?? '' };
  const element = readDeclaration(builder, node, { name, scope: 'global' });
  builder.exclusions.set(element, derivationsOf(node, 'final'));
  builder.finally(() => checkMember(builder, node, element));
  return element;
};

const localElementName = (node: SchemaNode): XmlName => {
  const root: SchemaNode = { element: node.document.root, document: node.document };
  const form = attribute(node, 'form') ?? attribute(root, 'elementFormDefault');
  return { namespace: form === 'qualified' ? node.document.namespace : '', local: attribute(node, 'name') ?? '' };
};

const EXCLUDED_INSIDE = ['simpleType', 'complexType', 'unique', 'key', 'keyref'];
const EXCLUDED_BY_REF = ['type', 'nillable', 'default', 'fixed', 'form', 'block'];

/** Reads an element in a content model: a reference to a global one, or a local declaration; `undefined` after a finding. */
export const readLocalElement = (builder: Builder, node: SchemaNode): ElementDeclaration | undefined => {
  const [name, ref] = [attribute(node, 'name'), attribute(node, 'ref')];
  if ((name === undefined) === (ref === undefined)) {
    builder.report.invalid('src-element.2.1', 'an element takes either a name or a ref', node);
    return undefined;
  }
  if (ref === undefined) return readDeclaration(builder, node, { name: localElementName(node), scope: 'local' });
  const excluded = EXCLUDED_BY_REF.filter((local) => rawAttribute(node, local) !== undefined);
  if (excluded.length > 0 || childNode(node, ...EXCLUDED_INSIDE) !== undefined) {
    builder.report.invalid(
      'src-element.2.2',
      `a reference to an element takes no ${excluded.join(', no ') || 'type and no identity constraint'}`,
      node,
    );
  }
  return builder.findElement(node, ref);
};
