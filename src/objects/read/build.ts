import { findAttribute } from '../../xml/index.js';
import { HIDDEN_ERROR_MEMBERS } from '../error-types.js';
import { refuse } from './found.js';
import type { FoundValue, Reading } from './found.js';

interface Building {
  readonly reading: Reading;
  /** Values that are being made, each held by the one before. */
  readonly trail: FoundValue[];
  /** Values that may be in a circle with one that is still being made. */
  readonly open: FoundValue[];
  met: number;
}

const valueOf = (building: Building, found: FoundValue): unknown => {
  // An instance that is not made when its holder is complete is what it is held by.
  if (!found.isMade) refuseCircle(building, found);
  return found.value;
};

const refuseCircle = ({ reading }: Building, { element }: FoundValue): never =>
  refuse(reading, element, ['class-circle', 'what the instance is made of leads back to the instance']);

const define = (target: object, name: string, [value, enumerable]: readonly [unknown, boolean]): void => {
  // Assigning is faster, but of an inherited name it may call a setter (`__proto__`) or fail.
  if (enumerable && !(name in target)) (target as Record<string, unknown>)[name] = value;
  else Object.defineProperty(target, name, { value, enumerable, writable: true, configurable: true });
};

const fillMembers = (building: Building, found: FoundValue, target: object): void => {
  const isError = found.tag === 'error';
  for (const [at, name] of (found.names ?? []).entries()) {
    const member = found.content?.[at];
    if (member === undefined) continue;
    if (isError && name === 'stack')
      refuse(building.reading, member.element, ['name', 'an error has no member "stack"']);
    if (Object.hasOwn(target, name))
      refuse(building.reading, member.element, ['name', `the name ${JSON.stringify(name.slice(0, 100))} comes twice`]);
    define(target, name, [valueOf(building, member), !(isError && HIDDEN_ERROR_MEMBERS.includes(name))]);
  }
};

const fillList = (building: Building, { content = [] }: FoundValue, list: unknown[]): void => {
  for (const item of content) {
    if (item.tag === 'hole') list.length += Number(item.value);
    else list.push(valueOf(building, item));
  }
};

const fillMap = (building: Building, { content = [] }: FoundValue, map: Map<unknown, unknown>): void => {
  for (let at = 0; at + 1 < content.length; at += 2) {
    const [key, value] = [content[at], content[at + 1]];
    if (key === undefined || value === undefined) continue;
    const known = valueOf(building, key);
    if (map.has(known)) refuse(building.reading, key.element, ['entry', 'the key comes twice in its map']);
    map.set(known, valueOf(building, value));
  }
};

const fillSet = (building: Building, { content = [] }: FoundValue, set: Set<unknown>): void => {
  for (const item of content) {
    const value = valueOf(building, item);
    if (set.has(value)) refuse(building.reading, item.element, ['entry', 'the value comes twice in its set']);
    set.add(value);
  }
};

const decode = (building: Building, found: FoundValue): void => {
  const { reading } = building;
  const name = findAttribute(found.element, 'class') ?? '';
  const [state] = found.content ?? [];
  const entry = reading.classes.byName.get(name);
  if (state === undefined || entry === undefined) return;
  const value = valueOf(building, state);
  try {
    found.value = entry.decode(value);
  } catch (thrown) {
    refuse(reading, found.element, ['class-refuses', `the class "${name}" cannot be made of what came`, thrown]);
  }
  found.isMade = true;
};

const fill = (building: Building, found: FoundValue): void => {
  switch (found.tag) {
    case 'list':
      fillList(building, found, found.value as unknown[]);
      return;
    case 'map':
      fillMap(building, found, found.value as Map<unknown, unknown>);
      return;
    case 'set':
      fillSet(building, found, found.value as Set<unknown>);
      return;
    case 'object':
    case 'error':
      fillMembers(building, found, found.value as object);
      return;
    case 'instance':
      decode(building, found);
      return;
    default:
  }
};

const enter = (building: Building, found: FoundValue): void => {
  found.order = found.low = ++building.met;
  found.isOpen = true;
  building.open.push(found);
  building.trail.push(found);
};

/** What it holds is complete: completes it. A circle ends with the one of it that was met first (Tarjan's components). */
const leave = (building: Building, found: FoundValue): void => {
  const { trail, open } = building;
  trail.pop();
  const isFirst = found.low === found.order;
  if (found.tag === 'instance' && !(isFirst && open.at(-1) === found)) refuseCircle(building, found);
  fill(building, found);
  const holder = trail.at(-1);
  if (holder !== undefined) holder.low = Math.min(holder.low, found.low);
  if (!isFirst) return;
  for (let at = open.pop(); at !== undefined; at = at === found ? undefined : open.pop()) at.isOpen = false;
};

/**
 * The value of what {@link FoundValue} found. Each is made once and completed when all that it holds is, but what it is in a
 * circle with; an instance may be in no circle.
 *
 * @throws {StoaError} `OBJECTS_INVALID`
 */
export const build = (reading: Reading, root: FoundValue): unknown => {
  const building: Building = { reading, trail: [], open: [], met: 0 };
  enter(building, root);
  for (let at: FoundValue | undefined = root; at !== undefined; at = building.trail.at(-1)) {
    const held: FoundValue | undefined = at.content?.[at.next++];
    if (held === undefined) leave(building, at);
    else if (held.content === undefined) continue;
    else if (held.order === 0) enter(building, held);
    else if (held.isOpen) at.low = Math.min(at.low, held.order);
  }
  return root.value;
};
