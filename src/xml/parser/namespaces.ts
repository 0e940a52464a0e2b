import type { NamespaceScope } from '../model.js';
import { XMLNS_NAMESPACE, XML_NAMESPACE, bindingOf, namespaceTable } from './bindings.js';
import type { ParserState } from './state.js';
import { fail, failLimit } from './state.js';

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
  state.hidden = { binding, table: binding.current, outer: state.hidden };
  state.declarations++;
  binding.current = namespaceTable(state, namespace);
  state.scope = { prefix, namespace, outer: state.scope };
};

/** Leaves scopes until `outer` is the innermost again. */
export const leaveScope = (state: ParserState, outer: NamespaceScope | undefined): void => {
  while (state.scope !== undefined && state.scope !== outer) {
    const { hidden } = state;
    if (hidden !== undefined) hidden.binding.current = hidden.table;
    state.hidden = hidden?.outer;
    state.declarations--;
    state.scope = state.scope.outer;
  }
};
