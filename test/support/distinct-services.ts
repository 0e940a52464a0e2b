import { readFileSync } from 'node:fs';
import { readWsdl } from '../../src/bridge/soap/index.js';
import { isStoaError } from '../../src/base/index.js';
import { compileInterface, readAdvertisement } from '../../src/advertisement/index.js';
import { childElements, findAttribute, parseXml } from '../../src/xml/index.js';
import type { XmlElement } from '../../src/xml/index.js';
import { createSeededRandom } from './seeded-random.js';
import { findWsdlCorpus } from './wsdl-corpus.js';

const XSD = 'http://www.w3.org/2001/XMLSchema';

/** Documents with one namespace and one set of global names; their schemas differ inside. */
const FAMILY_SIZE = 10;
/** Longest advertisement that others are made from: a million documents are to fit on a disk. */
const MAX_BASE_LENGTH = 6000;
/** Texts kept to be used again. */
const KEPT_TEXTS = 2000;
/** Longest description that is read for them. */
const MAX_FILE_BYTES = 24_000;

/** A place in a text where a variant has something else. */
interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: (variant: number) => string;
}

/** A real advertisement with what can be changed in it. */
interface Base {
  readonly text: string;
  readonly namespaces: readonly string[];
  readonly edits: readonly Edit[];
}

/** Makes as many services as wanted, each schema distinct, the same for the same seed. */
export interface ServiceMaker {
  /**
   * The advertisement of a service called `name`, with schema number `schema` from 0; `twist` changes it inside once more, so that
   * it has the names of that schema and is another.
   */
  readonly make: (name: string, schema: number, twist?: number) => string;
  /** Real advertisements that the others are made from. */
  readonly bases: number;
}

const all = (element: XmlElement): readonly XmlElement[] => [element, ...childElements(element).flatMap(all)];

const isXsd = ({ name }: XmlElement, local: string): boolean => name.namespace === XSD && name.local === local;

/** Elements that are declared inside of types: their names, occurrences are a service's own affair. */
const localElements = (schema: XmlElement): readonly XmlElement[] =>
  childElements(schema)
    .flatMap((component) => childElements(component).flatMap(all))
    .filter((each) => isXsd(each, 'element') && findAttribute(each, 'name') !== undefined);

