import { toMemberName, toStringLiteral } from '../schema/index.js';

/** Width of the lines that are printed. */
export const LINE_WIDTH = 120;

/** A literal in a text: a string, a list, an object; or a piece of code as it is. */
export type Literal = string | { readonly code: string } | readonly Literal[] | { readonly members: Members };

/** Members of an object; what is `undefined` is left out. */
export type Members = readonly (readonly [string, Literal | undefined])[];

const isList = (value: Literal): value is readonly Literal[] => Array.isArray(value);

const inline = (value: Literal): string => {
  if (typeof value === 'string') return toStringLiteral(value);
  if (isList(value)) return `[${value.map(inline).join(', ')}]`;
  if ('code' in value) return value.code;
  return objectText(value.members, '');
};

/** A literal whose first line begins after `used` characters, its other lines behind `indent`. */
export const literalText = (value: Literal, indent: string, used: number): string => {
  if (typeof value === 'string' || (!isList(value) && 'code' in value)) return inline(value);
  if (!isList(value)) return objectText(value.members, indent);
  const short = inline(value);
  const holdsObjects = value.some((each) => typeof each !== 'string' && !isList(each) && 'members' in each);
  if (!holdsObjects && used + short.length < LINE_WIDTH) return short;
  const inner = `${indent}  `;
  const lines = value.map((each) => `${inner}${literalText(each, inner, inner.length)},`);
  return ['[', ...lines, `${indent}]`].join('\n');
};

/** An object with a line for each member. */
export const objectText = (members: Members, indent: string): string => {
  const inner = `${indent}  `;
  const given = members.filter((each): each is readonly [string, Literal] => each[1] !== undefined);
  if (given.length === 0) return '{}';
  // A quoted name stays as it is, others need no quotes beside it.
  const lines = given.map(([name, value]) => {
    const head = `${inner}${toMemberName(name)}: `;
    const text = literalText(value, inner, head.length);
    // Beside a short name a line of its own gains nothing.
    const isLong = typeof value === 'string' && name.length > 4 && head.length + text.length + 1 > LINE_WIDTH;
    return isLong ? `${head.trimEnd()}\n${inner}  ${text},` : `${head}${text},`;
  });
  return ['{', ...lines, `${indent}}`].join('\n');
};

/** `head(parameters): result {` in one line, or with a line for each parameter. */
export const signature = (
  head: string,
  parameters: readonly string[],
  { tail, indent }: { readonly tail: string; readonly indent: string },
): string => {
  const line = `${indent}${head}(${parameters.join(', ')})${tail}`;
  if (line.length <= LINE_WIDTH) return line;
  return [`${indent}${head}(`, ...parameters.map((each) => `${indent}  ${each},`), `${indent})${tail}`].join('\n');
};

/** An import of names, sorted; `''` for none. */
export const importText = (names: Iterable<string>, from: string, keyword = 'import'): string => {
  const sorted = [...new Set(names)].sort();
  if (sorted.length === 0) return '';
  const line = `${keyword} { ${sorted.join(', ')} } from ${toStringLiteral(from)};`;
  if (line.length <= LINE_WIDTH) return line;
  return `${keyword} {\n${sorted.map((name) => `  ${name},\n`).join('')}} from ${toStringLiteral(from)};`;
};

/** Lines of a text with a margin; empty lines stay empty. */
export const indented = (text: string, margin: string): string =>
  text
    .split('\n')
    .map((line) => (line === '' ? line : margin + line))
    .join('\n');

/** A text within a comment, which it cannot end. */
export const inComment = (text: string): string => text.replaceAll('*/', '*\\/').replace(/[\r\n]+/g, ' ');
