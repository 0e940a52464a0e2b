import { findBase64 } from '../../base/index.js';
import type { XmlElement } from '../../xml/index.js';
import { findAttribute } from '../../xml/index.js';
import { findNewError } from '../error-types.js';
import { findUnescaped } from '../escapes.js';
import { findScalarValue } from '../scalars.js';
import { DEFAULT_VIEW, findView } from '../views.js';
import { assertAttributes, elementsIn, getAttribute, readCount, tagOf, textIn } from './elements.js';
import { refuse, refuseLimit } from './found.js';
import type { FoundValue, Reading } from './found.js';

/** What an element is: what it holds and what its attributes may be, `name` apart. */
interface TagRule {
  readonly holds: 'nothing' | 'text' | 'values' | 'members' | 'entries' | 'one';
  readonly attributes?: readonly string[];
  /** Whether it may be referred to. */
  readonly isKept?: true;
}

const RULES: ReadonlyMap<string, TagRule> = new Map<string, TagRule>([
  ['undefined', { holds: 'nothing' }],
  ['null', { holds: 'nothing' }],
  ['boolean', { holds: 'text' }],
  ['number', { holds: 'text' }],
  ['bigint', { holds: 'text' }],
  ['string', { holds: 'text' }],
  ['date', { holds: 'text', isKept: true }],
  ['bytes', { holds: 'text', attributes: ['view'], isKept: true }],
  ['list', { holds: 'values', isKept: true }],
  ['set', { holds: 'values', isKept: true }],
  ['map', { holds: 'entries', isKept: true }],
  ['object', { holds: 'members', attributes: ['prototype'], isKept: true }],
  ['error', { holds: 'members', attributes: ['type'], isKept: true }],
  ['instance', { holds: 'one', attributes: ['class'], isKept: true }],
]);

/** Values that are referred to by their numbers, and whether anything did. */
interface Shared {
  readonly element: XmlElement;
  found: FoundValue | undefined;
}

interface Scanning {
  readonly reading: Reading;
  readonly shared: ReadonlyMap<number, Shared>;
  /** Values whose content is still to be looked at: those nearest to the root come first. */
  readonly waiting: FoundValue[];
}

const count = (reading: Reading, element: XmlElement, values: number): void => {
  reading.values += values;
  if (reading.values > reading.limits.maxValues) refuseLimit(reading, element, 'maxValues');
};

const readText = (reading: Reading, element: XmlElement, tag: string): unknown => {
  const text = textIn(reading, element);
  if (tag === 'bigint' && text.length > reading.limits.maxBigintDigits)
    refuseLimit(reading, element, 'maxBigintDigits');
  const value = tag === 'bytes' ? readBytes(element, text) : findScalarValue(tag, text);
  return (
    value ??
    refuse(reading, element, ['text', `expected the text of a ${tag}, found ${JSON.stringify(text.slice(0, 40))}`])
  );
};

const readBytes = (element: XmlElement, text: string): object | undefined => {
  const bytes = findBase64(text);
  return bytes === undefined ? undefined : findView(findAttribute(element, 'view') ?? DEFAULT_VIEW, bytes);
};

/** The value of an element that holds no others, or an empty one that is filled later; an instance is made at the end. */
const begin = (reading: Reading, element: XmlElement, tag: string): Pick<FoundValue, 'value' | 'isMade'> => {
  const made = (value: unknown): Pick<FoundValue, 'value' | 'isMade'> => ({ value, isMade: true });
  switch (tag) {
    case 'undefined':
      return made(undefined);
    case 'null':
      return made(null);
    case 'list':
      return made([]);
    case 'set':
      return made(new Set());
    case 'map':
      return made(new Map());
    case 'object':
      return made(readPrototype(reading, element));
    case 'error':
      return made(
        findNewError(getAttribute(reading, element, 'type')) ??
          refuse(reading, element, ['attribute', 'expected the name of a built-in error as "type"']),
      );
    case 'instance':
      return { value: undefined, isMade: false };
    default:
      return made(readText(reading, element, tag));
  }
};

const readPrototype = (reading: Reading, element: XmlElement): object => {
  const prototype = findAttribute(element, 'prototype');
  if (prototype === undefined) return {};
  if (prototype !== 'null') refuse(reading, element, ['attribute', 'expected "null" as "prototype"']);
  return Object.create(null) as object;
};

const findRule = (reading: Reading, element: XmlElement): TagRule =>
  RULES.get(tagOf(reading, element)) ??
  refuse(reading, element, ['structure', `expected a value, found "${element.name.local}"`]);

const createFound = (element: XmlElement, depth: number, made: Pick<FoundValue, 'value' | 'isMade'>): FoundValue => ({
  element,
  tag: element.name.local,
  depth,
  content: undefined,
  names: undefined,
  value: made.value,
  isMade: made.isMade,
  order: 0,
  low: 0,
  isOpen: false,
  next: 0,
});

const meet = (scanning: Scanning, element: XmlElement, owner: FoundValue | undefined): FoundValue => {
  const { reading, waiting } = scanning;
  const depth = (owner?.depth ?? 0) + 1;
  if (depth > reading.limits.maxDepth) refuseLimit(reading, element, 'maxDepth');
  const { local: tag } = element.name;
  const { holds } = findRule(reading, element);
  if (holds === 'nothing' && element.children.length > 0)
    refuse(reading, element, ['structure', `expected nothing in "${tag}"`]);
  if (tag === 'instance' && !reading.classes.byName.has(getAttribute(reading, element, 'class')))
    refuse(reading, element, [
      'class-unknown',
      `the class ${JSON.stringify(findAttribute(element, 'class'))} is not among the classes given`,
    ]);
  const found = createFound(element, depth, begin(reading, element, tag));
  if (holds !== 'nothing' && holds !== 'text') waiting.push(found);
  return found;
};

