import { toNameKey } from '../../xml/index.js';
import type { IdentityConstraint, IdentityPath } from '../model/components.js';
import type { Builder } from './builder.js';
import { parseIdentityPath } from './identity-path.js';
import { findReference } from './names.js';
import { attribute, childNode, childNodes, localName, rawAttribute } from './node.js';
import type { SchemaNode } from './node.js';

/** The paths of a selector or field; one that breaks `rule` stands for nothing. */
const readPaths = (builder: Builder, node: SchemaNode, rule: string): readonly IdentityPath[] => {
  const text = rawAttribute(node, 'xpath') ?? '';
  builder.report.step(text.length);
  const parsed = parseIdentityPath(text, { scope: node.element.scope, attributes: localName(node) === 'field' });
  if ('paths' in parsed) return parsed.paths;
  const message = `the path ${JSON.stringify(text.slice(0, 80))} is none of an identity constraint: ${parsed.problem}`;
  builder.report.invalid(rule, message, node);
  return [];
};

/** Checks that what a keyref refers to is a key or unique constraint with as many fields (`c-props-correct`). */
const checkReference = (builder: Builder, node: SchemaNode, constraint: IdentityConstraint): void => {
  const { refer, fields } = constraint;
  if (refer === undefined) return;
  const referred = builder.identity.constraints.get(refer);
  if (referred === undefined) {
    builder.report.invalid('src-resolve', `no key or unique constraint ${refer} is declared`, node);
  } else if (referred.kind === 'keyref') {
    builder.report.invalid('c-props-correct.1', `expected a key or unique constraint, but ${refer} is a keyref`, node);
  } else if (referred.fields.length !== fields.length) {
    const counts = `${String(referred.fields.length)} fields of ${refer}, found ${String(fields.length)}`;
    builder.report.invalid('c-props-correct.2', `expected as many as the ${counts}`, node);
  }
};

const readConstraint = (builder: Builder, node: SchemaNode): IdentityConstraint => {
  builder.report.component();
  const local = localName(node);
  const name = toNameKey({ namespace: node.document.namespace, local: attribute(node, 'name') ?? '' });
  const selector = childNode(node, 'selector');
  const fields = childNodes(node).filter((child) => localName(child) === 'field');
  const referred = local === 'keyref' ? findReference(builder.report, node, attribute(node, 'refer') ?? '') : undefined;
  const constraint: IdentityConstraint = {
    kind: local === 'key' || local === 'keyref' ? local : 'unique',
    name,
    selector: selector === undefined ? [] : readPaths(builder, selector, 'c-selector-xpath'),
    fields: fields.map((field) => readPaths(builder, field, 'c-fields-xpaths')),
    refer: referred === undefined ? undefined : toNameKey(referred),
  };
  const { constraints, places } = builder.identity;
  const before = places.get(name);
  // A declaration in a group may be read more than once.
  if (before !== undefined && before !== node.element) {
    builder.report.invalid('sch-props-correct.2', `the identity constraint ${name} is declared twice`, node);
  } else {
    constraints.set(name, constraint);
    places.set(name, node.element);
  }
  builder.finally(() => checkReference(builder, node, constraint));
  return Object.freeze(constraint);
};

const KINDS: readonly string[] = ['unique', 'key', 'keyref'];

/** Reads the identity constraints of an element declaration (section 3.11.2). */
export const readIdentity = (builder: Builder, node: SchemaNode): readonly IdentityConstraint[] =>
  childNodes(node)
    .filter((child) => KINDS.includes(localName(child)))
    .map((child) => readConstraint(builder, child));
