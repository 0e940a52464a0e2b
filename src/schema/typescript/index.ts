export { toDocComment } from './comments.js';
export { toPascalCase } from './identifiers.js';
export { toMemberName, toStringLiteral } from './literals.js';
export { MAX_TYPESCRIPT_MEMBERS } from './printer.js';
export { printTypes, toTypeScript, typeText } from './to-typescript.js';
export type { PrintedTypes, TypeScriptOptions } from './to-typescript.js';