/** Renames a local element: what is between the quotes of its attribute `name`. */
const renaming = (text: string, { start }: XmlElement): Edit | undefined => {
  const found = /\sname=(["'])([^"']*)\1/.exec(text.slice(start, text.indexOf('>', start)));
  if (!found) return undefined;
  const end = start + found.index + found[0].length - 1;
  return { start: end, end, text: (variant) => `_${variant}` };
};

/** Lets a local element occur more often. */
const repeating = (text: string, element: XmlElement): Edit | undefined => {
  if (findAttribute(element, 'maxOccurs') !== undefined) return undefined;
  const { start } = element;
  const at = start + (/^<[^\s>/]+/.exec(text.slice(start, element.end))?.[0].length ?? 0);
  return { start: at, end: at, text: (variant) => ` maxOccurs="${2 + (variant % 50)}"` };
};

/** Limits the length of a string type that has no facets. */
const limiting = (text: string, element: XmlElement): Edit | undefined => {
  const written = text.slice(element.start, element.end);
  if (!/base=["']\w+:string["']/.test(written) || !written.endsWith('/>')) return undefined;
  const facet = (variant: number): string => `<${element.prefix}:maxLength value="${1000 + variant}"/>`;
  const close = `</${element.prefix}:restriction>`;
  return { start: element.end - 2, end: element.end, text: (variant) => `>${facet(variant)}${close}` };
};

/** The project's folder, whether this runs as it is written or as it is built for the benchmarks. */
const PROJECT = new URL(import.meta.url.includes('/bench/dist/') ? '../../../../' : '../../', import.meta.url);

const isEdit = (edit: Edit | undefined): edit is Edit => edit !== undefined;

/** The schemas of an advertisement, and every edit that leaves it valid. */
const readBase = (source: string): Base | undefined => {
  const text = source.replace(/<\?xml[^>]*\?>\s*/, '').replace(/\sid="[^"]*"(?=[^<]*<name>)/, '');
  const { root } = parseXml(text);
  const schemas = all(root).filter((each) => isXsd(each, 'schema'));
  const namespaces = schemas.flatMap((schema) => findAttribute(schema, 'targetNamespace') ?? []);
  const locals = schemas.flatMap(localElements);
  const restrictions = all(root).filter((each) => isXsd(each, 'restriction') && each.prefix !== '');
  const renames = locals.map((element) => renaming(text, element)).filter(isEdit);
  const others = [
    ...locals.map((element) => repeating(text, element)),
    ...restrictions.map((element) => limiting(text, element)),
  ].filter(isEdit);
  if (renames.length === 0 || namespaces.length === 0) return undefined;
  return { text, namespaces, edits: [...renames, ...others] };
};

const applyEdits = (text: string, edits: readonly Edit[], variant: number): string => {
  const ordered = [...edits].sort((left, right) => right.start - left.start);
  return ordered.reduce(
    (rest, { start, end, text: make }) => rest.slice(0, start) + make(variant) + rest.slice(end),
    text,
  );
};

/** Whether the product takes an advertisement. */
const isValid = (text: string): boolean => {
  try {
    const { root, source } = parseXml(text);
    const { interface: description } = readAdvertisement(root, source);
    return description !== undefined && compileInterface(description).components().length > 0;
  } catch (error) {
    if (isStoaError(error)) return false;
    throw error;
  }
};

const readOwnExamples = (): readonly string[] =>
  ['unit-converter', 'site-survey'].map((name) => readFileSync(new URL(`examples/${name}.xml`, PROJECT), 'utf8'));

/** Short texts of real services: those that lie beside the project, else its own examples. */
const readTexts = (isOwn: boolean): readonly string[] => {
  const corpus = isOwn ? undefined : findWsdlCorpus();
  if (!corpus) return readOwnExamples();
  const files = corpus.filter(({ bytes }) => bytes.length <= MAX_FILE_BYTES);
  const texts = files.flatMap(({ name, bytes }) =>
    readWsdl({ location: name, bytes }).services.map(({ text }) => text),
  );
  return texts.filter(({ length }) => length <= MAX_BASE_LENGTH);
};

const escape = (text: string): string => text.replace(/[$]/g, '$$$$');

/** One rename, always another, so that no two schemas are equal; facets and occurrences beside it. */
const chooseEdits = ({ edits }: Base, schema: number, seed: number): readonly Edit[] => {
  const random = createSeededRandom(seed + schema);
  const renames = edits.filter(({ start, end }) => start === end);
  const first = random.pick(renames.length > 0 ? renames : edits);
  const others = edits.filter(({ start }) => start !== first.start && random.int(4) === 0);
  return [first, ...others];
};

/** A maker of distinct services from real ones; `own`: from the project's own examples alone. */
export const createServiceMaker = ({ seed = 1, own = false }: { seed?: number; own?: boolean } = {}): ServiceMaker => {
  const bases = readTexts(own)
    .map(readBase)
    .filter((base) => base !== undefined)
    // Each edit once: what is valid with one number is valid with another.
    .map((base) => ({ ...base, edits: base.edits.filter((edit) => isValid(applyEdits(base.text, [edit], 7))) }))
    .filter(({ edits }) => edits.length > 0);
  const nameOf = (text: string, name: string): string =>
    text.replace(/<name>[^<]*<\/name>/, `<name>${escape(name)}</name>`);
  const texts = new Map<number, string>();

  const schemaText = (schema: number, twist: number): string => {
    const family = Math.floor(schema / FAMILY_SIZE);
    const base = bases[family % bases.length];
    if (!base) throw new RangeError('there is no advertisement to make others from');
    const edited = applyEdits(base.text, chooseEdits(base, schema, seed), schema + twist);
    return base.namespaces.reduce(
      (text, namespace) => text.replaceAll(`"${namespace}"`, `"${namespace}/v${family}"`),
      edited,
    );
  };

  return {
    bases: bases.length,
    make: (name, schema, twist = 0) => {
      const known = (twist === 0 ? texts.get(schema) : undefined) ?? schemaText(schema, twist);
      if (schema < KEPT_TEXTS && twist === 0) texts.set(schema, known);
      return nameOf(known, name);
    },
  };
};
