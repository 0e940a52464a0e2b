import { XSI_NAMESPACE } from '../instance/visit.js';
import type { AttributePlan, TypePlan } from '../plan/model.js';
import { code } from './code.js';
import type { Code } from './code.js';
import { bitOf, declareMasks, hasAll, setBit } from './masks.js';
import { readTextFunction } from './read-text.js';
import { defaultOf } from './read-support.js';
import type { ReaderBuilder } from './reader-builder.js';
import { textKindOf } from './text-kind.js';

/** Leaves all attributes of the element to the interpreted visitor. */
const leave = ({ program, support, build, failed }: ReaderBuilder, type: TypePlan): Code =>
  code`if (!${program.share(support.attributes)}(x, e, { plan: ${program.share(type)}, members: ${
    build ? code`m` : code`undefined`
  } })) return ${failed};`;

/** The rest of an attribute's way once it was found to be `plan`. */
const readOne = (builder: ReaderBuilder, type: TypePlan, at: number): Code => {
  const plan = type.attributes[at];
  if (plan === undefined) return code``;
  const { build, failed } = builder;
  const constraint = plan.use.valueConstraint;
  // Texts that differ may still have one value.
  const fixed =
    constraint?.kind === 'fixed' ? code`if (t !== ${constraint.text}) { ${leave(builder, type)} break A; }` : code``;
  const read = code`${readTextFunction(builder, plan.type)}(t, e, x, n)`;
  const keep = build
    ? code`const v = ${read}; if (v === undefined) return undefined; m[${plan.member}] = v;`
    : code`if (!${read}) return false;`;
  return code`if (${bitOf(at)}) return ${failed}; ${setBit(at)} ${fixed} ${keep} continue;`;
};

/** Names in no namespace up to which each is simply compared. */
const FEW = 3;

/** Finds the attribute among those in no namespace: where they are many, first by the length of its name. */
const readLocal = (reads: readonly { readonly local: string; readonly read: Code }[]): readonly Code[] => {
  const compare = ({ local, read }: { local: string; read: Code }): Code => code`if (n.local === ${local}) { ${read} }`;
  if (reads.length <= FEW) return reads.map(compare);
  const lengths = [...new Set(reads.map(({ local }) => local.length))];
  const cases = lengths.map(
    (length) => code`case ${length}:\n${reads.filter(({ local }) => local.length === length).map(compare)}\nbreak;`,
  );
  return [code`switch (n.local.length) {\n${cases}\n}`];
};

const readPlanned = (builder: ReaderBuilder, type: TypePlan): readonly Code[] => {
  const local: { readonly local: string; readonly read: Code }[] = [];
  const foreign: Code[] = [];
  for (const [at, { name }] of type.attributes.entries()) {
    const read = readOne(builder, type, at);
    if (name.namespace === '') local.push({ local: name.local, read });
    else foreign.push(code`if (n.local === ${name.local} && n.namespace === ${name.namespace}) { ${read} }`);
  }
  return local.length === 0 ? foreign : [code`if (n.namespace === '') {\n${readLocal(local)}\n}`, ...foreign];
};

/** What every element may have: hints are passed over, what changes the type or the content is not for a program. */
const readInstance = ({ program, support }: ReaderBuilder): Code =>
  code`if (n.namespace === ${XSI_NAMESPACE}) {
if (n.local === 'type' || n.local === 'nil') return ${program.share(support.element)}(x, p, e);
if (n.local === 'schemaLocation' || n.local === 'noNamespaceSchemaLocation') continue;
}`;

const readDefault = ({ program, support }: ReaderBuilder, plan: AttributePlan, at: number): Code => {
  const value = defaultOf(plan);
  const isScalar = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
  const text = isScalar
    ? code`${value}`
    : code`${program.share(defaultOf)}(${program.share(plan)}, ${program.share(support.context)}(x))`;
  return code`if (!(${bitOf(at)})) m[${plan.member}] = ${text};`;
};

/** Required attributes, and the values of absent ones. */
const finish = (builder: ReaderBuilder, { attributes }: TypePlan): Code => {
  const required = attributes.flatMap(({ use }, at) => (use.required ? [at] : []));
  const defaults = attributes.flatMap((plan, at) =>
    builder.build && plan.use.valueConstraint !== undefined ? [readDefault(builder, plan, at)] : [],
  );
  return code`${required.length === 0 ? code`` : code`if (!${hasAll(required)}) return ${builder.failed};`}\n${defaults}`;
};

/** Identity is noted as it is met, so what may have to be read twice is left to the visitor from the start. */
const isLeft = ({ attributes, attributeWildcard }: TypePlan): boolean =>
  attributeWildcard !== undefined && attributes.some(({ type }) => textKindOf(type).kind === 'visited');

/** Reads the attributes of the element `e` of a complex type; their values become members of `m`. */
export const readAttributes = (builder: ReaderBuilder, type: TypePlan): Code => {
  const left = isLeft(type);
  const unknown =
    type.attributeWildcard === undefined ? code`return ${builder.failed};` : code`${leave(builder, type)} break A;`;
  const loop = code`for (let i = 0; i < a.length; i++) {
const b = a[i], n = b.name, t = b.value;
${left ? [] : readPlanned(builder, type)}
${readInstance(builder)}
${left ? code`` : unknown}
}`;
  if (left) return code`const a = e.attributes;\n${loop}\n${leave(builder, type)}`;
  return code`const a = e.attributes;\n${declareMasks(type.attributes.length)}\nA: {\n${loop}\n${finish(builder, type)}\n}`;
};
