import type { AnyAttributeCodec, AnyCodec, Declared, Namespaces, ProcessContents } from './model.js';

/** Elements in some namespaces, kept as XML texts. */
/* @__NO_SIDE_EFFECTS__ */
export function any(namespaces: Namespaces): AnyCodec {
  return { namespaces, processContents: 'skip', declared: undefined };
}

/** Elements in some namespaces, each by its declaration; others only where the wildcard is lax. */
/* @__NO_SIDE_EFFECTS__ */
export function anyDeclared(
  namespaces: Namespaces,
  processContents: Exclude<ProcessContents, 'skip'>,
  declared: () => Declared,
): AnyCodec {
  return { namespaces, processContents, declared };
}

/** Attributes in some namespaces; with `declared`, those that the schema declares globally are read by that. */
/* @__NO_SIDE_EFFECTS__ */
export function anyAttribute(
  namespaces: Namespaces,
  processContents: ProcessContents,
  declared?: () => Declared,
): AnyAttributeCodec {
  return { namespaces, processContents, declared };
}
