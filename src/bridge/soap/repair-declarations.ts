import { XSD_NAMESPACE } from '../../schema/index.js';
import type { XmlElement, XmlNode } from '../../xml/index.js';
import { findAttribute, isElement, resolveQName, toNameKey } from '../../xml/index.js';
import type { RepairName } from './model.js';
import { qNameAttributesOf } from './qname-attributes.js';
import { symbolSpaceOf } from './declarations.js';

/** Told of each repair that is made. */
export type CountRepair = (name: RepairName) => void;

const isXsd = ({ name }: XmlElement, local: string): boolean =>
  name.local === local && name.namespace === XSD_NAMESPACE;

const isBlank = (text: string): boolean => !/[^ \t\r\n]/.test(text);

/** `maxOccurs="0"` without `minOccurs`, which is 1 then: the author meant that the particle is absent. */
const isAbsent = (element: XmlElement): boolean =>
  element.name.namespace === XSD_NAMESPACE &&
  findAttribute(element, 'maxOccurs')?.trim() === '0' &&
  findAttribute(element, 'minOccurs') === undefined;

const repairAnnotation = (element: XmlElement, count: CountRepair): XmlElement => {
  if (element.children.every((child) => isElement(child) || isBlank(child))) return element;
  count('annotation-text');
  return { ...element, children: element.children.filter(isElement) };
};

/**
 * Drops text in annotations and particles that may occur zero times at most. Gives back the same object where
 * nothing was to do.
 */
export const repairContent = (element: XmlElement, count: CountRepair): XmlElement => {
  if (isXsd(element, 'annotation')) return repairAnnotation(element, count);
  let children: XmlNode[] | undefined;
  for (const [at, child] of element.children.entries()) {
    if (!isElement(child)) {
      children?.push(child);
      continue;
    }
    const absent = isAbsent(child);
    if (absent) count('max-occurs-zero');
    const repaired = absent ? undefined : repairContent(child, count);
    if (repaired !== child) children ??= element.children.slice(0, at);
    if (repaired) children?.push(repaired);
  }
  return children ? { ...element, children } : element;
};

const canonicalAttributes = (element: XmlElement): string => {
  const spaces = qNameAttributesOf(element);
  return element.attributes
    .filter(({ name }) => name.namespace === '' && name.local !== 'id')
    .map(({ name, value }) => {
      const meant = spaces.has(name.local) ? resolveQName(value.trim(), element.scope) : undefined;
      return `${name.local}=${JSON.stringify(meant ? toNameKey(meant) : value)}`;
    })
    .sort()
    .join(' ');
};

/** What a declaration says, annotations, foreign attributes, prefixes and white space left out: equal texts, equal declarations. */
const canonicalText = (element: XmlElement): string => {
  const children = element.children
    .filter((child) => (isElement(child) ? !isXsd(child, 'annotation') : !isBlank(child)))
    .map((child) => (isElement(child) ? canonicalText(child) : JSON.stringify(child)));
  return `<${toNameKey(element.name)} ${canonicalAttributes(element)}>${children.join('')}</>`;
};

/** A global declaration that was met; its text is made when a second one of its name comes, and kept. */
interface Met {
  readonly element: XmlElement;
  text?: string;
}

/** Global declarations met so far, by symbol space, target namespace and name. */
export type SeenDeclarations = Map<string, Met>;

/** What dropping duplicates in one schema needs to know. */
export interface DuplicateContext {
  /** Target namespace of the schema. */
  readonly namespace: string;
  readonly seen: SeenDeclarations;
  readonly count: CountRepair;
}

/** Whether a declaration repeats one that was met; one of a new name is met from now on. */
const repeats = (element: XmlElement, key: string, seen: SeenDeclarations): boolean => {
  const first = seen.get(key);
  if (first === undefined) {
    seen.set(key, { element });
    return false;
  }
  first.text ??= canonicalText(first.element);
  return first.text === canonicalText(element);
};

/**
 * Drops global declarations that were met before with equal content, in this schema or in one before it. One of
 * the same name with other content stays: that is a fault and no repetition.
 */
export const dropDuplicates = (root: XmlElement, { namespace, seen, count }: DuplicateContext): XmlElement => {
  const children = root.children.filter((child) => {
    if (!isElement(child) || child.name.namespace !== XSD_NAMESPACE) return true;
    const space = symbolSpaceOf(child.name.local);
    const key = `${space ?? ''} {${namespace}}${findAttribute(child, 'name')?.trim() ?? ''}`;
    if (space === undefined || !repeats(child, key, seen)) return true;
    count('duplicate-declaration');
    return false;
  });
  return children.length === root.children.length ? root : { ...root, children };
};
