import type { NamespaceConstraint } from '../model/wildcard.js';
import { anyOf, quotePattern } from './json.js';
import type { JsonSchema } from './json.js';

/** How the names of members that a wildcard lets in begin: `@` for attributes, nothing for elements. */
export type MemberPrefix = '@' | '';

/** The first character of a local name, as a pattern. */
const localStart = (prefix: MemberPrefix): string => (prefix === '@' ? '^@(?:$|[^{])' : '^[^@${]');

const named = (pattern: string): JsonSchema => ({ pattern });

const inNamespace = (prefix: MemberPrefix, namespace: string): JsonSchema =>
  namespace === ''
    ? anyOf([named(localStart(prefix)), named(`^${prefix}\\{\\}`)])
    : named(`^${prefix}\\{${quotePattern(namespace)}\\}`);

/** Names of members in the namespaces that a constraint admits (XSD 1.0 part 1, section 3.10.1). */
export const wildNames = (prefix: MemberPrefix, constraint: NamespaceConstraint): JsonSchema => {
  switch (constraint.kind) {
    case 'any':
      return named(prefix === '@' ? '^@' : '^[^@$]');
    case 'not': {
      const qualified = named(`^${prefix}\\{[^}]`);
      if (constraint.namespace === '') return qualified;
      return { ...qualified, not: inNamespace(prefix, constraint.namespace) };
    }
    case 'list':
      return anyOf(constraint.namespaces.map((namespace) => inNamespace(prefix, namespace)));
  }
};

const XSI = '^@\\{http://www\\.w3\\.org/2001/XMLSchema-instance\\}';

/** Attributes of the namespace of XMLSchema-instance. */
export const XSI_NAMES: JsonSchema = named(XSI);

/** Attributes of the namespace of XMLSchema-instance but `nil` and `type`: the encoder leaves them out, whatever they are. */
export const OTHER_XSI_PATTERN = `${XSI}(?:$|[^nt]|n(?:$|[^i])|ni(?:$|[^l])|nil.|t(?:$|[^y])|ty(?:$|[^p])|typ(?:$|[^e])|type.)`;
