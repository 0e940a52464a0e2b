export { CODEC_TYPES, emitCodecs } from './emit-codecs.js';
export type { EmitCodecsOptions, EmittedCodecs, EmittedRoot } from './emit-codecs.js';
