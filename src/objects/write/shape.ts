import { toBase64 } from '../../base/index.js';
import type { ClassRegistry, ObjectClass } from '../classes.js';
import { findErrorType, HIDDEN_ERROR_MEMBERS } from '../error-types.js';
import { dateText } from '../scalars.js';
import { DEFAULT_VIEW, findViewed } from '../views.js';

/** One value in another, before it is looked at. */
export interface RawPart {
  readonly name?: string;
  readonly step: string;
  readonly value: unknown;
  /** How many places without a value of a list it stands for. */
  readonly holes?: number;
}

/** What a value with an identity is written as. */
export interface Shape {
  readonly tag: string;
  readonly attributes?: string;
  readonly text?: string;
  /** What it holds; asked once. */
  readonly parts?: () => Iterable<RawPart>;
}

const NAME = /^[A-Za-z_$][\w$]*$/;
const memberStep = (name: string): string => (NAME.test(name) ? `.${name}` : `[${JSON.stringify(name)}]`);

function* partsOfList(list: readonly unknown[]): Iterable<RawPart> {
  let holes = 0;
  for (let at = 0; at < list.length; at++) {
    if (!Object.hasOwn(list, at)) {
      holes++;
      continue;
    }
    if (holes > 0) yield { step: '', value: undefined, holes };
    holes = 0;
    yield { step: `[${at}]`, value: list[at] };
  }
  if (holes > 0) yield { step: '', value: undefined, holes };
}

function* partsOfMap(map: ReadonlyMap<unknown, unknown>): Iterable<RawPart> {
  let at = 0;
  for (const [key, value] of map) {
    yield { step: `.key(${at})`, value: key };
    yield { step: `.value(${at})`, value };
    at++;
  }
}

function* partsOfSet(set: ReadonlySet<unknown>): Iterable<RawPart> {
  let at = 0;
  for (const value of set) yield { step: `.value(${at++})`, value };
}

function* membersOf(value: object, names: readonly string[]): Iterable<RawPart> {
  for (const name of names) yield { name, step: memberStep(name), value: Reflect.get(value, name) };
}

const errorNames = (error: object): readonly string[] => {
  const hidden = HIDDEN_ERROR_MEMBERS.filter((name) => Object.hasOwn(error, name));
  return [...hidden, ...Object.keys(error).filter((name) => name !== 'stack' && !hidden.includes(name))];
};

const instanceShape = (value: object, [name, { encode }]: readonly [string, ObjectClass]): Shape => ({
  tag: 'instance',
  attributes: ` class="${name}"`,
  parts: () => [{ step: `:${name}`, value: encode(value) }],
});

const bytesShape = (value: object): Shape | undefined => {
  const viewed = findViewed(value);
  if (viewed === undefined) return undefined;
  const attributes = viewed.view === DEFAULT_VIEW ? '' : ` view="${viewed.view}"`;
  return { tag: 'bytes', attributes, text: toBase64(viewed.bytes) };
};

/** What the built-in classes are written as, by their prototypes: a subclass is none of them. */
const BUILT_IN: ReadonlyMap<object | null, (value: object) => Shape> = new Map<object | null, (value: object) => Shape>(
  [
    [Object.prototype, (value) => ({ tag: 'object', parts: () => membersOf(value, Object.keys(value)) })],
    [
      null,
      (value) => ({
        ...{ tag: 'object', attributes: ' prototype="null"' },
        parts: () => membersOf(value, Object.keys(value)),
      }),
    ],
    [Array.prototype, (value) => ({ tag: 'list', parts: () => partsOfList(value as readonly unknown[]) })],
    [Map.prototype, (value) => ({ tag: 'map', parts: () => partsOfMap(value as ReadonlyMap<unknown, unknown>) })],
    [Set.prototype, (value) => ({ tag: 'set', parts: () => partsOfSet(value as ReadonlySet<unknown>) })],
    [Date.prototype, (value) => ({ tag: 'date', text: dateText(value as Date) })],
  ],
);

/** What `value` is written as, or `undefined` when it is an instance of a class that nobody registered. */
export const findShape = (value: object, classes: ClassRegistry): Shape | undefined => {
  const prototype = Reflect.getPrototypeOf(value);
  const registered = prototype === null ? undefined : classes.byPrototype.get(prototype);
  if (registered !== undefined) return instanceShape(value, registered);
  const builtIn = BUILT_IN.get(prototype);
  if (builtIn !== undefined) return builtIn(value);
  const error = findErrorType(prototype);
  if (error === undefined) return bytesShape(value);
  return { tag: 'error', attributes: ` type="${error}"`, parts: () => membersOf(value, errorNames(value)) };
};
