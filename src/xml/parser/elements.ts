import type { XmlElement, XmlNode } from '../model.js';
import { readAttributes } from './attributes.js';
import { readName, resolveName } from './names.js';
import { leaveScope } from './namespaces.js';
import type { OpenElement, ParserState } from './state.js';
import { codeAt, describeNext, expect, fail, failLimit, skipSpace } from './state.js';

const GREATER = 0x3e;

const addElement = (state: ParserState, element: XmlElement): void => {
  state.nodes[state.top++] = element;
};

const openElement = (state: ParserState, element: OpenElement): void => {
  const { depth } = state;
  if (depth >= state.limits.maxDepth) {
    state.at = element.start;
    failLimit(state, 'maxDepth', 'the nesting of elements');
  }
  state.openElements[depth] = element;
  state.base = state.top;
  state.depth = depth + 1;
};

/** Reads a start tag or an empty-element tag whose `<` is at the parser's place. */
export const readStartTag = (state: ParserState): void => {
  const start = state.at;
  if (++state.elements > state.limits.maxElements) failLimit(state, 'maxElements', 'the number of elements');
  state.at = start + 1;
  const name = readName(state);
  const outer = state.scope;
  const attributes = codeAt(state, state.at) === GREATER ? state.noAttributes : readAttributes(state);
  const element: OpenElement = {
    name: resolveName(state, name),
    prefix: name.binding.prefix,
    attributes,
    children: state.noChildren,
    scope: state.scope,
    start,
    end: state.base,
  };
  if (codeAt(state, state.at) === GREATER) {
    state.at++;
    openElement(state, element);
    return;
  }
  state.at++;
  expect(state, GREATER, 'start-tag');
  if (state.depth >= state.limits.maxDepth) failLimit(state, 'maxDepth', 'the nesting of elements');
  element.end = state.at;
  addElement(state, element);
  leaveScope(state, outer);
};

/** The children of the innermost element, cut off the common list. */
const takeChildren = (state: ParserState): readonly XmlNode[] => {
  const { nodes, base, top } = state;
  if (top === base) return state.noChildren;
  const first = nodes[base];
  return top - base === 1 && first !== undefined ? [first] : nodes.slice(base, top);
};

const nameLength = ({ prefix, name }: XmlElement): number =>
  prefix.length === 0 ? name.local.length : prefix.length + 1 + name.local.length;

/** The end tag of the innermost element, for messages. */
export const endTagOf = (state: ParserState): string => {
  const element = state.openElements[state.depth - 1];
  return element === undefined
    ? ''
    : `</${state.source.slice(element.start + 1, element.start + 1 + nameLength(element))}>`;
};

/** Whether the end tag has the name that the start tag has; both stand in the source. */
const matchesName = (state: ParserState, element: OpenElement, length: number): boolean => {
  const { source, at } = state;
  const { start } = element;
  if (at + 2 + length > state.end) return false;
  for (let next = 1; next <= length; next++) {
    if (source.charCodeAt(start + next) !== source.charCodeAt(at + 1 + next)) return false;
  }
  return true;
};

const failEndTag = (state: ParserState): never =>
  fail(state, 'element-type-match', `expected the end tag "${endTagOf(state)}"`);

/** Moves over white space up to the `>` of an end tag. */
const skipTagSpace = (state: ParserState): void => {
  skipSpace(state);
  if (codeAt(state, state.at) === GREATER) return;
  fail(state, 'element-type-match', `expected "${endTagOf(state)}" to end, found ${describeNext(state)}`);
};

/** Reads an end tag whose `<` is at the parser's place, and closes the innermost element. */
export const readEndTag = (state: ParserState): void => {
  const depth = state.depth - 1;
  const element = state.openElements[depth];
  if (element === undefined) return fail(state, 'document', 'found an end tag outside the root element');
  const length = nameLength(element);
  if (!matchesName(state, element, length)) failEndTag(state);
  state.at += 2 + length;
  if (codeAt(state, state.at) !== GREATER) skipTagSpace(state);
  state.at++;
  element.children = takeChildren(state);
  state.top = state.base;
  state.base = element.end;
  element.end = state.at;
  state.depth = depth;
  addElement(state, element);
  const outer = depth === 0 ? undefined : state.openElements[depth - 1]?.scope;
  if (state.scope !== outer) leaveScope(state, outer);
};
