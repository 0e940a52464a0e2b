/**
 * A value in its JavaScript shape, public for ever: an element with simple type and no attributes is a scalar;
 * any other is an object with child elements by local name, attributes as `@name`, text as `$`. Elements that
 * may repeat are always arrays, nil is `null`, absent is `undefined` or left out; names that clash, and what a
 * wildcard let in, stand under `{namespace}local`. Decimals, dates and durations are strings, `integer` and
 * `long` (and what derives from them, if unbounded below 2^53) bigint, smaller integers, float and double numbers,
 * binary is bytes, a QName is its `NameKey`. What a wildcard let in and no declaration describes is an array of
 * XML texts, each a complete element with its namespaces declared.
 */
export type TypedValue =
  null | undefined | string | number | bigint | boolean | Uint8Array | TypedObject | readonly TypedValue[];

/** Members of a complex value. */
export interface TypedObject {
  readonly [member: string]: TypedValue;
}
