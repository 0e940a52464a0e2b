import type { ElementPlan, TypePlan } from '../plan/model.js';
import type { SimpleType } from '../simple/model.js';
import { code, joinCode, nameCode } from './code.js';
import type { Code } from './code.js';
import { writeAttributes } from './write-attributes.js';
import { writeContent } from './write-content.js';
import { membersOf } from './write-parts.js';
import type { WritePart } from './write-parts.js';
import { MAX_WRITTEN_DEPTH } from './write-support.js';
import { writeText } from './write-text.js';
import type { WriterBuilder } from './writer-builder.js';

/** Pieces of an element's tags: `<name`, and `</name>`; what has to run before them. */
interface Tags {
  readonly before: Code;
  readonly open: Code;
  readonly close: Code;
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

const tagsOf = ({ program, support, defaultNamespace }: WriterBuilder, { declaration }: ElementPlan): Tags => {
  const { namespace, local } = declaration.name;
  if (namespace === defaultNamespace)
    return { before: code``, open: code`${`<${local}`}`, close: code`${`</${local}>`}` };
  const tag = code`const g = ${program.share(support.elementTag)}(x, ${program.share(declaration.name)});`;
  return { before: tag, open: code`'<' + g`, close: code`'</' + g + '>'` };
};

const escapedText = ({ program, functions }: WriterBuilder, escapes: boolean): Code =>
  escapes ? code`${program.share(functions.escapeText)}(t)` : code`t`;

const simpleFunction = (builder: WriterBuilder, plan: ElementPlan, parts: { type: SimpleType; tags: Tags }): Code => {
  const { program } = builder;
  const { type, tags } = parts;
  const { text, escapes } = writeText(builder, type, { value: code`v`, constraint: plan.declaration.valueConstraint });
  return program.define(
    'f',
    `element ${program.idOf(plan)}`,
    (name) => code`function ${name}(v, x, d) {
if (v === null || v === undefined || d > ${MAX_WRITTEN_DEPTH}) return ${leave(builder, plan, code`v`)};
${tags.before}
const t = ${text};
if (t === undefined) return ${leave(builder, plan, code`v`)};
return t === '' ? ${tags.open} + '/>' : ${tags.open} + '>' + ${escapedText(builder, escapes)} + ${tags.close};
}`,
  );
};

/** Loads the members of `o` into variables; a member that the type does not have makes the interpreted writer take over. */
const loadMembers = (builder: WriterBuilder, values: ReadonlyMap<string, Code>, left: Code): Code => {
  const { program, functions } = builder;
  const order = new Map([...values.keys()].map((name, at) => [name, at]));
  const loads = [...values].map(([name, variable]) => code`if (k[i] === ${name}) { ${variable} = o[${name}]; i++; }`);
  const variables = values.size === 0 ? code`` : code`let ${joinCode([...values.values()], code`, `)};`;
  return code`${variables}
let k = ${program.share(functions.keys)}(o);
for (let sorted = false; ; sorted = true) {
let i = 0;
${loads}
if (i === k.length) break;
if (sorted) return undefined;
k = ${program.share(functions.sortMembers)}(o, k, ${program.share(order)});
if (k === undefined) return ${left};
}`;
};

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
  parts: { type: SimpleType; value: Code; close: Code },
): Code => {
  const { type, value, close } = parts;
  const constraint = plan.declaration.valueConstraint;
  const { text, escapes } = writeText(builder, type, { value, constraint });
  const absent = constraint === undefined ? code`return undefined;` : code`return w + '/>';`;
  return code`if (${value} === undefined) ${absent}
const t = ${text};
if (t === undefined) return undefined;
return t === '' ? w + '/>' : w + '>' + ${escapedText(builder, escapes)} + ${close};`;
};

const writeChildren = (
  builder: WriterBuilder,
  parts: { part: WritePart; values: ReadonlyMap<string, Code>; close: Code },
): Code => {
  const { part, values, close } = parts;
  return code`const head = w;
w = '';
${writeContent(builder, part, values)}
return w === '' ? head + '/>' : head + '>' + w + ${close};`;
};

const complexBody = (builder: WriterBuilder, plan: ElementPlan, parts: { tags: Tags; left: Code }): Code => {
  const { program, functions } = builder;
  const { tags, left } = parts;
  const type = plan.type();
  const part = builder.partsOf(type);
  const values = nameMembers(type, part);
  const text = values.get('$');
  let content = code`return w + '/>';`;
  if (type.content.kind === 'text' && text !== undefined)
    content = writeSimpleContent(builder, plan, { type: type.content.type, value: text, close: tags.close });
  else if (part !== undefined) content = writeChildren(builder, { part, values, close: tags.close });
  return code`if (!${program.share(functions.isMembers)}(o) || d > ${MAX_WRITTEN_DEPTH}) return ${left};
${loadMembers(builder, values, left)}
${tags.before}
let w = ${tags.open};
${writeAttributes(builder, type, values)}
${content}`;
};

const complexFunction = (builder: WriterBuilder, plan: ElementPlan, tags: Tags): Code => {
  const { program } = builder;
  return program.define(
    'f',
    `element ${program.idOf(plan)}`,
    (name) => code`function ${name}(o, x, d) {
${complexBody(builder, plan, { tags, left: leave(builder, plan, code`o`) })}
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
  const tags = tagsOf(builder, plan);
  const write =
    isObject || content.kind !== 'text'
      ? complexFunction(builder, plan, tags)
      : simpleFunction(builder, plan, { type: content.type, tags });
  return code`${write}(${value}, x, d + 1)`;
};

/** The function `(o, x, d)` that writes the root, its default namespace declared; what it leaves makes the program give up. */
export const writeRoot = (builder: WriterBuilder, plan: ElementPlan, declaration: string): Code => {
  const tags = tagsOf(builder, plan);
  const declared = { ...tags, open: code`${tags.open} + ${declaration}` };
  const { content, isObject } = plan.type();
  const { program } = builder;
  return program.define('f', 'root', (name) => {
    if (isObject || content.kind !== 'text')
      return code`function ${name}(o, x, d) {\n${complexBody(builder, plan, { tags: declared, left: code`undefined` })}\n}`;
    const { text, escapes } = writeText(builder, content.type, {
      value: code`o`,
      constraint: plan.declaration.valueConstraint,
    });
    return code`function ${name}(o, x, d) {
${tags.before}
const t = ${text};
if (t === undefined) return undefined;
return ${declared.open} + (t === '' ? '/>' : '>' + ${escapedText(builder, escapes)} + ${tags.close});
}`;
  });
};
