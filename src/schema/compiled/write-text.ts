import { escapeAttribute, escapeText } from '../../xml/index.js';
import type { ValueConstraint } from '../model/components.js';
import type { PrimitiveName, SimpleType } from '../simple/model.js';
import { code, joinCode } from './code.js';
import type { Code } from './code.js';
import { textKindOf } from './text-kind.js';
import type { TextKind } from './text-kind.js';
import type { WriterBuilder } from './writer-builder.js';

/** Primitive types of which every text is written as it is. */
const PLAIN: ReadonlySet<PrimitiveName> = new Set([
  ...(['boolean', 'decimal', 'float', 'double', 'duration', 'dateTime', 'time', 'date'] as const),
  ...(['gYearMonth', 'gYear', 'gMonthDay', 'gDay', 'gMonth', 'hexBinary', 'base64Binary'] as const),
]);

/** Whether texts of a type have nothing that markup could be made of. */
const isPlain = (type: SimpleType): boolean => {
  if (type.primitive !== undefined && PLAIN.has(type.primitive)) return true;
  const kind = textKindOf(type);
  return (
    kind.kind === 'texts' && kind.texts.every((text) => escapeText(text) === text && escapeAttribute(text) === text)
  );
};

const byFormat = ({ program, functions }: WriterBuilder, type: SimpleType): Code =>
  code`${program.share(functions.format)}(${program.share(type)}, v)`;

const normalized = ({ program, functions }: WriterBuilder, { facets }: SimpleType): Code => {
  if (facets.whiteSpace === 'preserve') return code`v`;
  return code`${program.share(facets.whiteSpace === 'collapse' ? functions.collapse : functions.replaceBreaks)}(v)`;
};

const writeChecked = (builder: WriterBuilder, type: SimpleType): Code => {
  const { program, support } = builder;
  const context = type.facets.patterns.length === 0 ? code`` : code`, ${program.share(support.context)}(x)`;
  const isValid = code`${program.share(type.runtime)}.check(v${context}) === undefined`;
  const { isQuick } = type.runtime;
  const quick = isQuick === undefined ? code`` : code`${program.share(isQuick)}(v) ? v : `;
  return code`if (typeof v === 'string') return ${quick}${isValid} ? ${normalized(builder, type)} : undefined;
return ${byFormat(builder, type)};`;
};

const writeSmall = (builder: WriterBuilder, type: SimpleType, { min, max }: { min: number; max: number }): Code => {
  const isSafe = builder.program.share(builder.functions.isSafeInteger);
  return type.facets.totalDigits === undefined
    ? code`if (typeof v === 'number' && v >= ${min} && v <= ${max} && ${isSafe}(v)) return '' + v;
return ${byFormat(builder, type)};`
    : code`return ${byFormat(builder, type)};`;
};

const toBound = (text: string | undefined, sign: Code): readonly Code[] =>
  text === undefined ? [] : [code`v ${sign} ${BigInt(text)}`];

const writeBig = (builder: WriterBuilder, type: SimpleType): Code => {
  const { minInclusive, maxInclusive, totalDigits } = type.facets;
  if (totalDigits !== undefined) return code`return ${byFormat(builder, type)};`;
  const bounds = [...toBound(minInclusive, code`>=`), ...toBound(maxInclusive, code`<=`)];
  return code`if (${joinCode([code`typeof v === 'bigint'`, ...bounds], code` && `)}) return '' + v;
return ${byFormat(builder, type)};`;
};

const writeTexts = (builder: WriterBuilder, type: SimpleType, texts: readonly string[]): Code => {
  const isOne = joinCode([code`false`, ...texts.map((text) => code`v === ${text}`)], code` || `);
  return code`return ${isOne} ? v : ${byFormat(builder, type)};`;
};

const writeByKind = (builder: WriterBuilder, type: SimpleType, kind: TextKind): Code => {
  switch (kind.kind) {
    case 'any':
      return code`return typeof v === 'string' ? ${normalized(builder, type)} : undefined;`;
    case 'texts':
      return writeTexts(builder, type, kind.texts);
    case 'boolean':
      return code`return v === true ? 'true' : v === false ? 'false' : undefined;`;
    case 'small':
      return writeSmall(builder, type, kind);
    case 'big':
      return writeBig(builder, type);
    case 'checked':
      return writeChecked(builder, type);
    case 'parsed':
      // The steps of matching patterns are counted.
      return type.facets.patterns.length > 0
        ? visited(builder, type, undefined)
        : code`return ${byFormat(builder, type)};`;
    case 'visited':
      return visited(builder, type, undefined);
  }
};

const visited = (
  { program, support }: WriterBuilder,
  type: SimpleType,
  constraint: ValueConstraint | undefined,
): Code => {
  const fixed = constraint === undefined ? code`undefined` : program.share(constraint);
  return code`return ${program.share(support.text)}(x, { type: ${program.share(type)}, value: v, constraint: ${fixed} });`;
};

const textFunction = (builder: WriterBuilder, type: SimpleType): Code =>
  builder.program.define(
    'f',
    `text ${builder.program.idOf(type)}`,
    (name) => code`function ${name}(v, x) {\n${writeByKind(builder, type, textKindOf(type))}\n}`,
  );

const fixedFunction = (builder: WriterBuilder, type: SimpleType, constraint: ValueConstraint): Code => {
  const { program } = builder;
  const same = code`if (v === ${constraint.text} && ${textFunction(builder, type)}(v, x) === v) return v;`;
  return program.define(
    'f',
    `fixed ${program.idOf(constraint)} ${program.idOf(type)}`,
    (name) => code`function ${name}(v, x) {
${textKindOf(type).kind === 'visited' ? code`` : same}
${visited(builder, type, constraint)}
}`,
  );
};

/** How a simple value is written. */
export interface TextCode {
  /** An expression for its text, not escaped; `undefined` to give up. */
  readonly text: Code;
  /** Whether the text is to be escaped. */
  readonly escapes: boolean;
}

/** How the value of the expression `value` is written as a text of a type, with the value that is fixed for it. */
export const writeText = (
  builder: WriterBuilder,
  type: SimpleType,
  parts: { readonly value: Code; readonly constraint: ValueConstraint | undefined },
): TextCode => {
  const { value, constraint } = parts;
  const write = constraint?.kind === 'fixed' ? fixedFunction(builder, type, constraint) : textFunction(builder, type);
  return { text: code`${write}(${value}, x)`, escapes: !isPlain(type) };
};
