import type { Leaf } from '../model/components.js';
import type { NamespaceConstraint } from '../model/wildcard.js';
import type { AllPlan, ChildPlan, TypePlan } from '../plan/model.js';
import { code, joinCode, nameCode } from './code.js';
import type { Code } from './code.js';
import type { Machine, MachineMove, MachineState } from './machine.js';
import { bitOf, declareMasks, hasAll, setBit } from './masks.js';
import type { ReaderBuilder } from './reader-builder.js';

/** The content of one type in the making. */
interface ContentParts {
  readonly builder: ReaderBuilder;
  readonly type: TypePlan;
  /** The one namespace of all children, tested before anything else; `undefined` where there are several, or wildcards. */
  readonly namespace: string | undefined;
  readonly hasWildcard: boolean;
  /** Variables of the arrays that are members. */
  readonly arrays: Map<string, Code>;
}

const testNamespace = (constraint: NamespaceConstraint): Code => {
  switch (constraint.kind) {
    case 'any':
      return code`true`;
    case 'not':
      return code`n.namespace !== '' && n.namespace !== ${constraint.namespace}`;
    case 'list':
      return joinCode(
        [code`false`, ...constraint.namespaces.map((namespace) => code`n.namespace === ${namespace}`)],
        code` || `,
      );
  }
};

const test = ({ namespace }: ContentParts, leaf: Leaf): Code => {
  if (leaf.kind === 'any') return testNamespace(leaf.wildcard.constraint);
  const { name } = leaf.element;
  const local = code`l === ${name.local}`;
  return namespace === undefined ? code`${local} && n.namespace === ${name.namespace}` : local;
};

const keep = ({ arrays, builder, hasWildcard }: ContentParts, { member, repeated }: ChildPlan): Code => {
  if (!repeated) return code`m[${member}] = v;`;
  const { program, functions } = builder;
  // What a wildcard takes may belong to the same array.
  if (hasWildcard)
    return code`${program.share(functions.addMember)}(m, { member: ${member}, repeated: true, value: v });`;
  const array = arrays.get(member) ?? nameCode('v', arrays.size);
  arrays.set(member, array);
  return code`if (${array} === undefined) m[${member}] = ${array} = [v]; else ${array}.push(v);`;
};

/** Reads the child `c` that `plan` takes. */
const take = (parts: ContentParts, plan: ChildPlan): Code => {
  const { builder, type } = parts;
  const { program, support, build, failed } = builder;
  if (plan.element === undefined) {
    if (!build && plan.wildcard?.processContents === 'skip') return code``;
    const members = build ? code`m` : code`undefined`;
    return code`if (!${program.share(support.wild)}(x, c, { parent: e, plan: ${program.share(type)}, child: ${program.share(
      plan,
    )}, members: ${members} })) return ${failed};`;
  }
  const value = builder.readElement(plan.element);
  if (!build) return code`if (!${value}) return false;`;
  return code`const v = ${value}; if (v === undefined) return undefined; ${keep(parts, plan)}`;
};

/** What the text of a move costs, next to finding it. */
const MOVE_STEPS = 8;

const readMove = (parts: ContentParts, machine: Machine, move: MachineMove): Code => {
  parts.builder.program.step(MOVE_STEPS);
  const counts = machine[move.target]?.repeat !== undefined;
  return code`if (${test(parts, move.leaf)}) { ${take(parts, move.plan)} s = ${move.target}; ${counts ? code`r = 1;` : code``} continue; }`;
};

const readRepeat = (parts: ContentParts, { repeat }: MachineState): Code => {
  if (repeat === undefined) return code``;
  const { leaf, plan, min, max } = repeat;
  return code`if (r < ${max} && (${test(parts, leaf)})) { ${take(parts, plan)} r++; continue; }
if (r < ${min}) return ${parts.builder.failed};`;
};

/** One state after the other; where one goes on as another does, it runs on into that one. */
const readStates = (parts: ContentParts, machine: Machine): readonly Code[] => {
  const written = new Set<number>();
  const texts: Code[] = [];
  for (const first of machine.keys()) {
    for (let at: number | undefined = first; at !== undefined && !written.has(at);) {
      written.add(at);
      const state: MachineState | undefined = machine[at];
      if (state === undefined) break;
      const { moves, tail }: MachineState = state;
      const reads = moves.map((move) => readMove(parts, machine, move));
      texts.push(code`case ${at}:\n${readRepeat(parts, state)}\n${reads}`);
      if (tail === undefined) texts.push(code`return ${parts.builder.failed};`);
      else if (written.has(tail)) texts.push(code`s = ${tail}; i--; continue;`);
      at = tail;
    }
  }
  return texts;
};

