import { findNamespace } from '../model.js';
import type { NamespaceScope, XmlAttribute, XmlDocument, XmlElement, XmlName, XmlNode } from '../model.js';
import { expandReferences, isXmlText } from './usual-text.js';
import { unusual } from './unusual.js';

/**
 * What is read here, all below the limits of the parser of everything: `length` of the document in UTF-16 code units or bytes, `value`
 * of an attribute, `name` in parts, `count` of nested elements, of attributes of an element and of declarations in scope.
 */
const MOST = { length: 800_000, value: 65_000, name: 500, count: 250 } as const;

/** An element while its content is read: the same object becomes the `XmlElement`. */
interface OpenElement extends XmlElement {
  readonly children: XmlNode[];
  end: number;
}

/** An attribute or a declaration as written. */
interface Written {
  readonly prefix: string;
  readonly local: string;
  readonly value: string;
  readonly isDeclaration: boolean;
}

/** The elements around the place where the parser is. */
interface Around {
  readonly element: OpenElement;
  /** Its name as written. */
  readonly tag: string;
  readonly depth: number;
  readonly declarations: number;
  readonly outer: Around | undefined;
}

const assertAtMost = (value: number, most: number): void => {
  if (value > most) unusual();
};

/** White space of a value as spaces (XML 1.0 section 3.3.3), then its references replaced. */
const toValue = (text: string): string => {
  assertAtMost(text.length, MOST.value);
  return expandReferences(text.replace(/\r\n|[\t\n\r]/g, ' '));
};

const RESERVED = /^(?:xml|xmlns|http:\/\/www\.w3\.org\/(?:XML\/1998\/namespace|2000\/xmlns\/))$/;

const declare = (outer: NamespaceScope | undefined, prefix: string, namespace: string): NamespaceScope =>
  RESERVED.test(prefix) || RESERVED.test(namespace) || (prefix !== '' && namespace === '')
    ? unusual()
    : { prefix, namespace, outer };

const addText = ({ children }: OpenElement, text: string): void => {
  const last = children.at(-1);
  if (typeof last === 'string') children[children.length - 1] = last + text;
  else if (text !== '') children.push(text);
};

const toLines = (text: string): string => text.replace(/\r\n?/g, '\n');

