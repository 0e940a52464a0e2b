import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { findAttribute, isElement, parseXml } from '../../src/xml/index.js';
import type { XmlElement } from '../../src/xml/index.js';

/** One test of the W3C XML Conformance Test Suite. */
export interface XmlCase {
  readonly id: string;
  readonly type: string;
  readonly file: string;
  /** The document in UTF-8: see {@link transcode}. */
  readonly bytes: Uint8Array;
  /** Documents of the types `valid` and `invalid` are well-formed; `not-wf` and `error` are to be refused. */
  readonly wellFormed: boolean;
  /** Whether there is a document type declaration, not just the word in a comment. */
  readonly hasDoctype: boolean;
}

const FIFTH_EDITION = '5';

/** Tests for XML 1.0 as its fifth edition has it, with or without namespaces. */
const isInScope = (test: XmlElement): boolean => {
  const version = findAttribute(test, 'VERSION');
  const editions = findAttribute(test, 'EDITION');
  return (version ?? '1.0') === '1.0' && (editions === undefined || editions.split(' ').includes(FIFTH_EDITION));
};

/** The declared encoding, read in `encoding`. */
const declaredEncoding = (bytes: Uint8Array, encoding: string): string =>
  /^\ufeff?<\?xml[^>]*?encoding\s*=\s*["']([^"']*)["']/
    .exec(new TextDecoder(encoding).decode(bytes))?.[1]
    ?.toLowerCase() ?? '';

/** What the document is written in, when it is not UTF-8 and its declaration agrees. */
const findOtherEncoding = (bytes: Uint8Array): string | undefined => {
  const wide =
    bytes[0] === 0xff && bytes[1] === 0xfe
      ? 'utf-16le'
      : bytes[0] === 0xfe && bytes[1] === 0xff
        ? 'utf-16be'
        : undefined;
  if (wide !== undefined) return ['utf-16', ''].includes(declaredEncoding(bytes, wide)) ? wide : undefined;
  const narrow = declaredEncoding(bytes, 'latin1');
  return ['shift_jis', 'euc-jp', 'iso-2022-jp', 'iso-8859-1'].includes(narrow) ? narrow : undefined;
};

/**
 * The document in UTF-8. Stoa takes no other encoding, which has tests of its own; here documents in another
 * one are carried over, declaration and all, so that the rest of what they test is tested.
 */
const transcode = (bytes: Uint8Array): Uint8Array => {
  const encoding = findOtherEncoding(bytes);
  if (encoding === undefined) return bytes;
  const text = new TextDecoder(encoding).decode(bytes);
  return new TextEncoder().encode(text.replace(/^(<\?xml[^>]*?encoding\s*=\s*["'])[^"']*/, '$1UTF-8'));
};

const hasDoctype = (bytes: Uint8Array): boolean =>
  Buffer.from(bytes)
    .toString('latin1')
    .replaceAll(/<!--[\s\S]*?-->|<!\[CDATA\[[\s\S]*?\]\]>|<\?(?!xml\s)[\s\S]*?\?>/g, '')
    .includes('<!DOCTYPE');

const toCase = (test: XmlElement, folder: string): XmlCase => {
  const [id, type, uri] = ['ID', 'TYPE', 'URI'].map((name) => findAttribute(test, name) ?? '');
  const file = resolve(folder, uri ?? '');
  const bytes = transcode(new Uint8Array(readFileSync(file)));
  const wellFormed = type === 'valid' || type === 'invalid';
  return { id: id ?? '', type: type ?? '', file, bytes, wellFormed, hasDoctype: hasDoctype(bytes) };
};

const XML_BASE = 'base';

const collect = (element: XmlElement, folder: string, cases: XmlCase[]): void => {
  const base = element.attributes.find(({ name, prefix }) => prefix === 'xml' && name.local === XML_BASE)?.value;
  const here = base === undefined ? folder : resolve(folder, base);
  if (element.name.local === 'TEST' && isInScope(element)) cases.push(toCase(element, here));
  for (const child of element.children) if (isElement(child)) collect(child, here, cases);
};

/** All cases in scope of the catalogue at `path`, in its order. The catalogue has a DOCTYPE, which is cut out. */
export const loadXmlCases = (path: string): readonly XmlCase[] => {
  const catalogue = readFileSync(path, 'utf8').replace(/<!DOCTYPE[\s\S]*?\]>/, '');
  const cases: XmlCase[] = [];
  collect(parseXml(catalogue).root, resolve(dirname(path), '../xmlconf'), cases);
  return cases;
};