const readEnd = ({ builder }: ContentParts, machine: Machine): readonly Code[] => {
  const refuse = (at: number, condition: Code): Code => code`case ${at}: ${condition} return ${builder.failed};`;
  const cases = machine.flatMap(({ accepting, repeat }, at) => {
    if (!accepting) return [refuse(at, code``)];
    return repeat !== undefined && repeat.min > 1 ? [code`${refuse(at, code`if (r < ${repeat.min})`)} break;`] : [];
  });
  return cases.length === 0 ? [] : [code`switch (s) {\n${cases}\n}`];
};

const readLoop = (parts: ContentParts, body: Code): Code => {
  const { program, functions, failed } = parts.builder;
  const { namespace } = parts;
  const inNamespace = namespace === undefined ? code`` : code`if (n.namespace !== q) return ${failed};`;
  return code`for (let i = 0; i < k.length; i++) {
const c = k[i];
if (typeof c === 'string') { if (!${program.share(functions.isBlank)}(c)) return ${failed}; continue; }
const n = c.name, l = n.local;
${inNamespace}
${body}
}`;
};

const declareArrays = ({ arrays }: ContentParts): Code =>
  arrays.size === 0 ? code`` : code`let ${joinCode([...arrays.values()], code`, `)};`;

/** Reads content by the states of its model. */
const readMachine = (parts: ContentParts, machine: Machine): Code => {
  const counts = machine.some(({ repeat }) => repeat !== undefined);
  const loop = readLoop(parts, code`switch (s) {\n${readStates(parts, machine)}\n}`);
  return code`let s = 0${counts ? code`, r = 0` : code``};\n${declareArrays(parts)}\n${loop}\n${readEnd(parts, machine)}`;
};

/** Reads children that may stand in any order, each at most once. */
const readAll = (parts: ContentParts, { children, optional }: AllPlan): Code => {
  const { failed } = parts.builder;
  const slots = [...new Set(children.map(({ slot }) => slot))];
  const tests = children.map(({ plan, element, slot }) => {
    const leaf: Leaf = { kind: 'element', element, min: 0, max: 1 };
    return code`if (${test(parts, leaf)}) { if (${bitOf(slot)}) return ${failed}; ${setBit(slot)} ${take(parts, plan)} continue; }`;
  });
  const loop = readLoop(parts, code`${tests}\nreturn ${failed};`);
  const required = slots.filter((slot) => children.some((child) => child.required && child.slot === slot));
  const none = optional
    ? joinCode(
        slots.map((slot) => code`!(${bitOf(slot)})`),
        code` && `,
      )
    : code`false`;
  const end = required.length === 0 ? code`` : code`if (!${hasAll(required)} && !(${none})) return ${failed};`;
  return code`{\n${declareMasks(Math.max(0, ...slots) + 1)}\n${loop}\n${end}\n}`;
};

const leavesOf = ({ content }: TypePlan, machine: Machine | undefined): readonly Leaf[] => {
  if (content.kind === 'all')
    return content.all.children.map(({ element }) => ({ kind: 'element', element, min: 0, max: 1 }));
  return (machine ?? []).flatMap(({ moves, repeat }) => [
    ...moves.map(({ leaf }) => leaf),
    ...(repeat === undefined ? [] : [repeat.leaf]),
  ]);
};

const soleNamespace = (leaves: readonly Leaf[]): string | undefined => {
  const namespaces = new Set(leaves.map((leaf) => (leaf.kind === 'element' ? leaf.element.name.namespace : undefined)));
  const [only] = namespaces;
  return namespaces.size === 1 ? only : undefined;
};

/** Reads the children of the element `e`, which is in `namespace`, by the content model of its type. */
export const readChildren = (
  builder: ReaderBuilder,
  type: TypePlan,
  { machine, namespace }: { readonly machine: Machine | undefined; readonly namespace: string },
): Code => {
  const { content } = type;
  if (content.kind === 'empty') return code`if (e.children.length !== 0) return ${builder.failed};`;
  const leaves = leavesOf(type, machine);
  const sole = soleNamespace(leaves);
  const hasWildcard = leaves.some(({ kind }) => kind === 'any');
  const parts: ContentParts = { builder, type, namespace: sole, hasWildcard, arrays: new Map() };
  // One document has one string for a namespace: compared with the parent's, it is found equal at a glance.
  const own =
    sole === undefined ? code`` : code`const q = ${sole === namespace ? code`e.name.namespace` : code`${sole}`};`;
  const body =
    content.kind === 'all'
      ? readAll(parts, content.all)
      : machine === undefined
        ? code`return ${builder.failed};`
        : readMachine(parts, machine);
  return code`const k = e.children;\n${own}\n${body}`;
};
