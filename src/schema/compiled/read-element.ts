import { MEMBERS_PROTOTYPE } from '../instance/members.js';
import { valueOfConstraint } from '../instance/text.js';
import type { ElementPlan, TypePlan } from '../plan/model.js';
import type { SimpleType } from '../simple/model.js';
import { code } from './code.js';
import type { Code } from './code.js';
import { createMachine } from './machine.js';
import { readAttributes } from './read-attributes.js';
import { readChildren } from './read-content.js';
import { findSequenceMachine } from './sequence-machine.js';
import { readTextFunction } from './read-text.js';
import type { ReaderBuilder } from './reader-builder.js';

/** Whether elements of a declaration are left to the interpreted visitor. */
const isLeft = ({ declaration, type }: ElementPlan): boolean => {
  const { abstract, content } = type();
  if (declaration.abstract || abstract || declaration.identity.length > 0) return true;
  if (content.kind === 'text') return false;
  if (!type().isObject) return true;
  return declaration.valueConstraint !== undefined || (content.kind !== 'empty' && content.mixed);
};

const leave = ({ program, support }: ReaderBuilder): Code => program.share(support.element);

/** The value of an empty element that has a default. */
const readDefault = ({ program, build, support }: ReaderBuilder, plan: ElementPlan, type: SimpleType): Code => {
  const { valueConstraint } = plan.declaration;
  if (valueConstraint === undefined) return code``;
  if (!build) return code`true`;
  const value = valueOfConstraint(type, valueConstraint);
  const isScalar = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
  if (isScalar) return code`${value}`;
  const step = code`${program.share(support.context)}(x).step`;
  return code`${program.share(valueOfConstraint)}(${program.share(type)}, ${program.share(valueConstraint)}, ${step})`;
};

/** Puts the text of the element `e` into `t`; `empty` is what is done with an empty element that has a default. */
const readOnlyText = (
  builder: ReaderBuilder,
  plan: ElementPlan,
  { type, empty }: { readonly type: SimpleType; readonly empty: (value: Code) => Code },
): Code => {
  const { failed } = builder;
  const constraint = plan.declaration.valueConstraint;
  const none = constraint === undefined ? code`` : code`else { ${empty(readDefault(builder, plan, type))} }`;
  // Texts that differ may still have one value.
  const fixed =
    constraint?.kind === 'fixed' ? code`if (t !== ${constraint.text}) return ${leave(builder)}(x, p, e);` : code``;
  return code`const k = e.children;
let t = '';
if (k.length !== 0) { t = k[0]; if (k.length !== 1 || typeof t !== 'string') return ${failed}; } ${none}
${fixed}`;
};

const simpleFunction = (builder: ReaderBuilder, plan: ElementPlan, type: SimpleType): Code => {
  const { program } = builder;
  const { valueConstraint } = plan.declaration;
  const key = valueConstraint === undefined ? `simple ${program.idOf(type)}` : `simple of ${program.idOf(plan)}`;
  return program.define('f', key, (name) => {
    const text = readOnlyText(builder, plan, { type, empty: (value) => code`return ${value};` });
    return code`function ${name}(e, x, p) {
if (e.attributes.length !== 0) return ${leave(builder)}(x, p, e);
${text}
return ${readTextFunction(builder, type)}(t, e, x, undefined);
}`;
  });
};

/** A constructor of members; that it might assign them all makes the engine keep room for them. */
const constructorOf = ({ program }: ReaderBuilder, type: TypePlan): Code =>
  program.define('C', `members ${program.idOf(type)}`, (name) => {
    const names = [...type.attributes.map(({ member }) => member), ...type.members.keys()];
    if (type.content.kind === 'text') names.push('$');
    const assign = names.slice(0, MOST_ROOM).map((each) => code`this[${each}] = undefined;`);
    return code`function ${name}(all) { if (all === true) { ${assign} } }\n${name}.prototype = ${program.share(MEMBERS_PROTOTYPE)};`;
  });

/** Members that room is kept for from the start. */
const MOST_ROOM = 24;

const readSimpleContent = (builder: ReaderBuilder, plan: ElementPlan, type: SimpleType): Code => {
  const { build } = builder;
  const text = readOnlyText(builder, plan, {
    type,
    empty: (value) => (build ? code`m['$'] = ${value}; return m;` : code`return true;`),
  });
  const read = code`${readTextFunction(builder, type)}(t, e, x, undefined)`;
  return build
    ? code`${text}\nconst v = ${read};\nif (v === undefined) return undefined;\nm['$'] = v;`
    : code`${text}\nif (!${read}) return false;`;
};

const complexFunction = (builder: ReaderBuilder, plan: ElementPlan, type: TypePlan): Code => {
  const { program, build } = builder;
  const { name: elementName, valueConstraint } = plan.declaration;
  const { namespace } = elementName;
  const key =
    valueConstraint === undefined ? `type ${program.idOf(type)} in ${namespace}` : `type of ${program.idOf(plan)}`;
  return program.define('f', key, (name) => {
    const { content } = type;
    const machine =
      content.kind === 'elements'
        ? (findSequenceMachine(type) ?? createMachine(content.start, program.step))
        : undefined;
    const body =
      content.kind === 'text'
        ? readSimpleContent(builder, plan, content.type)
        : readChildren(builder, type, { machine, namespace });
    const make = build ? code`const m = new ${constructorOf(builder, type)}();` : code``;
    return code`function ${name}(e, x, p) {
${make}
${readAttributes(builder, type)}
${body}
return ${build ? code`m` : code`true`};
}`;
  });
};

/** The function `(e, x, p)` that reads the element `e` by the plan `p`. */
const elementFunction = (builder: ReaderBuilder, plan: ElementPlan): Code => {
  const type = plan.type();
  const { content, isObject } = type;
  return isObject || content.kind !== 'text'
    ? complexFunction(builder, plan, type)
    : simpleFunction(builder, plan, content.type);
};

/**
 * An expression for the value of the element `c`: `undefined` (`false` when only checking) to give up. What programs do not
 * do themselves is left to the interpreted visitor.
 */
export const readElement = (builder: ReaderBuilder, plan: ElementPlan): Code => {
  const { program } = builder;
  if (isLeft(plan)) return code`${leave(builder)}(x, ${program.share(plan)}, c)`;
  return code`${elementFunction(builder, plan)}(c, x, ${program.share(plan)})`;
};

/** Whether a program would leave the root to the interpreted visitor, and be of no use. */
export const isReadByVisitor = isLeft;
