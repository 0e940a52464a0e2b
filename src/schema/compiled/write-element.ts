import type { ChildPlan, ElementPlan, TypePlan } from '../plan/model.js';
import type { SimpleType } from '../simple/model.js';
import { code, joinCode, nameCode, sumCode } from './code.js';
import type { Code } from './code.js';
import { writeAttributes } from './write-attributes.js';
import { writeContent } from './write-content.js';
import { findOnlyWild, membersOf } from './write-parts.js';
import type { WildPart, WritePart } from './write-parts.js';
import { MAX_WRITTEN_DEPTH } from './write-support.js';
import type { WildContent } from './write-support.js';
import { writeText } from './write-text.js';
import type { WriterBuilder } from './writer-builder.js';

/** The name in an element's tags: a text, or the variable that holds it once `before` has run. */
interface Tag {
  readonly before: Code;
  readonly name: string | Code;
  /** Declarations that stand after the name. */
  readonly declarations: string;
}

/** Whether elements of a declaration are left to the interpreted writer. */
const isLeft = (builder: WriterBuilder, { declaration, type }: ElementPlan): boolean => {
  const { abstract, content, isObject } = type();
  if (declaration.abstract || abstract || declaration.identity.length > 0) return true;
  if (content.kind === 'text') return false;
  if (!isObject || declaration.valueConstraint !== undefined) return true;
  return content.kind !== 'empty' && builder.partsOf(type()) === undefined;
};

/** Whether a program would leave the root to the interpreted writer, and be of no use. */
export const isWrittenByWriter = isLeft;

/** An expression that leaves the element of the value `v` or `o` to the interpreted writer. */
const leave = ({ program, support }: WriterBuilder, plan: ElementPlan, value: Code): Code =>
  code`${program.share(support.element)}(x, ${program.share(plan)}, { value: ${value}, depth: d })`;

const tagOf = (
  { program, support, defaultNamespace }: WriterBuilder,
  { declaration }: ElementPlan,
  declarations = '',
): Tag => {
  const { namespace, local } = declaration.name;
  if (namespace === defaultNamespace) return { before: code``, name: local, declarations };
  const before = code`const g = ${program.share(support.elementTag)}(x, ${program.share(declaration.name)});`;
  return { before, name: code`g`, declarations };
};

const escapedText = ({ program, functions }: WriterBuilder, escapes: boolean): Code =>
  escapes ? code`${program.share(functions.escapeText)}(t)` : code`t`;

/** Writes an element that has nothing but the text `t`. */
const onlyText = (builder: WriterBuilder, { name, declarations }: Tag, escapes: boolean): Code => {
  const text = escapedText(builder, escapes);
  return code`return t === '' ? ${sumCode(['<', name, declarations, '/>'])} : ${sumCode(['<', name, declarations, '>', text, '</', name, '>'])};`;
};

const simpleFunction = (builder: WriterBuilder, plan: ElementPlan, type: SimpleType): Code => {
  const { program } = builder;
  const tag = tagOf(builder, plan);
  const { text, escapes } = writeText(builder, type, { value: code`v`, constraint: plan.declaration.valueConstraint });
  return program.define(
    'f',
    `element ${program.idOf(plan)}`,
    (name) => code`function ${name}(v, x, d) {
if (v === null || v === undefined || d > ${MAX_WRITTEN_DEPTH}) return ${leave(builder, plan, code`v`)};
${tag.before}
const t = ${text};
if (t === undefined) return ${leave(builder, plan, code`v`)};
${onlyText(builder, tag, escapes)}
}`,
  );
};

/** What becomes of members that are none of those a program knows: the interpreted writer takes over, or a wildcard does. */
interface Others {
  readonly left: Code;
  readonly areWild: boolean;
}

/** Puts the members `k` into the order of the schema. */
const sortMembers = ({ program, functions }: WriterBuilder, order: Code, { left, areWild }: Others): Code =>
  areWild
    ? code`const split = ${program.share(functions.splitMembers)}(o, k, ${order});
if (split === undefined) return ${left};
k = split.known;
wild = split.wild;`
    : code`k = ${program.share(functions.sortMembers)}(o, k, ${order});
if (k === undefined) return ${left};`;

/** Loads the members of `o` into variables. */
const loadMembers = (builder: WriterBuilder, values: ReadonlyMap<string, Code>, others: Others): Code => {
  const { program, functions } = builder;
  const order = program.share(new Map([...values.keys()].map((name, at) => [name, at])));
  const loads = [...values].map(([name, variable]) => code`if (k[i] === ${name}) { ${variable} = o[${name}]; i++; }`);
  const variables = values.size === 0 ? code`` : code`let ${joinCode([...values.values()], code`, `)};`;
  return code`${variables}
let k = ${program.share(functions.keys)}(o)${others.areWild ? code`, wild = ${program.share(NONE)}` : code``};
for (let sorted = false; ; sorted = true) {
let i = 0;
${loads}
if (i === k.length) break;
if (sorted) return undefined;
${sortMembers(builder, order, others)}
}`;
};

