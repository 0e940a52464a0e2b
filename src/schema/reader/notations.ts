import { fromNameKey, toNameKey } from '../../xml/index.js';
import type { NameKey } from '../../xml/index.js';
import type { Type } from '../model/components.js';
import type { SimpleType } from '../simple/model.js';
import type { Builder } from './builder.js';
import { attribute, rawAttribute } from './node.js';
import type { SchemaNode } from './node.js';

/** Checks the declaration of a notation (section 3.12.2): it says what is public or system of it. */
export const checkNotation = (builder: Builder, node: SchemaNode): void => {
  builder.report.component();
  if (rawAttribute(node, 'public') !== undefined || rawAttribute(node, 'system') !== undefined) return;
  const message = `expected a public or system identifier for the notation ${attribute(node, 'name') ?? ''}, found none`;
  builder.report.invalid('src-notation', message, node);
};

const isNotation = (type: Type): type is SimpleType => type.kind === 'simple' && type.primitive === 'NOTATION';

/** Elements and attributes are of `xs:NOTATION` only by types that list the notations (part 2, section 3.2.19). */
export const checkNotationUse = (builder: Builder, node: SchemaNode, type: Type): void => {
  if (!isNotation(type) || type.facets.enumeration !== undefined) return;
  const message = 'expected a type that lists the notations it takes, found xs:NOTATION without an enumeration';
  builder.report.invalid('enumeration-required-notation', message, node);
};

/** The notations that a type lists are declared (part 2, section 3.2.19). */
export const checkNotationNames = (
  builder: Builder,
  node: SchemaNode,
  { type, notations }: { readonly type: SimpleType; readonly notations: ReadonlyMap<NameKey, unknown> },
): void => {
  const { enumeration } = type.facets;
  if (!isNotation(type) || enumeration === undefined || enumeration === type.base?.facets.enumeration) return;
  const { namespace } = node.document;
  for (const key of enumeration) {
    // In a document that was lent a namespace, a name without prefix is in it.
    const lent = node.document.chameleon ? toNameKey({ namespace, local: fromNameKey(key).local }) : key;
    if (notations.has(key) || notations.has(lent)) continue;
    const message = `expected a declared notation, found ${key}`;
    builder.report.invalid('enumeration-valid-restriction', message, node);
  }
};
