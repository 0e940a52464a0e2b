export type { Codec, View } from './view.js';
export { createWriter } from './writer.js';
export type { Change, Writer } from './writer.js';