class UsualParser {
  readonly #source: string;
  #at = 0;
  #root: OpenElement | undefined;
  readonly #names = new Map<string, XmlName>();
  readonly #head = /<\?xml version="1\.0" encoding="(?:UTF|utf)-8"\?>/y;
  readonly #start = /<(?:([A-Za-z_][\w.-]*):)?([A-Za-z_][\w.-]*)/y;
  readonly #attribute =
    /[\t\n\r ]+(?:([A-Za-z_][\w.-]*):)?([A-Za-z_][\w.-]*)[\t\n\r ]*=[\t\n\r ]*(?:"([^<"]*)"|'([^<']*)')/y;
  readonly #close = /[\t\n\r ]*(\/?)>/y;

  constructor(source: string) {
    this.#source = source;
  }

  /** What stands at the parser's place, which moves over it. */
  #take(expression: RegExp): readonly (string | undefined)[] | undefined {
    expression.lastIndex = this.#at;
    const found = expression.exec(this.#source);
    if (found === null) return undefined;
    this.#at = expression.lastIndex;
    return found;
  }

  /** A name; equal ones are one object. */
  #name(namespace: string | undefined, local: string): XmlName {
    if (namespace === undefined) return unusual();
    const key = `${local} ${namespace}`;
    const known = this.#names.get(key) ?? { namespace, local };
    this.#names.set(key, known);
    return known;
  }

  /** Attributes and declarations of a start tag as written. */
  #written(): readonly Written[] {
    const written: Written[] = [];
    for (let found = this.#take(this.#attribute); found; found = this.#take(this.#attribute)) {
      const [, prefix = '', local = '', double, single = ''] = found;
      assertAtMost(prefix.length + local.length, MOST.name);
      const isDeclaration = prefix === 'xmlns' || (prefix === '' && local === 'xmlns');
      written.push({ prefix, local, value: toValue(double ?? single), isDeclaration });
    }
    assertAtMost(written.length, MOST.count);
    return written;
  }

  /** Attributes and declarations of a start tag. */
  #attributes(around: Around | undefined) {
    const written = this.#written();
    let scope = around?.element.scope;
    for (const { prefix, local, value, isDeclaration } of written)
      if (isDeclaration) scope = declare(scope, prefix && local, value);
    const attributes = written
      .filter(({ isDeclaration }) => !isDeclaration)
      .map(({ prefix, local, value }): XmlAttribute => {
        const name = this.#name(prefix && findNamespace(scope, prefix), local);
        return { name, prefix, value };
      });
    const spellings = new Set(written.map(({ prefix, local }) => `${prefix}:${local}`));
    const names = new Set(attributes.map(({ name }) => name));
    if (spellings.size < written.length || names.size < attributes.length) unusual();
    const declarations = (around?.declarations ?? 0) + written.length - attributes.length;
    assertAtMost(declarations, MOST.count);
    return { attributes, scope, declarations };
  }

  /** Reads a start tag; gives what is around its content, or `around` after an empty tag. */
  #open(around: Around | undefined): Around | undefined {
    const start = this.#at;
    const [tag = '', prefix = '', local = ''] = this.#take(this.#start) ?? unusual();
    const depth = (around?.depth ?? 0) + 1;
    assertAtMost(Math.max(tag.length, depth), MOST.count);
    const { attributes, scope, declarations } = this.#attributes(around);
    const [, empty] = this.#take(this.#close) ?? unusual();
    const name = this.#name(prefix === 'xmlns' ? undefined : findNamespace(scope, prefix), local);
    const element: OpenElement = { name, prefix, attributes, children: [], scope, start, end: this.#at };
    around?.element.children.push(element);
    this.#root ??= element;
    return empty === '' ? { element, tag: `</${tag.slice(1)}`, depth, declarations, outer: around } : around;
  }

  /** Reads an end tag. */
  #end({ element, tag, outer }: Around): Around | undefined {
    if (!this.#source.startsWith(tag, this.#at)) unusual();
    this.#at += tag.length;
    const [, empty] = this.#take(this.#close) ?? unusual();
    if (empty !== '') unusual();
    element.end = this.#at;
    return outer;
  }

  /** Moves over `start`, all up to the next `end`, that and `rest`; gives what is between. */
  #between(start: string, end: string, rest = ''): string {
    const from = this.#at + start.length;
    const to = this.#source.indexOf(end, from);
    if (to < 0 || !this.#source.startsWith(start, this.#at) || !this.#source.startsWith(rest, to + end.length))
      unusual();
    this.#at = to + end.length + rest.length;
    return this.#source.slice(from, to);
  }

  /** Reads what begins with `<`. */
  #markup(around: Around | undefined): Around | undefined {
    const next = this.#source[this.#at + 1];
    if (next === '/') return around ? this.#end(around) : unusual();
    if (next !== '!') return around || !this.#root ? this.#open(around) : unusual();
    if (!around || this.#source[this.#at + 2] === '-') this.#between('<!--', '--', '>');
    else addText(around.element, toLines(this.#between('<![CDATA[', ']]>')));
    return around;
  }

  parse(): XmlElement {
    const source = this.#source;
    let around: Around | undefined;
    this.#take(this.#head);
    for (;;) {
      const next = source.indexOf('<', this.#at);
      const text = source.slice(this.#at, next < 0 ? undefined : next);
      if (text.includes(']]>')) unusual();
      if (around && next >= 0) addText(around.element, expandReferences(toLines(text)));
      else if (around || /[^\t\n\r ]/.test(text)) unusual();
      if (next < 0) return this.#root ?? unusual();
      this.#at = next;
      around = this.#markup(around);
    }
  }
}

const decode = (source: string | Uint8Array): string =>
  typeof source === 'string' ? source : new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(source);

/**
 * Reads a document of the usual form: names in ASCII, no instructions, sizes far below the limits. What it gives is what `parseXml`
 * gives; `undefined` for any other document, well-formed or not, which is left to that.
 */
export const parseUsualXml = (source: string | Uint8Array): XmlDocument | undefined => {
  if (source.length > MOST.length) return undefined;
  try {
    const text = decode(source);
    return isXmlText(text) ? { root: new UsualParser(text).parse(), source: text } : undefined;
  } catch {
    return undefined;
  }
};
