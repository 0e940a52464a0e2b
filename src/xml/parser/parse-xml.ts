import { DEFAULT_XML_LIMITS, isStoaError } from '../../base/index.js';
import type { XmlLimits } from '../../base/index.js';
import type { XmlDocument, XmlElement } from '../model.js';
import { isElement } from '../model.js';
import { decodeXml } from './decode.js';
import { endTagOf, readEndTag, readStartTag } from './elements.js';
import { readDeclaration, readInstruction } from './markup.js';
import type { NamespaceTable, ParserState, QualifiedName } from './state.js';
import { codeAt, describeNext, fail, skipSpace } from './state.js';
import { readText } from './text.js';
import { readXmlDeclaration } from './xml-declaration.js';

const BANG = 0x21;
const SLASH = 0x2f;
const LESS = 0x3c;
const QUESTION = 0x3f;

/** Documents of this length have few names, and a smaller table is quicker made. */
const SMALL_DOCUMENT = 2048;

/** Empty buckets, as many as a power of two. */
const createBuckets = (length: number): (QualifiedName | undefined)[] =>
  length < SMALL_DOCUMENT
    ? new Array<QualifiedName | undefined>(16)
    : new Array<QualifiedName | undefined>(64).fill(undefined);

const createState = (source: string, limits: XmlLimits): ParserState => {
  const noNamespace: NamespaceTable = { namespace: '', names: undefined, next: undefined };
  return {
    source,
    end: source.length,
    limits,
    at: 0,
    colon: -1,
    buckets: createBuckets(source.length),
    furtherNames: undefined,
    bindings: undefined,
    furtherBindings: undefined,
    namespaces: undefined,
    furtherNamespaces: undefined,
    defaultBinding: { prefix: '', current: noNamespace, next: undefined },
    noNamespace,
    scope: undefined,
    declarations: 0,
    hidden: undefined,
    elements: 0,
    attributesSeen: 0,
    attributeCount: 0,
    attributes: [],
    prefixedCount: 0,
    prefixedAttributes: [],
    prefixedNames: [],
    depth: 0,
    openElements: [],
    nodes: [],
    top: 0,
    base: 0,
    noAttributes: [],
    noChildren: [],
  };
};

/** Reads white space, comments and instructions outside the root element. */
const readMisc = (state: ParserState): void => {
  for (;;) {
    skipSpace(state);
    if (codeAt(state, state.at) !== LESS) return;
    const next = codeAt(state, state.at + 1);
    if (next === BANG) readDeclaration(state);
    else if (next === QUESTION) readInstruction(state);
    else return;
  }
};

/** Reads the root element, open elements being kept on a stack of the parser's own. */
const readRoot = (state: ParserState): XmlElement => {
  readStartTag(state);
  while (state.depth > 0) {
    if (codeAt(state, state.at) !== LESS) {
      readText(state);
      if (state.at >= state.end)
        fail(state, 'element', `expected the end tag "${endTagOf(state)}", found the end of the document`);
    }
    const next = codeAt(state, state.at + 1);
    if (next === SLASH) readEndTag(state);
    else if (next === BANG) readDeclaration(state);
    else if (next === QUESTION) readInstruction(state);
    else readStartTag(state);
  }
  const root = state.nodes[0];
  return root !== undefined && isElement(root) ? root : fail(state, 'document', 'expected a root element');
};

const readProlog = (state: ParserState): void => {
  readXmlDeclaration(state);
  readMisc(state);
};

const catchFault = (run: () => void): unknown => {
  try {
    run();
    return undefined;
  } catch (fault) {
    return fault;
  }
};

/** Text of the document; a document type declaration before the malformed bytes is the fault that is told. */
const readSource = (source: string | Uint8Array, limits: XmlLimits): string => {
  try {
    return decodeXml(source, limits);
  } catch (error) {
    if (typeof source === 'string' || !isStoaError(error, 'XML_ENCODING_UNSUPPORTED')) throw error;
    const fault = catchFault(() => readProlog(createState(new TextDecoder().decode(source), limits)));
    throw isStoaError(fault, 'XML_DOCTYPE_FORBIDDEN') ? fault : error;
  }
};

/**
 * Parses one XML 1.0 document (fifth edition) with Namespaces in XML 1.0. Nothing is repaired: what is not
 * well-formed is refused at its first fault. A leading byte order mark is taken and left out.
 *
 * @throws {StoaError} `XML_NOT_WELL_FORMED` with one finding (rule, line, column); `XML_DOCTYPE_FORBIDDEN`;
 * `XML_ENCODING_UNSUPPORTED` for anything but UTF-8; `XML_LIMIT_EXCEEDED` with `limit` = the field of `limits`
 */
export const parseXml = (source: string | Uint8Array, limits: XmlLimits = DEFAULT_XML_LIMITS): XmlDocument => {
  const state = createState(readSource(source, limits), limits);
  readProlog(state);
  if (codeAt(state, state.at) !== LESS)
    fail(state, 'document', `expected the root element, found ${describeNext(state)}`);
  const root = readRoot(state);
  readMisc(state);
  if (state.at < state.end) fail(state, 'document', `expected the end of the document, found ${describeNext(state)}`);
  return { root, source: state.source };
};
