import { childElements, toNameKey } from '../../xml/index.js';
import type { NameKey } from '../../xml/index.js';
import { XSD_NAMESPACE } from '../facade.js';
import type { LoadedSet } from './documents.js';
import { attribute, localName } from './node.js';
import type { SchemaNode } from './node.js';
import { redefine } from './redefine.js';
import type { Report } from './report.js';

/** Where each global component of a set of documents is declared. */
export interface Symbols {
  readonly elements: ReadonlyMap<NameKey, SchemaNode>;
  readonly attributes: ReadonlyMap<NameKey, SchemaNode>;
  /** Simple and complex types share one symbol space. */
  readonly types: ReadonlyMap<NameKey, SchemaNode>;
  readonly groups: ReadonlyMap<NameKey, SchemaNode>;
  readonly attributeGroups: ReadonlyMap<NameKey, SchemaNode>;
  readonly notations: ReadonlyMap<NameKey, SchemaNode>;
}

/** Finds the global components; two with one name in one symbol space break `sch-props-correct.2`. */
export const collectSymbols = (report: Report, { documents, redefines }: LoadedSet): Symbols => {
  const elements = new Map<NameKey, SchemaNode>();
  const attributes = new Map<NameKey, SchemaNode>();
  const types = new Map<NameKey, SchemaNode>();
  const groups = new Map<NameKey, SchemaNode>();
  const attributeGroups = new Map<NameKey, SchemaNode>();
  const notations = new Map<NameKey, SchemaNode>();
  const spaces: ReadonlyMap<string, Map<NameKey, SchemaNode>> = new Map([
    ['element', elements],
    ['attribute', attributes],
    ['simpleType', types],
    ['complexType', types],
    ['group', groups],
    ['attributeGroup', attributeGroups],
    ['notation', notations],
  ]);
  for (const document of documents) {
    for (const element of childElements(document.root)) {
      const space = element.name.namespace === XSD_NAMESPACE ? spaces.get(element.name.local) : undefined;
      if (space === undefined) continue;
      const node = { document, element };
      const key = toNameKey({ namespace: document.namespace, local: attribute(node, 'name') ?? '' });
      if (space.has(key)) report.invalid('sch-props-correct.2', `${localName(node)} ${key} is declared twice`, node);
      else space.set(key, node);
    }
  }
  redefine(report, redefines, spaces);
  return { elements, attributes, types, groups, attributeGroups, notations };
};
