import { StoaError } from '../base/index.js';
import { SPACE, classOf, skipNameChars } from './chars.js';
import { escapeAttribute } from './escape.js';
import type { XmlElement } from './model.js';
import { bindingsInScope } from './scope.js';

const skipSpaces = (source: string, from: number): number => {
  let at = from;
  while ((classOf(source.charCodeAt(at)) & SPACE) !== 0) at++;
  return at;
};

/** Prefixes that the start tag at `start` declares; the tag is known to be well-formed. */
const declaredPrefixes = (source: string, from: number): ReadonlySet<string> => {
  const prefixes = new Set<string>();
  let at = skipSpaces(source, from);
  while (source[at] !== '>' && source[at] !== '/') {
    const nameEnd = skipNameChars(source, at);
    const name = source.slice(at, nameEnd);
    if (name === 'xmlns') prefixes.add('');
    else if (name.startsWith('xmlns:')) prefixes.add(name.slice('xmlns:'.length));
    const quoteAt = skipSpaces(source, skipSpaces(source, nameEnd) + 1);
    at = skipSpaces(source, source.indexOf(source.charAt(quoteAt), quoteAt + 1) + 1);
  }
  return prefixes;
};

/**
 * `element` of the parsed text `source` as a document of its own: its slice of the text, with all namespace
 * declarations in scope (QNames in content may need any) put into its start tag, but for those that the tag
 * has itself. Equal to the slice when nothing is missing.
 *
 * @throws {StoaError} `VALUE_INVALID` when the element was built and not parsed from `source`
 */
export const sliceElement = (source: string, element: XmlElement): string => {
  const { start, end, scope } = element;
  if (start < 0 || source[start] !== '<') {
    throw new StoaError('VALUE_INVALID', `expected an element of the given text, found one at offset ${start}`);
  }
  const nameEnd = skipNameChars(source, start + 1);
  const bindings = bindingsInScope(scope);
  if (bindings.length === 0) return source.slice(start, end);
  const declared = declaredPrefixes(source, nameEnd);
  let missing = '';
  for (const { prefix, namespace } of bindings) {
    if (declared.has(prefix) || (prefix === '' && namespace === '')) continue;
    missing += ` xmlns${prefix === '' ? '' : `:${prefix}`}="${escapeAttribute(namespace)}"`;
  }
  return source.slice(start, nameEnd) + missing + source.slice(nameEnd, end);
};
