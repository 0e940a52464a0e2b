import { base64Binary, hexBinary } from './binaries.js';
import type { SimpleCodec } from './model.js';
import * as numbers from './numbers.js';
import * as strings from './strings.js';
import * as times from './times.js';

const ALL: readonly SimpleCodec[] = [
  ...Object.values(strings),
  ...Object.values(numbers),
  ...Object.values(times),
  hexBinary,
  base64Binary,
];

/** Every simple type that XML Schema has built in, by its name there. */
export const builtInTypes: ReadonlyMap<string, SimpleCodec> = new Map(ALL.map((type) => [type.builtIn, type]));
