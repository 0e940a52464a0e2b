import { isStoaError } from '../../base/index.js';
import type { ClassRegistry } from '../classes.js';
import type { ObjectLimits } from '../limits.js';
import { findScalar } from '../scalars.js';
import type { Item, KeptItem, PlainItem } from './item.js';
import { pathOf, refuseSize, refuseValue } from './refuse.js';
import { findShape } from './shape.js';
import type { RawPart, Shape } from './shape.js';

/** What is known while the values of a graph are looked at. */
interface Collecting {
  readonly classes: ClassRegistry;
  readonly limits: ObjectLimits;
  readonly known: Map<object, KeptItem>;
  /** Values whose parts are still to be looked at: those nearest to the root come first. */
  readonly waiting: { readonly item: KeptItem; readonly value: object; readonly shape: Shape }[];
  values: number;
}

const count = (collecting: Collecting, values: number, path: () => string): void => {
  collecting.values += values;
  if (collecting.values > collecting.limits.maxValues) refuseSize('maxValues', collecting.limits, path());
};

const nameOf = (value: object): string => {
  const { constructor } = value as { readonly constructor?: unknown };
  return typeof constructor === 'function' && constructor.name !== '' ? `"${constructor.name}"` : 'without a name';
};

const plain = (tag: string, text: string, attributes = ''): PlainItem => ({ kind: 'plain', tag, text, attributes });

/** Refuses what would be lost without a word: properties that are named by symbols, and members of lists that are no items. */
const assertNothingElse = (value: object, tag: string, path: () => string): void => {
  if (tag === 'instance' || tag === 'bytes') return;
  for (const symbol of Object.getOwnPropertySymbols(value))
    if (Object.prototype.propertyIsEnumerable.call(value, symbol))
      refuseValue(path(), `has the property ${String(symbol)}; names that are symbols cannot be written`);
  if (tag === 'object' || tag === 'error') return;
  const last = Object.keys(value).at(-1);
  if (last === undefined || (Array.isArray(value) && /^(?:0|[1-9][0-9]*)$/.test(last))) return;
  refuseValue(path(), `has the property ${JSON.stringify(last)} besides what a ${tag} holds`);
};

/** Refuses what is too long to be looked at. */
const assertSize = (value: object, limits: ObjectLimits, path: () => string): void => {
  const bytes = value instanceof ArrayBuffer || ArrayBuffer.isView(value) ? value.byteLength : 0;
  if (bytes > limits.maxBytes) refuseSize('maxBytes', limits, path());
  // Places of a list are looked at one by one: there may be 4,294,967,295.
  if (Array.isArray(value) && value.length > limits.maxValues) refuseSize('maxValues', limits, path());
};

const keep = (
  collecting: Collecting,
  value: object,
  { owner, step }: { readonly owner: KeptItem | undefined; readonly step: string },
): KeptItem => {
  const known = collecting.known.get(value);
  if (known !== undefined) {
    known.uses++;
    return known;
  }
  const path = (): string => pathOf(owner, step);
  const { limits } = collecting;
  const depth = (owner?.depth ?? 0) + 1;
  if (depth > limits.maxDepth) refuseSize('maxDepth', limits, path());
  assertSize(value, limits, path);
  const shape =
    findShape(value, collecting.classes) ??
    refuseValue(path(), `is an instance of the class ${nameOf(value)}, which is not among the classes given`);
  assertNothingElse(value, shape.tag, path);
  const { tag, attributes = '', text = '' } = shape;
  const item: KeptItem = { kind: 'kept', tag, attributes, text, parts: [], owner, step, depth, uses: 1, id: 0 };
  collecting.known.set(value, item);
  if (shape.parts !== undefined) collecting.waiting.push({ item, value, shape });
  return item;
};

const toItem = (collecting: Collecting, { value, step }: RawPart, owner: KeptItem | undefined): Item => {
  const path = (): string => pathOf(owner, step);
  count(collecting, 1, path);
  const { limits } = collecting;
  if (typeof value === 'object' && value !== null) return keep(collecting, value, { owner, step });
  if (typeof value === 'string' && value.length > limits.maxBytes) refuseSize('maxBytes', limits, path());
  const scalar = findScalar(value) ?? refuseValue(path(), `is a ${typeof value}; expected a value that holds data`);
  if (scalar.tag === 'bigint' && scalar.text.length > limits.maxBigintDigits)
    refuseSize('maxBigintDigits', limits, path());
  return plain(scalar.tag, scalar.text);
};

const addPart = (collecting: Collecting, part: RawPart, owner: KeptItem): void => {
  const { name, holes } = part;
  if (holes !== undefined) {
    count(collecting, holes, () => pathOf(owner, ''));
    owner.parts.push({ item: plain('hole', '', holes === 1 ? '' : ` count="${holes}"`) });
    return;
  }
  if (name !== undefined && name.length > collecting.limits.maxNameLength)
    refuseSize('maxNameLength', collecting.limits, pathOf(owner, ''));
  const item = toItem(collecting, part, owner);
  owner.parts.push(name === undefined ? { item } : { name, item });
};

/**
 * Looks at all that can be reached from `value`, each object once.
 *
 * @throws {StoaError} `VALUE_INVALID` for what cannot be written, `OBJECTS_LIMIT_EXCEEDED`; both with the path
 */
export const collect = (value: unknown, classes: ClassRegistry, limits: ObjectLimits): Item => {
  const collecting: Collecting = { classes, limits, known: new Map(), waiting: [], values: 0 };
  const root = toItem(collecting, { step: 'value', value }, undefined);
  for (const { item, shape } of collecting.waiting) {
    try {
      for (const part of shape.parts?.() ?? []) addPart(collecting, part, item);
    } catch (thrown) {
      // Getters and `encode` are the application's.
      if (isStoaError(thrown, 'VALUE_INVALID', 'OBJECTS_LIMIT_EXCEEDED')) throw thrown;
      refuseValue(pathOf(item, ''), 'cannot be read: what it is made of threw an error', thrown);
    }
  }
  return root;
};
