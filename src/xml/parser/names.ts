import { NAME_CHAR, classOf, isNameStartAt, isNameSurrogate } from '../chars.js';
import type { XmlName } from '../model.js';
import { bindingOf } from './bindings.js';
import type { NamespaceTable, ParserState, QualifiedName } from './state.js';
import { describeNext, fail, failLimit, returnToTag } from './state.js';

const COLON = 0x3a;

/** Stands for the place of the colon in what has more than one. */
const SEVERAL = -2;

/** Longest chain of one bucket; names beyond it go to a map, so that chosen names cannot make chains long. */
const LONGEST_CHAIN = 16;

/** The name as written, for messages and maps. */
export const rawName = (state: ParserState, { start, length }: QualifiedName): string =>
  state.source.slice(start, start + length);

/** Splits the name between `start` and the parser's place. */
const splitName = (state: ParserState, start: number, hash: number): QualifiedName => {
  const { source, at: end, colon } = state;
  const localStart = colon < 0 ? start : colon + 1;
  const wellFormed =
    isNameStartAt(source, start) && (colon === -1 || (colon !== SEVERAL && isNameStartAt(source, localStart)));
  if (!wellFormed) {
    state.at = start;
    fail(state, 'ns-qualified-name', `expected a qualified name, found "${source.slice(start, end)}"`);
  }
  const binding = colon < 0 ? state.defaultBinding : bindingOf(state, source.slice(start, colon));
  const local = source.slice(localStart, end);
  return {
    start,
    length: end - start,
    hash,
    local,
    binding,
    table: undefined,
    name: undefined,
    attribute: undefined,
    tag: 0,
    next: undefined,
  };
};

const bucketOf = ({ buckets }: ParserState, hash: number): number => (hash ^ (hash >>> 9)) & (buckets.length - 1);

const rememberName = (state: ParserState, start: number, hash: number): QualifiedName => {
  const raw = state.furtherNames === undefined ? '' : state.source.slice(start, state.at);
  const known = state.furtherNames?.get(raw);
  if (known !== undefined) return known;
  const name = splitName(state, start, hash);
  const bucket = bucketOf(state, hash);
  const first = state.buckets[bucket];
  let length = 0;
  for (let at = first; at !== undefined; at = at.next) length++;
  if (length < LONGEST_CHAIN) {
    name.next = first;
    state.buckets[bucket] = name;
  } else {
    state.furtherNames ??= new Map();
    state.furtherNames.set(rawName(state, name), name);
  }
  return name;
};

/** Whether the same text as that of `name` stands at `start`. */
const isSpelt = ({ source }: ParserState, name: QualifiedName, start: number): boolean => {
  for (let at = name.length - 1; at >= 0; at--) {
    if (source.charCodeAt(start + at) !== source.charCodeAt(name.start + at)) return false;
  }
  return true;
};

/** The name as spelt between `start` and the parser's place, if it was met before. */
const findName = (state: ParserState, start: number, hash: number): QualifiedName | undefined => {
  const length = state.at - start;
  let name = state.buckets[bucketOf(state, hash)];
  while (name !== undefined) {
    if (name.hash === hash && name.length === length && isSpelt(state, name, start)) break;
    name = name.next;
  }
  return name;
};

const failNoName = (state: ParserState): never => fail(state, 'name', `expected a name, found ${describeNext(state)}`);

/** Reads a qualified name; each spelling is one object and is checked once per document. */
export const readName = (state: ParserState): QualifiedName => {
  const { source, end } = state;
  const start = state.at;
  let at = start;
  let hash = 0;
  let colon = -1;
  for (; at < end; at++) {
    const code = source.charCodeAt(at);
    if ((classOf(code) & NAME_CHAR) === 0) {
      if (code < 0xd800 || !isNameSurrogate(source, at)) break;
      at++;
    }
    hash = (Math.imul(hash, 31) + code) | 0;
    if (code !== COLON) continue;
    // Spellings with the same local part are to meet in one bucket: see `internName`.
    hash = 0;
    colon = colon === -1 ? at : SEVERAL;
  }
  if (at === start) failNoName(state);
  if (at - start > state.limits.maxNameLength) failLimit(state, 'maxNameLength', 'the length of a name');
  state.at = at;
  state.colon = colon;
  return findName(state, start, hash) ?? rememberName(state, start, hash);
};

const keepName = (table: NamespaceTable, name: XmlName): void => {
  table.names ??= new Map();
  table.names.set(name.local, name);
};

/**
 * The expanded name in `table`, equal names being one object. Names are found at the spellings that stand for
 * them now, which share a bucket; those that no spelling stands for at the moment are kept by the table.
 */
const internName = (state: ParserState, { local, hash }: QualifiedName, table: NamespaceTable): XmlName => {
  for (let other = state.buckets[bucketOf(state, hash)]; other !== undefined; other = other.next) {
    if (other.hash !== hash || other.local !== local) continue;
    if (other.table === table && other.name !== undefined) return other.name;
    if (table === state.noNamespace && other.attribute !== undefined) return other.attribute;
  }
  const known = table.names?.get(local);
  if (known !== undefined) return known;
  const name = { namespace: table.namespace, local };
  if (state.furtherNames !== undefined) keepName(table, name);
  return name;
};

const failUnbound = (state: ParserState, name: QualifiedName): never => {
  const raw = rawName(state, name);
  returnToTag(state);
  const { prefix } = name.binding;
  return prefix === 'xmlns'
    ? fail(state, 'ns-reserved-prefix', `expected a name, found "${raw}" with the reserved prefix "xmlns"`)
    : fail(state, 'ns-prefix-declared', `the prefix "${prefix}" of "${raw}" is not bound to a namespace`);
};

const resolveAnew = (state: ParserState, name: QualifiedName): XmlName => {
  const table = name.binding.current ?? failUnbound(state, name);
  const resolved = internName(state, name, table);
  if (name.table !== undefined && name.name !== undefined) keepName(name.table, name.name);
  name.table = table;
  name.name = resolved;
  return resolved;
};

/** Expanded name of an element, or of an attribute with a prefix, in the namespace that the prefix is bound to now. */
export const resolveName = (state: ParserState, name: QualifiedName): XmlName =>
  name.name !== undefined && name.table === name.binding.current ? name.name : resolveAnew(state, name);

/** Expanded name of an attribute without a prefix: the default namespace does not apply (Namespaces in XML 1.0 section 6.2). */
export const resolveLocalName = (state: ParserState, name: QualifiedName): XmlName =>
  (name.attribute ??= internName(state, name, state.noNamespace));
