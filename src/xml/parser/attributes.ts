import { VALUE_CHAR, charLengthAt, classOf } from '../chars.js';
import type { XmlAttribute, XmlName } from '../model.js';
import { rawName, readName, resolveLocalName, resolveName } from './names.js';
import { declareNamespace } from './namespaces.js';
import { readReference } from './references.js';
import type { OpenAttribute, ParserState, QualifiedName } from './state.js';
import { codeAt, describeNext, expect, fail, failLimit, returnToTag, skipSpace } from './state.js';
import { failCharacter } from './text.js';

const TAB = 0x09;
const LF = 0x0a;
const CR = 0x0d;
const QUOTE = 0x22;
const AMPERSAND = 0x26;
const APOSTROPHE = 0x27;
const SLASH = 0x2f;
const LESS = 0x3c;
const EQUALS = 0x3d;
const GREATER = 0x3e;

/** Name of an attribute with a prefix until its start tag has been read. */
const UNRESOLVED: XmlName = Object.freeze({ namespace: '', local: '' });

/** Up to here pairs are compared, above a set is made. */
const FEW_ATTRIBUTES = 8;

/** Offset of the next `quote` or of a code unit that does not stand for itself. */
const skipPlainValue = (state: ParserState, from: number, quote: number): number => {
  const { source, end } = state;
  const other = quote === QUOTE ? APOSTROPHE : QUOTE;
  let at = from;
  for (;;) {
    while (at < end && (classOf(source.charCodeAt(at)) & VALUE_CHAR) !== 0) at++;
    if (codeAt(state, at) === other) at++;
    else return at;
  }
};

/** Reads what does not stand for itself in an attribute value (XML 1.0 sections 3.3.3 and 2.11). */
const readSpecial = (state: ParserState): string => {
  const { source, at } = state;
  const code = codeAt(state, at);
  if (code === AMPERSAND) return readReference(state);
  if (code === TAB || code === LF || code === CR) {
    state.at += code === CR && codeAt(state, at + 1) === LF ? 2 : 1;
    return ' ';
  }
  if (code === LESS) fail(state, 'no-less-than-in-attribute', 'expected "&lt;", found "<" in an attribute value');
  if (at >= state.end) fail(state, 'attribute-value', 'the attribute value is not closed');
  const length = charLengthAt(source, at);
  if (length === 0) failCharacter(state);
  state.at += length;
  return source.slice(at, at + length);
};

const failValue = (state: ParserState): never =>
  fail(state, 'attribute-value', `expected a quoted attribute value, found ${describeNext(state)}`);

/** Reads on after the plain `start` of a value, up to its `quote`. */
const readFurtherValue = (state: ParserState, start: string, quote: number): string => {
  let value = start;
  while (codeAt(state, state.at) !== quote) {
    value += readSpecial(state);
    const from = state.at;
    const at = skipPlainValue(state, from, quote);
    if (value.length + at - from > state.limits.maxAttributeLength) failLength(state);
    value += state.source.slice(from, at);
    state.at = at;
  }
  return value;
};

const failLength = (state: ParserState): never =>
  failLimit(state, 'maxAttributeLength', 'the length of an attribute value');

const readValue = (state: ParserState): string => {
  const quote = codeAt(state, state.at);
  if (quote !== QUOTE && quote !== APOSTROPHE) failValue(state);
  const from = state.at + 1;
  const at = skipPlainValue(state, from, quote);
  if (at - from > state.limits.maxAttributeLength) failLength(state);
  state.at = at;
  const plain = state.source.slice(from, at);
  const value = codeAt(state, at) === quote ? plain : readFurtherValue(state, plain, quote);
  state.at++;
  return value;
};

const addAttribute = (state: ParserState, name: QualifiedName, value: string): void => {
  const { prefix } = name.binding;
  const attribute: OpenAttribute = { name: prefix === '' ? resolveLocalName(state, name) : UNRESOLVED, prefix, value };
  state.attributes[state.attributeCount++] = attribute;
  if (prefix === '') return;
  state.prefixedAttributes[state.prefixedCount] = attribute;
  state.prefixedNames[state.prefixedCount++] = name;
};