const follow = (scanning: Scanning, element: XmlElement, owner: FoundValue | undefined): FoundValue => {
  const { reading, shared } = scanning;
  if (element.children.length > 0) refuse(reading, element, ['structure', 'expected nothing in "ref"']);
  const to = readCount(reading, element, 'to');
  const target = shared.get(to) ?? refuse(reading, element, ['reference', `nothing has the id ${to}`]);
  return (target.found ??= meet(scanning, target.element, owner));
};

/** The value that `element` in `owner` stands for. */
const toValue = (scanning: Scanning, element: XmlElement, owner: FoundValue | undefined): FoundValue => {
  const { reading } = scanning;
  count(reading, element, 1);
  const isReference = tagOf(reading, element) === 'ref';
  const own = isReference ? ['to'] : (findRule(reading, element).attributes ?? []);
  const isNamed = owner !== undefined && (owner.tag === 'object' || owner.tag === 'error');
  assertAttributes(reading, element, isNamed ? [...own, 'name'] : own);
  return isReference ? follow(scanning, element, owner) : meet(scanning, element, owner);
};

/** The places of a list without a value as one value. */
const toHoles = (scanning: Scanning, element: XmlElement): FoundValue => {
  const { reading } = scanning;
  assertAttributes(reading, element, ['count']);
  if (element.children.length > 0) refuse(reading, element, ['structure', 'expected nothing in "hole"']);
  const holes = findAttribute(element, 'count') === undefined ? 1 : readCount(reading, element, 'count');
  count(reading, element, holes);
  return createFound(element, 0, { value: holes, isMade: true });
};

const readName = (reading: Reading, element: XmlElement): string => {
  const name = findUnescaped(getAttribute(reading, element, 'name'));
  if (name === undefined) return refuse(reading, element, ['name', 'a backslash in the name begins no escape']);
  if (name.length > reading.limits.maxNameLength) refuseLimit(reading, element, 'maxNameLength');
  return name;
};

const entryValues = (reading: Reading, entry: XmlElement): readonly XmlElement[] => {
  const tag = tagOf(reading, entry);
  const values = elementsIn(reading, entry);
  assertAttributes(reading, entry, []);
  if (tag !== 'entry' || values.length !== 2)
    refuse(reading, entry, [
      'structure',
      `expected an "entry" of a key and a value, found "${tag}" of ${values.length}`,
    ]);
  return values;
};

const scanContent = (scanning: Scanning, found: FoundValue): void => {
  const { reading } = scanning;
  const elements = elementsIn(reading, found.element);
  const content: FoundValue[] = [];
  found.content = content;
  switch (found.tag) {
    case 'map':
      for (const entry of elements)
        for (const value of entryValues(reading, entry)) content.push(toValue(scanning, value, found));
      return;
    case 'instance':
      if (elements.length !== 1) refuse(reading, found.element, ['structure', 'expected one value in "instance"']);
      break;
    case 'object':
    case 'error':
      found.names = elements.map((element) => readName(reading, element));
      break;
    default:
  }
  for (const element of elements) {
    const isHole = found.tag === 'list' && tagOf(reading, element) === 'hole';
    content.push(isHole ? toHoles(scanning, element) : toValue(scanning, element, found));
  }
};

const readOne = (reading: Reading, element: XmlElement): XmlElement => {
  const [value, second] = elementsIn(reading, element);
  if (value === undefined || second !== undefined)
    return refuse(reading, element, ['structure', `expected one value in "${element.name.local}"`]);
  return value;
};

const readShared = (reading: Reading, elements: readonly XmlElement[]): ReadonlyMap<number, Shared> => {
  const shared = new Map<number, Shared>();
  for (const element of elements) {
    if (tagOf(reading, element) !== 'shared')
      refuse(reading, element, ['structure', `expected "shared", found "${element.name.local}"`]);
    assertAttributes(reading, element, ['id']);
    const id = readCount(reading, element, 'id');
    if (shared.has(id)) refuse(reading, element, ['id', `the id ${id} is given twice`]);
    const value = readOne(reading, element);
    const rule = RULES.get(tagOf(reading, value));
    if (rule?.isKept !== true)
      return refuse(reading, value, ['reference', `a "${value.name.local}" is nothing to be referred to`]);
    assertAttributes(reading, value, rule.attributes ?? []);
    shared.set(id, { element: value, found: undefined });
  }
  return shared;
};

/**
 * Looks at every element of a document and finds what each reference refers to. All that the schema of objects says is checked here,
 * and the limits; names and entries that come twice are found when values are made.
 *
 * @throws {StoaError} `OBJECTS_INVALID`, `OBJECTS_LIMIT_EXCEEDED`
 */
export const scan = (reading: Reading): FoundValue => {
  const { root: objects } = reading;
  if (tagOf(reading, objects) !== 'objects') refuse(reading, objects, ['structure', 'expected "objects"']);
  assertAttributes(reading, objects, []);
  const [first, ...rest] = elementsIn(reading, objects);
  if (first === undefined || tagOf(reading, first) !== 'root')
    return refuse(reading, objects, ['structure', 'expected "root" first in "objects"']);
  assertAttributes(reading, first, []);
  const scanning: Scanning = { reading, shared: readShared(reading, rest), waiting: [] };
  const root = toValue(scanning, readOne(reading, first), undefined);
  // Grows while it is walked.
  for (const found of scanning.waiting) scanContent(scanning, found);
  for (const [id, { element, found }] of scanning.shared)
    if (found === undefined) refuse(reading, element, ['unreferenced', `nothing refers to the id ${id}`]);
  return root;
};
