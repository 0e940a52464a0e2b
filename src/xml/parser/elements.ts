import { SPACE, classOf } from '../chars.js';
import type { XmlElement, XmlNode } from '../model.js';
import { readAttributes, takeAttributes } from './attributes.js';
import { readName, resolveName } from './names.js';
import { leaveScope } from './namespaces.js';
import type { OpenElement, ParserState, QualifiedName } from './state.js';
import { codeAt, describeNext, expect, fail, failLimit, skipSpace } from './state.js';

const GREATER = 0x3e;

const addElement = (state: ParserState, element: XmlElement): void => {
  state.nodes[state.top++] = element;
};

const openElement = (state: ParserState, element: OpenElement, name: QualifiedName): void => {
  const { depth } = state;
  if (depth >= state.limits.maxDepth) {
    state.at = element.start;
    failLimit(state, 'maxDepth', 'the nesting of elements');
  }
  state.openElements[depth] = element;
  state.openNames[depth] = name;
  state.bases[depth] = state.base;
  state.base = state.top;
  state.depth = depth + 1;
};

/** Reads a start tag or an empty-element tag whose `<` is at the parser's place. */
export const readStartTag = (state: ParserState): void => {
  const start = state.at;
  if (++state.elements > state.limits.maxElements) failLimit(state, 'maxElements', 'the number of elements');
  state.at = start + 1;
  const name = readName(state);
  state.attributeCount = 0;
  const outer = state.scope;
  if (codeAt(state, state.at) !== GREATER) {
    state.attributesSeen = 0;
    readAttributes(state);
  }
  const element: OpenElement = {
    name: resolveName(state, name),
    prefix: name.prefix,
    attributes: state.attributeCount === 0 ? state.noAttributes : takeAttributes(state),
    children: state.noChildren,
    scope: state.scope,
    start,
    end: -1,
  };
  if (codeAt(state, state.at) === GREATER) {
    state.at++;
    openElement(state, element, name);
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

const matchesName = (state: ParserState, raw: string, from: number): boolean => {
  const { source } = state;
  if (from + raw.length > state.end) return false;
  for (let at = 0; at < raw.length; at++) if (source.charCodeAt(from + at) !== raw.charCodeAt(at)) return false;
  return true;
};

/** Reads an end tag whose `<` is at the parser's place, and closes the innermost element. */
export const readEndTag = (state: ParserState): void => {
  const depth = state.depth - 1;
  const element = state.openElements[depth];
  const name = state.openNames[depth];
  if (element === undefined || name === undefined)
    return fail(state, 'document', 'found an end tag outside the root element');
  if (!matchesName(state, name.raw, state.at + 2))
    fail(state, 'element-type-match', `expected the end tag "</${name.raw}>"`);
  state.at += 2 + name.raw.length;
  if (codeAt(state, state.at) !== GREATER) {
    if ((classOf(codeAt(state, state.at)) & SPACE) === 0) {
      fail(state, 'element-type-match', `expected "</${name.raw}>" to end, found ${describeNext(state)}`);
    }
    skipSpace(state);
    expect(state, GREATER, 'end-tag');
  } else state.at++;
  element.end = state.at;
  element.children = takeChildren(state);
  state.top = state.base;
  state.base = state.bases[depth] ?? 0;
  state.depth = depth;
  addElement(state, element);
  const outer = depth === 0 ? undefined : state.openElements[depth - 1]?.scope;
  if (state.scope !== outer) leaveScope(state, outer);
};
