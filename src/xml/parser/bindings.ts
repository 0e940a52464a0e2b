import type { NamespaceTable, ParserState, PrefixBinding } from './state.js';

/** Namespace of the prefix `xml` (Namespaces in XML 1.0 section 3). */
export const XML_NAMESPACE = 'http://www.w3.org/XML/1998/namespace';
/** Namespace of the prefix `xmlns`, which no document may bind. */
export const XMLNS_NAMESPACE = 'http://www.w3.org/2000/xmlns/';

/** Documents have few prefixes and namespaces, and a few are quicker looked through than hashed. */
const LONGEST_LIST = 8;

const addNamespace = (state: ParserState, namespace: string, chained: boolean): NamespaceTable => {
  const table: NamespaceTable = { namespace, names: undefined, next: undefined };
  if (chained) {
    table.next = state.namespaces;
    state.namespaces = table;
  } else {
    state.furtherNamespaces ??= new Map();
    state.furtherNamespaces.set(namespace, table);
  }
  return table;
};

/** Table of the names in `namespace`. */
export const namespaceTable = (state: ParserState, namespace: string): NamespaceTable => {
  if (namespace === '') return state.noNamespace;
  let length = 0;
  for (let known = state.namespaces; known !== undefined; known = known.next, length++) {
    if (known.namespace === namespace) return known;
  }
  return state.furtherNamespaces?.get(namespace) ?? addNamespace(state, namespace, length < LONGEST_LIST);
};

const addBinding = (state: ParserState, prefix: string, chained: boolean): PrefixBinding => {
  const current = prefix === 'xml' ? namespaceTable(state, XML_NAMESPACE) : undefined;
  const binding: PrefixBinding = { prefix, current, next: undefined };
  if (chained) {
    binding.next = state.bindings;
    state.bindings = binding;
  } else {
    state.furtherBindings ??= new Map();
    state.furtherBindings.set(prefix, binding);
  }
  return binding;
};

/** What the prefix is bound to, to be read or changed. */
export const bindingOf = (state: ParserState, prefix: string): PrefixBinding => {
  if (prefix === '') return state.defaultBinding;
  let length = 0;
  for (let known = state.bindings; known !== undefined; known = known.next, length++) {
    if (known.prefix === prefix) return known;
  }
  return state.furtherBindings?.get(prefix) ?? addBinding(state, prefix, length < LONGEST_LIST);
};
