import { toMemberName } from './literals.js';

/** A type as the alternatives of a union; one alternative is the type itself. */
export type TypeText = readonly string[];

/** Width of the lines that are printed. */
export const LINE_WIDTH = 120;

/** A union of types, each alternative once. */
export const unionOf = (types: readonly TypeText[]): TypeText => [...new Set(types.flat())];

/** The type in one line. */
export const toInline = (type: TypeText): string => (type.length === 0 ? 'never' : type.join(' | '));

/** Read-only arrays of a type. */
export const arrayOf = (type: TypeText): TypeText => {
  const text = toInline(type);
  const isBare = type.length < 2 && !text.startsWith('readonly ');
  return [`readonly ${isBare ? text : `(${text})`}[]`];
};

/** A member of an interface. */
export interface MemberText {
  readonly name: string;
  readonly optional: boolean;
  readonly type: TypeText;
  readonly comment: readonly string[];
}

/** The line of a member. */
export const memberLine = ({ name, optional, type }: Omit<MemberText, 'comment'>): string =>
  `  readonly ${toMemberName(name)}${optional ? '?' : ''}: ${toInline(type)};`;

/** An object type in one line. */
export const objectOf = (name: string, type: TypeText): string =>
  `{ readonly ${toMemberName(name)}: ${toInline(type)} }`;

/** Lines of an exported alias, broken where one line is too long for it. */
export const aliasLines = (name: string, type: TypeText): readonly string[] => {
  const head = `export type ${name} =`;
  const line = `${toInline(type)};`;
  if (head.length + 1 + line.length <= LINE_WIDTH) return [`${head} ${line}`];
  if (type.length === 1 || line.length + 2 <= LINE_WIDTH) return [head, `  ${line}`];
  return [head, ...type.map((each, at) => `  | ${breakObject(each)}${at === type.length - 1 ? ';' : ''}`)];
};

/** An object type that is too long for a line stands in three. */
const breakObject = (text: string): string => {
  if (text.length + 5 <= LINE_WIDTH || !text.startsWith('{ ')) return text;
  return `{\n      ${text.slice(2, -2)};\n    }`;
};

/** Parts of an exported interface. */
export interface InterfaceText {
  readonly name: string;
  readonly base: string | undefined;
  readonly members: readonly MemberText[];
  /** Index signatures, as lines. */
  readonly signatures: readonly string[];
}

/** Lines of an exported interface; one without members takes objects without members only. */
export const interfaceLines = ({ name, base, members, signatures }: InterfaceText): readonly string[] => {
  const head = `export interface ${name}${base === undefined ? '' : ` extends ${base}`} {`;
  if (members.length === 0 && signatures.length === 0 && base === undefined)
    return [`export type ${name} = { readonly [member: string]: never };`];
  return [
    head,
    ...members.flatMap((member) => [...member.comment, memberLine(member)]),
    ...signatures.map((signature) => `  ${signature}`),
    '}',
  ];
};
