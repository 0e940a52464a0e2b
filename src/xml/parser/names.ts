import { NAME_CHAR, classOf, isQName, skipNameChars } from '../chars.js';
import type { XmlName } from '../model.js';
import type { NamespaceTable, ParserState, PrefixBinding, QualifiedName } from './state.js';
import { codeAt, describeNext, fail, failLimit } from './state.js';

const prefixBinding = (state: ParserState, prefix: string): PrefixBinding => {
  if (prefix === '') return state.defaultBinding;
  const known = state.bindings.get(prefix);
  if (known !== undefined) return known;
  const binding: PrefixBinding = { prefix, current: undefined };
  state.bindings.set(prefix, binding);
  return binding;
};

/** The binding of `prefix`, to be declared or looked at. */
export const findBinding = prefixBinding;

/** Table of the names in `namespace`. */
export const namespaceTable = (state: ParserState, namespace: string): NamespaceTable => {
  if (namespace === '') return state.noNamespace;
  const known = state.namespaces.get(namespace);
  if (known !== undefined) return known;
  const table: NamespaceTable = { namespace, first: undefined, rest: undefined };
  state.namespaces.set(namespace, table);
  return table;
};

const internName = (table: NamespaceTable, local: string): XmlName => {
  if (table.first === undefined) return (table.first = { namespace: table.namespace, local });
  if (table.first.local === local) return table.first;
  table.rest ??= new Map();
  const known = table.rest.get(local);
  if (known !== undefined) return known;
  const name = { namespace: table.namespace, local };
  table.rest.set(local, name);
  return name;
};

const createQualifiedName = (state: ParserState, raw: string): QualifiedName => {
  if (!isQName(raw)) fail(state, 'ns-qualified-name', `expected a qualified name, found "${raw}"`);
  const colon = raw.indexOf(':');
  const prefix = colon < 0 ? '' : raw.slice(0, colon);
  const local = colon < 0 ? raw : raw.slice(colon + 1);
  const declares = prefix === 'xmlns' ? local : raw === 'xmlns' ? '' : undefined;
  const binding = prefixBinding(state, prefix);
  return { raw, prefix, local, binding, declares, table: undefined, name: undefined, attribute: undefined, tag: 0 };
};

const rememberName = (state: ParserState, raw: string): QualifiedName => {
  const name = createQualifiedName(state, raw);
  state.qualifiedNames.set(raw, name);
  return name;
};

/** Reads a qualified name; each spelling is checked once per document. */
export const readName = (state: ParserState): QualifiedName => {
  const { source, end } = state;
  const start = state.at;
  let at = start;
  while (at < end && (classOf(source.charCodeAt(at)) & NAME_CHAR) !== 0) at++;
  if (codeAt(state, at) >= 0xd800) at = skipNameChars(source, at);
  if (at === start) fail(state, 'name', `expected a name, found ${describeNext(state)}`);
  if (at - start > state.limits.maxNameLength) failLimit(state, 'maxNameLength', 'the length of a name');
  const raw = source.slice(start, at);
  const name = state.qualifiedNames.get(raw) ?? rememberName(state, raw);
  state.at = at;
  return name;
};

/** The expanded name in the namespace that the prefix is bound to now; `undefined` when it is unbound. */
const resolveAnew = (name: QualifiedName): XmlName | undefined => {
  const table = name.binding.current;
  if (table === undefined) return undefined;
  name.table = table;
  name.name = internName(table, name.local);
  return name.name;
};

const failUnbound = (state: ParserState, { raw, prefix }: QualifiedName): never =>
  prefix === 'xmlns'
    ? fail(state, 'ns-reserved-prefix', `expected a name, found "${raw}" with the reserved prefix "xmlns"`)
    : fail(state, 'ns-prefix-declared', `the prefix "${prefix}" of "${raw}" is not bound to a namespace`);

/** Expanded name of an element, or of an attribute with a prefix. */
export const resolveName = (state: ParserState, name: QualifiedName): XmlName => {
  const known = name.table === name.binding.current ? name.name : undefined;
  return known ?? resolveAnew(name) ?? failUnbound(state, name);
};

/** Expanded name of an attribute: the default namespace does not apply (Namespaces in XML 1.0 section 6.2). */
export const resolveAttributeName = (state: ParserState, name: QualifiedName): XmlName =>
  name.prefix === '' ? (name.attribute ??= internName(state.noNamespace, name.local)) : resolveName(state, name);
