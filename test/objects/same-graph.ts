/** Names of what `value` has of its own that counts. */
const namesOf = (value: object): readonly string[] => {
  const names = value instanceof Error ? ['message', 'cause', 'errors', ...Object.keys(value)] : Object.keys(value);
  return [...new Set(names)].filter(
    (name) => Object.hasOwn(value, name) && !(value instanceof Error && name === 'stack'),
  );
};

const bytesOf = (value: ArrayBuffer | ArrayBufferView): readonly number[] =>
  ArrayBuffer.isView(value)
    ? [...new Uint8Array(value.buffer, value.byteOffset, value.byteLength)]
    : [...new Uint8Array(value)];

type Pair = readonly [left: unknown, right: unknown, path: string];

/** What two values of one class hold, or a text that says why they differ. */
const holdings = (left: object, right: object, path: string): readonly Pair[] | string => {
  const pairs: Pair[] = [];
  if (left instanceof Date && right instanceof Date && !Object.is(left.getTime(), right.getTime()))
    return `${path}: instants`;
  if (left instanceof ArrayBuffer || ArrayBuffer.isView(left))
    return String(bytesOf(left)) === String(bytesOf(right as ArrayBuffer)) ? [] : `${path}: bytes`;
  if (Array.isArray(left) && left.length !== (right as unknown[]).length) return `${path}: lengths`;
  if (left instanceof Map || left instanceof Set) {
    const [mine, theirs] = [[...left].flat(), [...(right as Set<unknown>)].flat()];
    if (left.size !== (right as Set<unknown>).size) return `${path}: sizes`;
    const [ours, others] = left instanceof Set ? [[...left], [...(right as Set<unknown>)]] : [mine, theirs];
    for (const [at, each] of ours.entries()) pairs.push([each, others[at], `${path}(${at})`]);
  }
  const [names, others] = [namesOf(left), namesOf(right)];
  if (names.join('\n') !== others.join('\n')) return `${path}: names ${names.join()} and ${others.join()}`;
  for (const name of names) pairs.push([Reflect.get(left, name), Reflect.get(right, name), `${path}.${name}`]);
  return pairs;
};

/** Why two graphs are not the same in all that counts, sharing and circles included; `undefined` when they are. */
export const findDifference = (one: unknown, other: unknown): string | undefined => {
  const [leftOf, rightOf] = [new Map<object, object>(), new Map<object, object>()];
  const waiting: Pair[] = [[one, other, '$']];
  for (const [left, right, path] of waiting) {
    if (typeof left !== 'object' || left === null || typeof right !== 'object' || right === null) {
      if (!Object.is(left, right)) return `${path}: ${String(left)} and ${String(right)}`;
      continue;
    }
    if (
      rightOf.get(left) !== (leftOf.has(right) ? right : undefined) ||
      leftOf.get(right) !== (rightOf.has(left) ? left : undefined)
    )
      return `${path}: shared otherwise`;
    if (rightOf.has(left)) continue;
    rightOf.set(left, right);
    leftOf.set(right, left);
    if (Reflect.getPrototypeOf(left) !== Reflect.getPrototypeOf(right)) return `${path}: classes`;
    const held = holdings(left, right, path);
    if (typeof held === 'string') return held;
    waiting.push(...held);
  }
  return undefined;
};