const NONE: readonly never[] = Object.freeze([]);

const nameMembers = (type: TypePlan, part: WritePart | undefined): ReadonlyMap<string, Code> => {
  const names = type.attributes.map(({ member }) => member);
  if (type.content.kind === 'text') names.push('$');
  if (part !== undefined) names.push(...membersOf(part).map(({ name }) => name));
  return new Map(names.map((name, at) => [name, nameCode('v', at)]));
};

/** The text content of an element whose value is an object. */
const writeSimpleContent = (
  builder: WriterBuilder,
  plan: ElementPlan,
  parts: { type: SimpleType; value: Code; tag: Tag },
): Code => {
  const { type, value, tag } = parts;
  const constraint = plan.declaration.valueConstraint;
  const { text, escapes } = writeText(builder, type, { value, constraint });
  const absent = constraint === undefined ? code`return undefined;` : code`return w + '/>';`;
  return code`if (${value} === undefined) ${absent}
const t = ${text};
if (t === undefined) return undefined;
return t === '' ? w + '/>' : ${sumCode([code`w`, '>', escapedText(builder, escapes), '</', tag.name, '>'])};`;
};

const writeChildren = (
  builder: WriterBuilder,
  parts: { part: WritePart; wild: Code | undefined; values: ReadonlyMap<string, Code>; tag: Tag },
): Code => {
  const { part, values, tag } = parts;
  return code`const head = w;
w = '';
${parts.wild ?? writeContent(builder, part, values)}
return w === '' ? head + '/>' : ${sumCode([code`head`, '>', code`w`, '</', tag.name, '>'])};`;
};

/** Writes what a wildcard takes, where that is all the content. */
const writeWild = ({ program, support }: WriterBuilder, plan: TypePlan, part: WildPart): Code => {
  const { wildcard, min, max } = part;
  const child: ChildPlan = { element: undefined, wildcard, member: '', repeated: true };
  const content: WildContent = { plan, child, wildcard, min, max };
  return code`const t = ${program.share(support.wild)}(x, ${program.share(content)}, { value: o, names: wild, depth: d });
if (t === undefined) return undefined;
w = t;`;
};

const complexBody = (builder: WriterBuilder, plan: ElementPlan, parts: { tag: Tag; left: Code }): Code => {
  const { program, functions } = builder;
  const { tag, left } = parts;
  const type = plan.type();
  const part = builder.partsOf(type);
  const only = findOnlyWild(part);
  const values = nameMembers(type, part);
  const text = values.get('$');
  let content = code`return w + '/>';`;
  if (type.content.kind === 'text' && text !== undefined)
    content = writeSimpleContent(builder, plan, { type: type.content.type, value: text, tag });
  else if (part !== undefined)
    content = writeChildren(builder, { part, values, tag, wild: only && writeWild(builder, type, only) });
  return code`if (!${program.share(functions.isMembers)}(o) || d > ${MAX_WRITTEN_DEPTH}) return ${left};
${loadMembers(builder, values, { left, areWild: only !== undefined })}
${tag.before}
let w = ${sumCode(['<', tag.name, tag.declarations])};
${writeAttributes(builder, type, values)}
${content}`;
};

const complexFunction = (builder: WriterBuilder, plan: ElementPlan): Code => {
  const { program } = builder;
  const tag = tagOf(builder, plan);
  return program.define(
    'f',
    `element ${program.idOf(plan)}`,
    (name) => code`function ${name}(o, x, d) {
${complexBody(builder, plan, { tag, left: leave(builder, plan, code`o`) })}
}`,
  );
};

/**
 * An expression for the text of a child element with the value `value`, `undefined` to give up. What programs do not do
 * themselves is left to the interpreted writer.
 */
export const writeElement = (builder: WriterBuilder, plan: ElementPlan, value: Code): Code => {
  const { program, support } = builder;
  if (isLeft(builder, plan))
    return code`${program.share(support.element)}(x, ${program.share(plan)}, { value: ${value}, depth: d + 1 })`;
  const { content, isObject } = plan.type();
  const write =
    isObject || content.kind !== 'text' ? complexFunction(builder, plan) : simpleFunction(builder, plan, content.type);
  return code`${write}(${value}, x, d + 1)`;
};

/** The function `(o, x, d)` that writes the root, its default namespace declared; what it leaves makes the program give up. */
export const writeRoot = (builder: WriterBuilder, plan: ElementPlan, declaration: string): Code => {
  const tag = tagOf(builder, plan, declaration);
  const { content, isObject } = plan.type();
  const { valueConstraint } = plan.declaration;
  const body = (): Code => {
    if (isObject || content.kind !== 'text') return complexBody(builder, plan, { tag, left: code`undefined` });
    const { text, escapes } = writeText(builder, content.type, { value: code`o`, constraint: valueConstraint });
    return code`${tag.before}\nconst t = ${text};\nif (t === undefined) return undefined;\n${onlyText(builder, tag, escapes)}`;
  };
  return builder.program.define('f', 'root', (name) => code`function ${name}(o, x, d) {\n${body()}\n}`);
};
