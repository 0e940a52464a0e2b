/**
 * A value in its JavaScript shape, public for ever: an element with simple type and no attributes is a scalar;
 * any other is an object with child elements by local name, attributes as `@name`, text as `$`. Elements that
 * may repeat are always arrays, nil is `null`, absent is `undefined` or left out; names that clash, and what a
 * wildcard let in, stand under `{namespace}local`. Decimals, dates and durations are strings, `integer` and
 * `long` (and what derives from them, if unbounded below 2^53) bigint, smaller integers, float and double numbers,
 * binary is bytes, a QName is its `NameKey`. What a wildcard let in and no declaration describes is an array of
 * XML texts, each a complete element with its namespaces declared; in no namespace it stands under `{}local` where a
 * declared child has that name.
 *
 * Mixed content is `$`: an array of texts and, for each child element, an object with its one member. A type that
 * `xsi:type` names stands as its `NameKey` under `@{http://www.w3.org/2001/XMLSchema-instance}type`, in an object also
 * where a scalar would be (`$`); a nil element with attributes is an object with `…nil` there, `true`. Attributes and empty elements that have a
 * default are read with it. Among repeated children of different names, order is kept within a name only.
 */
export type TypedValue =
  null | undefined | string | number | bigint | boolean | Uint8Array | TypedObject | readonly TypedValue[];

/** Members of a complex value. */
export interface TypedObject {
  readonly [member: string]: TypedValue;
}
