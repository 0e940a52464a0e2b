import { StoaError } from '../../base/index.js';
import type { XmlElement } from '../../xml/index.js';
import { locate } from '../../xml/index.js';
import type { ClassRegistry } from '../classes.js';
import type { ObjectLimits } from '../limits.js';

/** An element that stands for a value; references are no values, what they refer to is. */
export interface FoundValue {
  readonly element: XmlElement;
  readonly tag: string;
  /** Steps from the root; the root's are 1. */
  readonly depth: number;
  /** What it holds, in order; of a map keys and values by turns. Filled when its turn comes; most values can hold nothing. */
  content: readonly FoundValue[] | undefined;
  /** Names of members, in the order of `content`. */
  names: readonly string[] | undefined;
  /** The value, once `isMade`. */
  value: unknown;
  isMade: boolean;
  /** When it was come to while values are made (1 = first, 0 = not yet), and the first of those that it leads back to. */
  order: number;
  low: number;
  /** Whether it may be in a circle of which the first is not done yet. */
  isOpen: boolean;
  /** Which of `content` is looked at next. */
  next: number;
}

/** What is known while a document is read. */
export interface Reading {
  readonly classes: ClassRegistry;
  readonly limits: ObjectLimits;
  readonly root: XmlElement;
  /** Text that the elements were parsed from, if it is known. */
  readonly source: string | undefined;
  values: number;
}

/** What is refused in a document of objects, besides what is too much of something. */
export type ObjectsRule =
  | 'structure'
  | 'text'
  | 'attribute'
  | 'reference'
  | 'id'
  | 'unreferenced'
  | 'name'
  | 'entry'
  | 'class-unknown'
  | 'class-circle'
  | 'class-refuses';

/** Path of elements down to `wanted`, with positions. Walks the tree: only for what is refused. */
const pathTo = (root: XmlElement, wanted: XmlElement): string => {
  const waiting: { readonly element: XmlElement; readonly path: string }[] = [{ element: root, path: '/objects' }];
  for (const { element, path } of waiting) {
    if (element === wanted) return path;
    const counts = new Map<string, number>();
    for (const child of element.children) {
      if (typeof child === 'string') continue;
      const position = (counts.get(child.name.local) ?? 0) + 1;
      counts.set(child.name.local, position);
      waiting.push({ element: child, path: `${path}/${child.name.local}[${position}]` });
    }
  }
  return '/objects';
};

/** What a refusal tells besides its message. */
export interface RefusalParts {
  readonly rule: ObjectsRule | keyof ObjectLimits;
  readonly message: string;
  readonly cause?: unknown;
}

const refuseWith = (reading: Reading, element: XmlElement, { rule, message, cause }: RefusalParts): never => {
  const path = pathTo(reading.root, element);
  const place = reading.source === undefined ? {} : locate(reading.source, element.start);
  const isLimit = Object.hasOwn(reading.limits, rule);
  throw new StoaError(isLimit ? 'OBJECTS_LIMIT_EXCEEDED' : 'OBJECTS_INVALID', `${path}: ${message}`, {
    cause,
    findings: [{ rule, message, path, ...place }],
    ...(isLimit ? { limit: rule } : {}),
  });
};

/** Refuses the document for what is wrong at `element`. */
export const refuse = (
  reading: Reading,
  element: XmlElement,
  [rule, message, cause]: readonly [rule: ObjectsRule, message: string, cause?: unknown],
): never => refuseWith(reading, element, { rule, message, cause });

/** Refuses the document for what is too much at `element`. */
export const refuseLimit = (reading: Reading, element: XmlElement, limit: keyof ObjectLimits): never =>
  refuseWith(reading, element, { rule: limit, message: `expected no more than ${reading.limits[limit]} (${limit})` });
