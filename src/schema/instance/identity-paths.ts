import { isElement } from '../../xml/index.js';
import type { XmlElement, XmlName } from '../../xml/index.js';
import type { IdentityPath, NameTest } from '../model/components.js';

/** Steps that a position of a path at an element counts for. */
const POSITION_COST = 10;

/** What walking along paths needs: which elements it may go to, and a count of its steps. */
export interface PathWalk {
  readonly isAssessed: (element: XmlElement) => boolean;
  readonly step: (count: number) => void;
}

/** Whether a name passes a test. */
export const passes = (test: NameTest, name: XmlName): boolean => {
  if (test.kind === 'any') return true;
  if (test.kind === 'namespace') return test.namespace === name.namespace;
  return test.name.local === name.local && test.name.namespace === name.namespace;
};

/** A place in one of some paths: so many of its steps were taken. */
interface Position {
  readonly path: IdentityPath;
  readonly taken: number;
}

/** The positions after a step to a child; paths with `.//` begin again at every element. */
const advance = (positions: readonly Position[], starts: readonly Position[], name: XmlName): readonly Position[] => {
  const next: Position[] = [];
  for (const { path, taken } of positions) {
    const test = path.steps[taken];
    if (test !== undefined && passes(test, name)) next.push({ path, taken: taken + 1 });
  }
  return starts.length === 0 ? next : [...next, ...starts];
};

/** Calls `found` for every element that a path ends at, in document order, with the path; all paths are walked at once. */
export const walkPaths = (
  walk: PathWalk,
  { from, paths }: { readonly from: XmlElement; readonly paths: readonly IdentityPath[] },
  found: (element: XmlElement, path: IdentityPath) => void,
): void => {
  const starts = paths.map((path) => ({ path, taken: 0 }));
  const everywhere = starts.filter(({ path }) => path.descendant);
  const visit = (element: XmlElement, positions: readonly Position[]): void => {
    walk.step((positions.length + 1) * POSITION_COST);
    let goesOn = false;
    for (const { path, taken } of positions) {
      if (taken === path.steps.length) found(element, path);
      if (taken < path.steps.length || path.descendant) goesOn = true;
    }
    if (!goesOn) return;
    for (const child of element.children) {
      if (!isElement(child) || !walk.isAssessed(child)) continue;
      const next = advance(positions, everywhere, child.name);
      if (next.length > 0) visit(child, next);
    }
  };
  visit(from, starts);
};

/** The elements that a selector selects below (or at) an element, each once, in document order. */
export const selectElements = (
  walk: PathWalk,
  from: XmlElement,
  paths: readonly IdentityPath[],
): readonly XmlElement[] => {
  const selected = new Set<XmlElement>();
  walkPaths(walk, { from, paths }, (element) => selected.add(element));
  return [...selected];
};

/** An element or one of its attributes, by name: one that is there by default has no text of its own. */
export interface FieldNode {
  readonly element: XmlElement;
  readonly attribute: XmlName | undefined;
}

/** Adds names of attributes to nodes, each once. */
const addAttributes = (nodes: FieldNode[], element: XmlElement, names: readonly XmlName[]): void => {
  for (const name of names) {
    const isThere = nodes.some(
      ({ element: other, attribute }) =>
        other === element && attribute?.local === name.local && attribute.namespace === name.namespace,
    );
    if (!isThere) nodes.push({ element, attribute: name });
  }
};

/** Attributes of an element that are there, or would be by default. */
export type AttributeNames = (element: XmlElement) => readonly XmlName[];

/** The nodes that a field finds from a selected element: at most two, since two are too many. */
export const findFieldNodes = (
  walk: PathWalk,
  { from, paths }: { readonly from: XmlElement; readonly paths: readonly IdentityPath[] },
  namesOf: AttributeNames,
): readonly FieldNode[] => {
  const nodes: FieldNode[] = [];
  walkPaths(walk, { from, paths }, (element, { attribute: test }) => {
    if (nodes.length > 1) return;
    if (test !== undefined) {
      addAttributes(
        nodes,
        element,
        namesOf(element).filter((name) => passes(test, name)),
      );
    } else if (!nodes.some((node) => node.element === element && node.attribute === undefined)) {
      nodes.push({ element, attribute: undefined });
    }
  });
  return nodes;
};
