export { compilePattern } from './compile-pattern.js';
export type { Pattern } from './model.js';
