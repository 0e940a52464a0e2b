import type { XmlName } from '../../../xml/index.js';
import type { MemberQueue } from '../../codec/arrange.js';
import { nameOfMember } from '../../codec/member-name.js';
import { describeValue } from '../../codec/describe-value.js';
import { isElementMember, isItems } from '../../codec/values.js';
import { enter, leave, noteValue } from '../../codec/writer.js';
import type { Writing } from '../../codec/writer.js';
import type { Matcher } from '../../instance/matcher.js';
import { allowsNamespace } from '../../model/wildcard.js';
import type { TypedObject, TypedValue } from '../../values.js';
import type { ContentCodec, ElementsContent, LeafCodec } from './model.js';

/** Name of the element that a member stands for. */
export const nameOf = ({ members }: ElementsContent, member: string): XmlName =>
  members.get(member)?.element?.name ?? nameOfMember(member);

const noteArray = (writing: Writing, leaf: LeafCodec | undefined, given: { member: string; value: TypedValue }) => {
  const { member, value } = given;
  const finding =
    leaf === undefined
      ? { rule: 'cvc-complex-type.2.4.d', message: `no element is ${member}, and what a wildcard lets in is an array` }
      : { rule: 'cvc-complex-type.2.4', message: `expected an array for ${member}, found ${describeValue(value)}` };
  noteValue(writing, finding, member);
};

const toQueue = (
  writing: Writing,
  content: ElementsContent,
  { member, value }: { member: string; value: TypedValue },
): MemberQueue | undefined => {
  const leaf = content.members.get(member);
  const repeated = leaf?.repeated ?? true;
  const name = nameOf(content, member);
  if (!repeated) return { member, name, values: [value], repeated };
  // An empty array writes nothing, but under a name that is not declared it is a slip and not an absence.
  const isKnown =
    leaf !== undefined || content.wildcards.some(({ constraint }) => allowsNamespace(constraint, name.namespace));
  if (isItems(value) && (isKnown || value.length > 0)) return { member, name, values: value, repeated };
  noteArray(writing, leaf, { member, value });
  return undefined;
};

const listQueues = (writing: Writing, content: ElementsContent, value: TypedObject): readonly MemberQueue[] => {
  const queues: MemberQueue[] = [];
  for (const member of Object.keys(value)) {
    const own = value[member];
    if (own === undefined || !isElementMember(member)) continue;
    const queue = toQueue(writing, content, { member, value: own });
    if (queue !== undefined) queues.push(queue);
  }
  return queues;
};

/** Notes where values could not be brought into an order that the content model allows. */
export const noteStuck = (writing: Writing, stuck: Matcher<LeafCodec>, left: readonly string[]): void => {
  if (!stuck.isComplete()) {
    const found = left.length === 0 ? 'nothing more' : left.slice(0, 8).join(', ');
    const message = `expected ${stuck.expected().slice(0, 8).join(', ')}, found ${found}`;
    noteValue(writing, { rule: 'cvc-complex-type.2.4.b', message });
    return;
  }
  for (const member of left) {
    const message = `the content has no place for ${member}, or not for so many`;
    noteValue(writing, { rule: 'cvc-complex-type.2.4.d', message }, member);
  }
};

/** A child to be written. */
interface Child {
  readonly leaf: LeafCodec;
  readonly name: XmlName;
  readonly value: TypedValue;
}

/** Writes one child that the content model took; `position` among items of an array from 1, 0 for none. */
export const writeChild = (writing: Writing, { leaf, name, value }: Child, position: number): void => {
  enter(writing, name.local, position);
  if (leaf.kind === 'element') leaf.element.write(writing, value);
  else leaf.wildcard.write(writing, name, value);
  leave(writing);
};

const writeMembers = (writing: Writing, content: ElementsContent, value: TypedObject): void => {
  if (content.writeFitting?.(writing, value) === true) return;
  const arrangement = content.arrange(listQueues(writing, content, value));
  if ('stuck' in arrangement) {
    noteStuck(writing, arrangement.stuck, arrangement.left);
    return;
  }
  for (const { queue, at, plan } of arrangement.placed)
    writeChild(writing, { leaf: plan, name: queue.name, value: queue.values[at] }, queue.repeated ? at + 1 : 0);
};

const refuseMembers = (writing: Writing, value: TypedObject): void => {
  for (const member of Object.keys(value)) {
    if (value[member] === undefined || member.startsWith('@')) continue;
    const message = `the content is empty, found the member ${member}`;
    noteValue(writing, { rule: 'cvc-complex-type.2.1', message }, member);
  }
};

/** Writes the members of an object as the content of a complex type without simple content. */
export const writeContent = (writing: Writing, content: ContentCodec, value: TypedObject): void => {
  if (content.kind !== 'elements') {
    refuseMembers(writing, value);
    return;
  }
  const hasItems = Object.hasOwn(value, '$') && value['$'] !== undefined;
  if (!hasItems) writeMembers(writing, content, value);
  else if (content.writeItems !== undefined) content.writeItems(writing, content, value);
  else
    noteValue(
      writing,
      { rule: 'cvc-complex-type.2.3', message: 'the content is elements only, found the member $' },
      '$',
    );
};