/** The prefix that an attribute of this name declares; `undefined` when it is no declaration. */
const findDeclared = (state: ParserState, { binding, local }: QualifiedName): string | undefined => {
  if (binding === state.defaultBinding) return local === 'xmlns' ? '' : undefined;
  return binding.prefix === 'xmlns' ? local : undefined;
};

const failTwice = (state: ParserState, name: QualifiedName, start: number): never => {
  state.at = start;
  return fail(state, 'unique-attribute', `the attribute "${rawName(state, name)}" is given twice`);
};

const readAttribute = (state: ParserState): void => {
  const start = state.at;
  if (++state.attributesSeen > state.limits.maxAttributes) {
    failLimit(state, 'maxAttributes', 'the number of attributes of an element');
  }
  const name = readName(state);
  if (name.tag === state.elements) failTwice(state, name, start);
  name.tag = state.elements;
  if (codeAt(state, state.at) !== EQUALS) skipSpace(state);
  expect(state, EQUALS, 'attribute');
  if (codeAt(state, state.at) !== QUOTE) skipSpace(state);
  const value = readValue(state);
  const declared = findDeclared(state, name);
  if (declared === undefined) addAttribute(state, name, value);
  else declareNamespace(state, declared, value);
};

const failDuplicate = (state: ParserState, { name }: XmlAttribute): never => {
  returnToTag(state);
  return fail(
    state,
    'ns-unique-attribute',
    `the attribute "${name.local}" of namespace "${name.namespace}" is given twice`,
  );
};

/** Whether an attribute before `at` has the same name; names are interned, so equal names are one object. */
const hasTwin = (attributes: readonly XmlAttribute[], at: number): boolean => {
  const name = attributes[at]?.name;
  for (let before = 0; before < at; before++) if (attributes[before]?.name === name) return true;
  return false;
};

/** Comparing pairs is quickest where there are few; a set keeps the time linear where there are many. */
const assertDistinct = (state: ParserState, attributes: readonly XmlAttribute[]): void => {
  const seen = attributes.length > FEW_ATTRIBUTES ? new Set<XmlName>() : undefined;
  for (const [at, attribute] of attributes.entries()) {
    if (seen === undefined ? hasTwin(attributes, at) : seen.has(attribute.name)) failDuplicate(state, attribute);
    seen?.add(attribute.name);
  }
};

/** The attributes of the start tag as an array of their own; a literal is quicker made than a slice. */
const cutAttributes = ({ attributes, attributeCount }: ParserState): readonly XmlAttribute[] => {
  const first = attributes[0];
  const second = attributes[1];
  if (attributeCount === 1 && first !== undefined) return [first];
  if (attributeCount === 2 && first !== undefined && second !== undefined) return [first, second];
  return attributes.slice(0, attributeCount);
};

/** The attributes of the start tag with their names resolved, all its declarations being in scope. */
const takeAttributes = (state: ParserState): readonly XmlAttribute[] => {
  const { prefixedCount } = state;
  for (let at = 0; at < prefixedCount; at++) {
    const attribute = state.prefixedAttributes[at];
    const name = state.prefixedNames[at];
    if (attribute !== undefined && name !== undefined) attribute.name = resolveName(state, name);
  }
  const attributes = cutAttributes(state);
  // Equal spellings were found while reading; only two prefixes of one namespace can still clash.
  if (prefixedCount > 1) assertDistinct(state, attributes);
  return attributes;
};

const failSpace = (state: ParserState): never =>
  fail(state, 'start-tag', `expected white space, ">" or "/>", found ${describeNext(state)}`);

/** Reads the attributes of a start tag up to its `>` or `/`. Its declarations take effect. */
export const readAttributes = (state: ParserState): readonly XmlAttribute[] => {
  state.attributesSeen = 0;
  state.attributeCount = 0;
  state.prefixedCount = 0;
  for (;;) {
    const spaced = skipSpace(state);
    const code = codeAt(state, state.at);
    if (code === GREATER || code === SLASH) break;
    if (!spaced) failSpace(state);
    readAttribute(state);
  }
  return state.attributeCount === 0 ? state.noAttributes : takeAttributes(state);
};
