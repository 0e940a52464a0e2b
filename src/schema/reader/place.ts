import type { ErrorFinding } from '../../base/index.js';
import { isElement, locate } from '../../xml/index.js';
import type { XmlElement } from '../../xml/index.js';
import type { SchemaDocument } from '../facade.js';

/** An element of a schema document: where a component was read, and where a finding stands. */
export interface Place {
  readonly document: SchemaDocument;
  readonly element: XmlElement;
}

const findAncestors = (from: XmlElement, wanted: XmlElement): readonly XmlElement[] | undefined => {
  if (from === wanted) return [from];
  for (const child of from.children) {
    if (!isElement(child)) continue;
    const below = findAncestors(child, wanted);
    if (below !== undefined) return [from, ...below];
  }
  return undefined;
};

const step = (element: XmlElement, parent: XmlElement | undefined): string => {
  const { local } = element.name;
  const alike = parent?.children.filter((child) => isElement(child) && child.name.local === local) ?? [];
  return alike.length > 1 ? `/${local}[${String(alike.indexOf(element) + 1)}]` : `/${local}`;
};

/** Path of the place within its schema document, by local names: `/schema/complexType[2]/sequence`. */
const toPath = ({ document, element }: Place): string =>
  (findAncestors(document.root, element) ?? [element]).map((each, at, all) => step(each, all[at - 1])).join('');

/** A finding at a place, with line and column when the document's source is known. */
export const toFinding = (rule: string, message: string, place: Place): ErrorFinding => {
  const { location, source } = place.document;
  const told = location === '' ? message : `${message} (${location})`;
  const found = { rule, message: told, path: toPath(place) };
  return source === undefined || place.element.start < 0 ? found : { ...found, ...locate(source, place.element.start) };
};
