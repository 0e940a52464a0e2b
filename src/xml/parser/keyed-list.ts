/** Values by key. Documents have few prefixes and namespaces, and a few keys are quicker looked through than hashed. */
export interface KeyedList<Value> {
  readonly keys: string[];
  readonly values: Value[];
  /** All of them, once there are more than a few. */
  index: Map<string, Value> | undefined;
}

const FEW = 8;

/** The value of `key`, or `undefined`. */
export const findKeyed = <Value>(list: KeyedList<Value>, key: string): Value | undefined => {
  if (list.index !== undefined) return list.index.get(key);
  const { keys } = list;
  for (let at = 0; at < keys.length; at++) if (keys[at] === key) return list.values[at];
  return undefined;
};

/** Adds a key that is not there yet. */
export const addKeyed = <Value>(list: KeyedList<Value>, key: string, value: Value): void => {
  if (list.index === undefined) {
    list.keys.push(key);
    list.values.push(value);
    if (list.keys.length > FEW) list.index = new Map(list.keys.map((known, at) => [known, list.values[at] ?? value]));
  } else list.index.set(key, value);
};
