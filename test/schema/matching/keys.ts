import type { Schema, SchemaComponent } from '../../../src/schema/index.js';

/** The component of that name; `{urn:t}e` unless told otherwise. */
export const key = (schema: Schema, name = '{urn:t}e'): SchemaComponent => {
  const found = schema.components().find((each) => each.name === name);
  if (found === undefined) throw new RangeError(name);
  return { schema, key: found };
};
