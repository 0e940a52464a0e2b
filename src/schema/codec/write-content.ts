import { escapeText } from '../../xml/index.js';
import type { XmlName } from '../../xml/index.js';
import { createMatcher } from '../instance/matcher.js';
import type { Matcher } from '../instance/matcher.js';
import { allowsNamespace } from '../model/wildcard.js';
import type { ChildPlan, ContentPlan, ElementPlan, TypePlan } from '../plan/model.js';
import type { TypedObject, TypedValue } from '../values.js';
import { arrange } from './arrange.js';
import type { MemberQueue } from './arrange.js';
import { writeFragment } from './fragment.js';
import { nameOfMember } from './member-name.js';
import { describeValue } from './describe-value.js';
import { isElementMember, isItems, isMembers } from './values.js';
import { enter, leave, noteValue } from './writer.js';
import type { Writer } from './writer.js';

/** Writes one element. */
export type WriteElement = (writer: Writer, plan: ElementPlan, value: TypedValue) => void;

/** An object whose members are written as the content of a type. */
export interface ContentSource {
  readonly plan: TypePlan;
  readonly value: TypedObject;
  readonly writeElement: WriteElement;
}

type ElementsPlan = Extract<ContentPlan, { kind: 'elements' | 'all' }>;

const findChild = (plan: TypePlan, member: string): ChildPlan | undefined => plan.members.get(member);

const nameOf = (plan: TypePlan, member: string): XmlName =>
  findChild(plan, member)?.element?.declaration.name ?? nameOfMember(member);

const toQueue = (
  writer: Writer,
  plan: TypePlan,
  { member, value }: { member: string; value: TypedValue },
): MemberQueue | undefined => {
  const child = findChild(plan, member);
  const repeated = child?.repeated ?? true;
  const name = nameOf(plan, member);
  if (!repeated) return { member, name, values: [value], repeated };
  // An empty array writes nothing, but under a name that is not declared it is a slip and not an absence.
  const isKnown =
    child !== undefined || plan.wildcards.some(({ constraint }) => allowsNamespace(constraint, name.namespace));
  if (isItems(value) && (isKnown || value.length > 0)) return { member, name, values: value, repeated };
  const finding =
    child === undefined
      ? { rule: 'cvc-complex-type.2.4.d', message: `no element is ${member}, and what a wildcard lets in is an array` }
      : { rule: 'cvc-complex-type.2.4', message: `expected an array for ${member}, found ${describeValue(value)}` };
  noteValue(writer, finding, member);
  return undefined;
};

const listQueues = (writer: Writer, { plan, value }: ContentSource): readonly MemberQueue[] => {
  const queues: MemberQueue[] = [];
  for (const member of Object.keys(value)) {
    const own = value[member];
    if (own === undefined || !isElementMember(member)) continue;
    const queue = toQueue(writer, plan, { member, value: own });
    if (queue !== undefined) queues.push(queue);
  }
  return queues;
};

/** Writes one child that the content model took. */
export const writeChild = (
  writer: Writer,
  child: { plan: ChildPlan; name: XmlName; value: TypedValue },
  source: ContentSource,
): void => {
  const { element, wildcard } = child.plan;
  const { processContents } = wildcard ?? { processContents: 'skip' };
  const declared = element ?? (processContents === 'skip' ? undefined : writer.plans.findElement(child.name));
  if (declared !== undefined) {
    source.writeElement(writer, declared, child.value);
    return;
  }
  if (processContents === 'strict')
    noteValue(writer, { rule: 'cvc-complex-type.2.4.c', message: `no element ${child.name.local} is declared` });
  writeFragment(writer, child);
};

const noteStuck = (writer: Writer, stuck: Matcher, left: readonly string[]): void => {
  const expected = stuck.expected();
  if (!stuck.isComplete()) {
    const found = left.length === 0 ? 'nothing more' : left.slice(0, 8).join(', ');
    noteValue(writer, {
      rule: 'cvc-complex-type.2.4.b',
      message: `expected ${expected.slice(0, 8).join(', ')}, found ${found}`,
    });
    return;
  }
  for (const member of left) {
    noteValue(
      writer,
      { rule: 'cvc-complex-type.2.4.d', message: `the content has no place for ${member}, or not for so many` },
      member,
    );
  }
};

