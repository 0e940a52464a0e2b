import { checkIds, readAttributes } from './attributes.js';
import type { AttributeGroup, Builder } from './builder.js';
import type { SchemaNode } from './node.js';

/** Reads the definition of an attribute group (section 3.6.2); what it prohibits says nothing. */
export const readAttributeGroup = (builder: Builder, node: SchemaNode): AttributeGroup => {
  builder.report.component();
  const { uses, wildcard } = readAttributes(builder, node);
  checkIds(builder, node, uses);
  return { uses, wildcard };
};
