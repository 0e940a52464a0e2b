import { code, joinCode } from './code.js';
import type { Code } from './code.js';
import { membersOf } from './write-parts.js';
import type { WritePart, WrittenMember } from './write-parts.js';
import type { WriterBuilder } from './writer-builder.js';

/** The members of one object, being written to the variable `w`. */
interface ContentParts {
  readonly builder: WriterBuilder;
  readonly values: ReadonlyMap<string, Code>;
}

type GroupPart = Extract<WritePart, { readonly parts: unknown }>;

const valueOf = ({ values }: ContentParts, { name }: WrittenMember): Code => values.get(name) ?? code`undefined`;

const isGiven = (parts: ContentParts, member: WrittenMember): Code => {
  const value = valueOf(parts, member);
  return member.repeated ? code`${value}.length !== 0` : code`${value} !== undefined`;
};

/** What asking for a member costs, which is done at each level of nested groups. */
const GIVEN_STEPS = 5;

const isAnyGiven = (parts: ContentParts, part: WritePart): Code => {
  const members = membersOf(part);
  parts.builder.program.step(GIVEN_STEPS * members.length);
  const given = members.map((member) => isGiven(parts, member));
  return given.length === 0 ? code`false` : code`(${joinCode(given, code` || `)})`;
};

const add = ({ builder }: ContentParts, { element }: WrittenMember, value: Code): Code =>
  code`const t = ${builder.writeElement(element, value)}; if (t === undefined) return undefined; w += t;`;

const addEach = (parts: ContentParts, member: WrittenMember): Code => {
  const value = valueOf(parts, member);
  return code`for (let i = 0; i < ${value}.length; i++) { ${add(parts, member, code`${value}[i]`)} }`;
};

const writeMember = (parts: ContentParts, part: Extract<WritePart, { kind: 'member' }>): Code => {
  const { member, min, max } = part;
  const value = valueOf(parts, member);
  if (!member.repeated) {
    const missing = min > 0 ? code`else return undefined;` : code``;
    return code`if (${value} !== undefined) { ${add(parts, member, value)} } ${missing}`;
  }
  const few = min > 0 ? code`if (${value}.length < ${min}) return undefined;` : code``;
  const many = max < Infinity ? code`if (${value}.length > ${max}) return undefined;` : code``;
  return code`${few} ${many}\n${addEach(parts, member)}`;
};

const writeMixture = (parts: ContentParts, part: Extract<WritePart, { kind: 'mixture' }>): Code => {
  const { members, min, max } = part;
  const count = joinCode([code`0`, ...members.map((member) => code`${valueOf(parts, member)}.length`)], code` + `);
  const many = max < Infinity ? code`if (${count} > ${max}) return undefined;` : code``;
  const few = min > 0 ? code`if (${count} < ${min}) return undefined;` : code``;
  return code`${few} ${many}\n${members.map((member) => addEach(parts, member))}`;
};

const writeChoice = (parts: ContentParts, { parts: alternatives, optional }: GroupPart): Code => {
  const given = alternatives.map((part) => isAnyGiven(parts, part));
  const count = joinCode([code`0`, ...given.map((each) => code`(${each} ? 1 : 0)`)], code` + `);
  const branches = alternatives.map((part, at) => code`if (${given[at]}) {\n${writePart(parts, part)}\n} else`);
  const none = optional ? code`{}` : code`return undefined;`;
  return code`if (${count} > 1) return undefined;\n${branches} ${none}`;
};

const isRequired = (part: WritePart): boolean =>
  part.kind === 'member' || part.kind === 'mixture' ? part.min > 0 : !part.optional;

const writeInOrder = (parts: ContentParts, part: GroupPart): Code => {
  const all = part.parts.map((each) => writePart(parts, each));
  const canBeLeftOut = part.optional && part.parts.some(isRequired);
  return canBeLeftOut ? code`if (${isAnyGiven(parts, part)}) {\n${all}\n}` : code`${all}`;
};

const writePart = (parts: ContentParts, part: WritePart): Code => {
  switch (part.kind) {
    case 'member':
      return writeMember(parts, part);
    case 'mixture':
      return writeMixture(parts, part);
    case 'wild':
      return part.optional ? code`` : code`return undefined;`;
    case 'choice':
      return writeChoice(parts, part);
    case 'sequence':
    case 'all':
      return writeInOrder(parts, part);
  }
};

/** Writes the element members of an object to `w`; `values` are the variables of the members. */
export const writeContent = (builder: WriterBuilder, part: WritePart, values: ReadonlyMap<string, Code>): Code => {
  const parts = { builder, values };
  const arrays = membersOf(part).filter(({ repeated }) => repeated);
  const { program, functions } = builder;
  const checks = arrays.map((member) => {
    const value = valueOf(parts, member);
    return code`if (${value} === undefined) ${value} = ${program.share(NONE)}; else if (!${program.share(functions.isItems)}(${value})) return undefined;`;
  });
  return code`${checks}\n${writePart(parts, part)}`;
};

const NONE: readonly never[] = Object.freeze([]);
