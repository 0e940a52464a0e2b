export { findEcmaPattern } from './to-ecma.js';
export { compilePattern, createLiteralPattern } from './compile-pattern.js';
export type { PatternLimits } from './compile-pattern.js';
export { isNameCharacter, isNameStart } from './name-characters.js';
export type { Pattern } from './model.js';
export { findTextInclusion } from './inclusion.js';
export type { TextInclusion, TextSet } from './inclusion.js';
