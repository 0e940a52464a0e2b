import { childrenNamed, childElements, findAttribute, isElement } from '../../xml/index.js';
import type { XmlElement } from '../../xml/index.js';
import { XSD_NAMESPACE } from '../facade.js';
import type { ComponentModel } from '../model/components.js';
import type { SchemaNode } from './node.js';

/** Keeps where components are documented, while they are read; their texts are made when they are asked for. */
export interface Documentation extends Pick<ComponentModel, 'documentationOf' | 'documentationOfValue'> {
  /** Keeps the annotations of the node that `component` was read from, and gives the component back. */
  readonly note: <Component extends object>(component: Component, node: SchemaNode) => Component;
}

const childrenOf = (element: XmlElement, local: string): readonly XmlElement[] =>
  childrenNamed(element, { namespace: XSD_NAMESPACE, local });

const flatten = (element: XmlElement): string =>
  element.children.map((child) => (isElement(child) ? flatten(child) : child)).join('');

const indentOf = (line: string): number => line.length - line.trimStart().length;

/** The text without the white space around it and the indentation that its lines share; the first begins at the tag. */
const straighten = (text: string): string => {
  const [first = '', ...rest] = text.split(/\r\n?|\n/).map((line) => line.trimEnd());
  const indent = Math.min(...rest.filter((line) => line !== '').map(indentOf));
  const lines = [first.trim(), ...rest.map((line) => line.slice(Math.min(indent, line.length)))];
  return lines.join('\n').replace(/^\n+|\n+$/g, '');
};

/** Text of all `xs:documentation` in annotations, with blank lines between; `undefined` when there is none. */
const toText = (annotations: readonly XmlElement[]): string | undefined => {
  const texts = annotations
    .flatMap((annotation) => childrenOf(annotation, 'documentation'))
    .map((documentation) => straighten(flatten(documentation)))
    .filter((text) => text !== '');
  return texts.length === 0 ? undefined : texts.join('\n\n');
};

/** Enumeration facets that a simple type declares itself and that have annotations. */
const annotatedValues = (element: XmlElement): readonly XmlElement[] =>
  childrenOf(element, 'restriction')
    .flatMap((restriction) => childrenOf(restriction, 'enumeration'))
    .filter((facet) => childElements(facet).length > 0);

const isAttributeUse = (component: object): component is { readonly declaration: object } =>
  'kind' in component && component.kind === 'attribute-use' && 'declaration' in component;

/** Documentation of the components of one model (XSD 1.0 part 1, section 3.13). */
export const createDocumentation = (): Documentation => {
  const annotations = new WeakMap<object, readonly XmlElement[]>();
  const values = new WeakMap<object, readonly XmlElement[]>();
  return {
    note: (component, { element }) => {
      const found = childrenOf(element, 'annotation');
      if (found.length > 0) annotations.set(component, found);
      const facets = element.name.local === 'simpleType' ? annotatedValues(element) : [];
      if (facets.length > 0) values.set(component, facets);
      return component;
    },
    documentationOf: (component) => {
      const found = annotations.get(isAttributeUse(component) ? component.declaration : component);
      return found === undefined ? undefined : toText(found);
    },
    documentationOfValue: (type, text) => {
      const facet = values
        .get(type)
        ?.find((each) => type.runtime.normalize(findAttribute(each, 'value') ?? '') === text);
      return facet === undefined ? undefined : toText(childrenOf(facet, 'annotation'));
    },
  };
};
