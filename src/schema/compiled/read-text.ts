import type { SimpleType } from '../simple/model.js';
import { collapse, replaceBreaks } from '../simple/white-space.js';
import { code, joinCode } from './code.js';
import type { Code } from './code.js';
import type { ReaderBuilder } from './reader-builder.js';
import { textKindOf } from './text-kind.js';
import type { TextKind } from './text-kind.js';

/** An expression for `t` with the white space of a type normalised. */
const normalized = ({ program }: ReaderBuilder, { facets }: SimpleType): Code => {
  if (facets.whiteSpace === 'preserve') return code`t`;
  return code`${program.share(facets.whiteSpace === 'collapse' ? collapse : replaceBreaks)}(t)`;
};

/** What a type's runtime is asked with: the text, and where patterns are matched the visit, which counts the steps of that. */
const asked = ({ program, support }: ReaderBuilder, { facets }: SimpleType): Code =>
  facets.patterns.length === 0 ? code`t` : code`t, ${program.share(support.context)}(x)`;

/** What is left to the type's runtime, as an expression. */
const byRuntime = (builder: ReaderBuilder, type: SimpleType): Code => {
  const runtime = builder.program.share(type.runtime);
  const text = asked(builder, type);
  return builder.build ? code`${runtime}.parse(${text}).value` : code`${runtime}.check(${text}) === undefined`;
};

const readTexts = (builder: ReaderBuilder, type: SimpleType, texts: readonly string[]): Code => {
  const isOne = joinCode([code`false`, ...texts.map((text) => code`t === ${text}`)], code` || `);
  return builder.build
    ? code`if (${isOne}) return t;\nreturn ${byRuntime(builder, type)};`
    : code`return ${isOne} || ${byRuntime(builder, type)};`;
};

const readNumber = (builder: ReaderBuilder, type: SimpleType, kind: NumberKind): Code => {
  const { program, build, functions } = builder;
  const { min, max, digits } = kind;
  const value = kind.kind === 'big' ? code`${program.share(functions.toBigInt)}(v)` : code`v + 0`;
  // The sum turns -0 into 0.
  return code`const v = ${program.share(functions.readWholeNumber)}(t, ${digits});
if (v >= ${min} && v <= ${max}) return ${build ? value : true};
return ${byRuntime(builder, type)};`;
};

type NumberKind = Extract<TextKind, { kind: 'small' | 'big' }>;

const readVisited = ({ program, support }: ReaderBuilder, type: SimpleType): Code =>
  code`return ${program.share(support.text)}(x, e, { type: ${program.share(type)}, text: t, attribute: a });`;

const readBoolean = (builder: ReaderBuilder, type: SimpleType): Code =>
  builder.build
    ? code`return t === 'true' ? true : t === 'false' ? false : ${byRuntime(builder, type)};`
    : code`return t === 'true' || t === 'false' || ${byRuntime(builder, type)};`;

const readAny = (builder: ReaderBuilder, type: SimpleType): Code =>
  code`return ${builder.build ? normalized(builder, type) : true};`;

const readChecked = (builder: ReaderBuilder, type: SimpleType): Code => {
  const isValid = code`${builder.program.share(type.runtime)}.check(${asked(builder, type)}) === undefined`;
  if (!builder.build) return code`return ${isValid};`;
  const { isQuick } = type.runtime;
  const quick = isQuick === undefined ? code`` : code`if (${builder.program.share(isQuick)}(t)) return t;`;
  return code`${quick}\nreturn ${isValid} ? ${normalized(builder, type)} : undefined;`;
};

const bodyFor = (builder: ReaderBuilder, type: SimpleType): Code => {
  const kind = textKindOf(type);
  switch (kind.kind) {
    case 'any':
      return readAny(builder, type);
    case 'texts':
      return readTexts(builder, type, kind.texts);
    case 'boolean':
      return readBoolean(builder, type);
    case 'small':
    case 'big':
      return readNumber(builder, type, kind);
    case 'checked':
      return readChecked(builder, type);
    case 'parsed':
      return code`return ${byRuntime(builder, type)};`;
    case 'visited':
      return readVisited(builder, type);
  }
};

/**
 * Name of the function `(t, e, x, a)` that reads the text `t` of a simple type in the element `e`, in its attribute named `a`
 * if there is one: the value, or `undefined` (`false` when only checking) to give up.
 */
export const readTextFunction = (builder: ReaderBuilder, type: SimpleType): Code =>
  builder.program.define(
    'f',
    `text ${builder.program.idOf(type)}`,
    (name) => code`function ${name}(t, e, x, a) {\n${bodyFor(builder, type)}\n}`,
  );
