import type { NamespaceScope } from '../model.js';
import { bindingOf, namespaceTable } from './names.js';
import type { ParserState } from './state.js';
import { fail, failLimit } from './state.js';

/** Namespace of the prefix `xml` (Namespaces in XML 1.0 section 3). */
export const XML_NAMESPACE = 'http://www.w3.org/XML/1998/namespace';
/** Namespace of the prefix `xmlns`, which no document may bind. */
export const XMLNS_NAMESPACE = 'http://www.w3.org/2000/xmlns/';

/** Rule of Namespaces in XML 1.0 that a declaration breaks, as a message, or `undefined`. */
export const checkDeclaration = (prefix: string, namespace: string): string | undefined => {
  if (prefix === 'xmlns') return 'the prefix "xmlns" may not be declared';
  if (namespace === XMLNS_NAMESPACE) return `the namespace "${XMLNS_NAMESPACE}" may not be declared`;
  if ((prefix === 'xml') !== (namespace === XML_NAMESPACE)) {
    return `the prefix "xml" and the namespace "${XML_NAMESPACE}" may only be bound to each other`;
  }
  return namespace === '' && prefix !== '' ? `the prefix "${prefix}" may not be undeclared` : undefined;
};

/** Takes one declaration of the current start tag into scope; what it hides goes to the undo log. */
export const declareNamespace = (state: ParserState, prefix: string, namespace: string): void => {
  const problem = checkDeclaration(prefix, namespace);
  if (problem !== undefined) fail(state, 'ns-declaration', problem);
  if (state.declarations >= state.limits.maxNamespaces) {
    failLimit(state, 'maxNamespaces', 'the number of namespace declarations in scope');
  }
  const binding = bindingOf(state, prefix);
  state.hiddenBindings[state.declarations] = binding;
  state.hiddenTables[state.declarations] = binding.current;
  state.declarations++;
  binding.current = namespaceTable(state, namespace);
  state.scope = { prefix, namespace, outer: state.scope };
};

/** Leaves scopes until `outer` is the innermost again. */
export const leaveScope = (state: ParserState, outer: NamespaceScope | undefined): void => {
  while (state.scope !== undefined && state.scope !== outer) {
    const last = --state.declarations;
    const binding = state.hiddenBindings[last];
    if (binding !== undefined) binding.current = state.hiddenTables[last];
    state.scope = state.scope.outer;
  }
};