const breakLine = (writer: Writer, depth: number): void => {
  if (writer.options.indent === true) writer.text += `\n${'  '.repeat(depth)}`;
};

/** Writes the values of members in an order that the content model allows; tells whether anything was written. */
const writeMembers = (writer: Writer, content: ElementsPlan, source: ContentSource): void => {
  const queues = listQueues(writer, source);
  const arrangement = arrange(createMatcher(content), queues);
  if ('stuck' in arrangement) {
    noteStuck(writer, arrangement.stuck, arrangement.left);
    return;
  }
  const depth = writer.names.length;
  const isSpaced = !content.mixed && arrangement.placed.length > 0;
  for (const { queue, at, plan } of arrangement.placed) {
    if (isSpaced) breakLine(writer, depth);
    enter(writer, queue.name.local, queue.repeated ? at + 1 : 0);
    writeChild(writer, { plan, name: queue.name, value: queue.values[at] }, source);
    leave(writer);
  }
  if (isSpaced) breakLine(writer, depth - 1);
};

const writeItem = (
  writer: Writer,
  item: TypedValue,
  parts: { matcher: Matcher; source: ContentSource; position: number },
): void => {
  const { matcher, source, position } = parts;
  if (typeof item === 'string') {
    writer.text += escapeText(item);
    return;
  }
  const [member, ...more] = isMembers(item) ? Object.keys(item) : [];
  if (member === undefined || more.length > 0 || !isMembers(item)) {
    noteValue(
      writer,
      {
        rule: 'cvc-complex-type.2.4',
        message: `expected a string or an object with one member, found ${describeValue(item)}`,
      },
      '$',
    );
    return;
  }
  const name = nameOf(source.plan, member);
  const plan = matcher.take(name);
  if (plan === undefined) {
    noteValue(
      writer,
      {
        rule: 'cvc-complex-type.2.4.a',
        message: `expected ${matcher.expected().slice(0, 8).join(', ') || 'no element'}, found ${member}`,
      },
      '$',
    );
    return;
  }
  enter(writer, name.local, position);
  writeChild(writer, { plan, name, value: item[member] }, source);
  leave(writer);
};

/** Writes mixed content from `$`: strings, and objects with one member each, in their order. */
const writeItems = (writer: Writer, content: ElementsPlan, source: ContentSource): void => {
  const value = source.value['$'];
  const items: readonly TypedValue[] = isItems(value) ? value : [value];
  const matcher = createMatcher(content);
  for (const [at, item] of items.entries()) writeItem(writer, item, { matcher, source, position: at + 1 });
  if (!matcher.isComplete()) noteStuck(writer, matcher, []);
  for (const member of Object.keys(source.value)) {
    if (source.value[member] === undefined || !isElementMember(member)) continue;
    noteValue(
      writer,
      { rule: 'cvc-complex-type.2.4', message: `elements of mixed content stand in $, found the member ${member}` },
      member,
    );
  }
};

const refuseMembers = (writer: Writer, value: TypedObject): void => {
  for (const member of Object.keys(value)) {
    if (value[member] === undefined || member.startsWith('@')) continue;
    noteValue(
      writer,
      { rule: 'cvc-complex-type.2.1', message: `the content is empty, found the member ${member}` },
      member,
    );
  }
};

/** Writes the members of an object as the content of a complex type without simple content. */
export const writeContent = (writer: Writer, source: ContentSource): void => {
  const { content } = source.plan;
  if (content.kind === 'empty' || content.kind === 'text') {
    refuseMembers(writer, source.value);
    return;
  }
  const hasItems = Object.hasOwn(source.value, '$') && source.value['$'] !== undefined;
  if (content.mixed && hasItems) writeItems(writer, content, source);
  else if (hasItems)
    noteValue(
      writer,
      { rule: 'cvc-complex-type.2.3', message: 'the content is elements only, found the member $' },
      '$',
    );
  else writeMembers(writer, content, source);
};
