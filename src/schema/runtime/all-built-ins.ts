import { base64Binary, hexBinary } from './binaries.js';
import type { SimpleCodec } from './model.js';
import * as numbers from './numbers.js';
import * as strings from './strings.js';
import * as times from './times.js';

/** Every simple type that XML Schema has built in: what `xsi:type` may name where anything may stand. */
export const builtInTypes: readonly SimpleCodec[] = [
  ...Object.values(strings),
  ...Object.values(numbers),
  ...Object.values(times),
  hexBinary,
  base64Binary,
];
