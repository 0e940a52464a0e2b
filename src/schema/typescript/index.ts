export { MAX_TYPESCRIPT_MEMBERS } from './printer.js';
export { toTypeScript, typeText } from './to-typescript.js';
export type { TypeScriptOptions } from './to-typescript.js';
