import { findNamespace, isNcName } from '../../xml/index.js';
import type { NamespaceScope } from '../../xml/index.js';
import type { IdentityPath, NameTest } from '../model/components.js';

/** Where a path stands: the prefixes in force, and whether it may end in an attribute, as those of fields may. */
export interface PathContext {
  readonly scope: NamespaceScope | undefined;
  readonly attributes: boolean;
}

/** The alternatives of a path, or why it is none. */
export type ParsedPath = { readonly paths: readonly IdentityPath[] } | { readonly problem: string };

const SPACE = /[\t\n\r ]/;
const MARKS = ['//', '::', '/', '|', '@', '*', '.'] as const;
/** A name ends where a mark may stand; `.` stands in names too. */
const NAME_END = /[\t\n\r /|@*:]/;

/** Cuts a path into its tokens, the longest one first; a QName and `p:*` are one token each. */
const tokenize = (text: string): readonly string[] => {
  const tokens: string[] = [];
  const nameEnd = (from: number): number => {
    let at = from;
    while (at < text.length && !NAME_END.test(text.charAt(at))) at++;
    return at;
  };
  for (let at = 0; at < text.length;) {
    if (SPACE.test(text.charAt(at))) {
      at++;
      continue;
    }
    const mark = MARKS.find((each) => text.startsWith(each, at));
    let end = mark === undefined ? nameEnd(at) : at + mark.length;
    const isPrefix = mark === undefined && text.charAt(end) === ':' && text.charAt(end + 1) !== ':';
    if (isPrefix) end = text.charAt(end + 1) === '*' ? end + 2 : nameEnd(end + 1);
    // A character that starts no token is one of its own, so that it is told.
    if (end === at) end++;
    tokens.push(text.slice(at, end));
    at = end;
  }
  return tokens;
};

/** Why a text is no path. */
class PathProblem {
  readonly message: string;
  constructor(message: string) {
    this.message = message;
  }
}

/** Whether the parts of a token are those of a QName or of `p:*`. */
const isTest = (prefix: string | undefined, local: string): boolean =>
  prefix === undefined ? isNcName(local) : isNcName(prefix) && (local === '*' || isNcName(local));

class PathReader {
  readonly #tokens: readonly string[];
  readonly #context: PathContext;
  #at = 0;

  constructor(text: string, context: PathContext) {
    this.#tokens = tokenize(text);
    this.#context = context;
  }

  read(): ParsedPath {
    const paths: IdentityPath[] = [];
    do {
      const path = this.#readPath();
      if (path instanceof PathProblem) return { problem: path.message };
      paths.push(path);
    } while (this.#take('|'));
    return this.#token() === undefined ? { paths } : { problem: this.#unexpected('|, / or the end').message };
  }

  #token(): string | undefined {
    return this.#tokens[this.#at];
  }

  #take(token: string): boolean {
    if (this.#token() !== token) return false;
    this.#at++;
    return true;
  }

  /** Takes `axis::`. */
  #takeAxis(axis: string): boolean {
    if (this.#token() !== axis || this.#tokens[this.#at + 1] !== '::') return false;
    this.#at += 2;
    return true;
  }

  #unexpected(expected: string): PathProblem {
    const token = this.#token();
    return new PathProblem(`expected ${expected}, found ${token === undefined ? 'the end' : JSON.stringify(token)}`);
  }

  #readPath(): IdentityPath | PathProblem {
    const descendant = this.#token() === '.' && this.#tokens[this.#at + 1] === '//';
    if (descendant) this.#at += 2;
    const steps: NameTest[] = [];
    do {
      if (this.#context.attributes && (this.#take('@') || this.#takeAxis('attribute'))) {
        const attribute = this.#readTest();
        return attribute instanceof PathProblem ? attribute : { descendant, steps, attribute };
      }
      if (this.#take('.')) continue;
      this.#takeAxis('child');
      const test = this.#readTest();
      if (test instanceof PathProblem) return test;
      steps.push(test);
    } while (this.#take('/'));
    return { descendant, steps, attribute: undefined };
  }

  #readTest(): NameTest | PathProblem {
    if (this.#take('*')) return { kind: 'any' };
    const token = this.#token() ?? '';
    const colon = token.indexOf(':');
    const [prefix, local] = [colon < 0 ? undefined : token.slice(0, colon), token.slice(colon + 1)];
    if (!isTest(prefix, local)) return this.#unexpected('a name or *');
    // A name without prefix is in no namespace: the default one does not reach into paths (XPath 1.0, section 2.3).
    const namespace = prefix === undefined ? '' : findNamespace(this.#context.scope, prefix);
    if (namespace === undefined) return new PathProblem(`the prefix ${prefix ?? ''} is not declared`);
    this.#at++;
    return local === '*' ? { kind: 'namespace', namespace } : { kind: 'name', name: { namespace, local } };
  }
}

/**
 * Reads the path of a selector or field: the part of XPath that XSD 1.0 part 1, section 3.11.6 lets in, with white space
 * between tokens and the axes `child::` and `attribute::` written out or not.
 */
export const parseIdentityPath = (text: string, context: PathContext): ParsedPath =>
  new PathReader(text, context).read();
