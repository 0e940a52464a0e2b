import { escapeText } from '../../../xml/index.js';
import { describeValue } from '../../codec/describe-value.js';
import { isElementMember, isItems, isMembers } from '../../codec/values.js';
import { noteValue } from '../../codec/writer.js';
import type { Writing } from '../../codec/writer.js';
import type { Matcher } from '../../instance/matcher.js';
import type { TypedValue } from '../../values.js';
import type { ElementsContent, LeafCodec, WriteItems } from './model.js';
import { nameOf, noteStuck, writeChild } from './write-content.js';

/** An item of mixed content, and where it goes. */
interface Item {
  readonly content: ElementsContent;
  readonly matcher: Matcher<LeafCodec>;
  readonly position: number;
}

const writeItem = (writing: Writing, item: TypedValue, { content, matcher, position }: Item): void => {
  if (typeof item === 'string') {
    writing.text += escapeText(item);
    return;
  }
  const [member, ...more] = isMembers(item) ? Object.keys(item) : [];
  if (member === undefined || more.length > 0 || !isMembers(item)) {
    const message = `expected a string or an object with one member, found ${describeValue(item)}`;
    noteValue(writing, { rule: 'cvc-complex-type.2.4', message }, '$');
    return;
  }
  const name = nameOf(content, member);
  const leaf = matcher.take(name);
  if (leaf === undefined) {
    const expected = matcher.expected().slice(0, 8).join(', ') || 'no element';
    noteValue(writing, { rule: 'cvc-complex-type.2.4.a', message: `expected ${expected}, found ${member}` }, '$');
    return;
  }
  writeChild(writing, { leaf, name, value: item[member] }, position);
};

/** Writes mixed content from `$`: strings, and objects with one member each, in their order. */
const writeItems: WriteItems = (writing, content, value) => {
  const given = value['$'];
  const items: readonly TypedValue[] = isItems(given) ? given : [given];
  const matcher = content.start();
  for (const [at, item] of items.entries()) writeItem(writing, item, { content, matcher, position: at + 1 });
  if (!matcher.isComplete()) noteStuck(writing, matcher, []);
  for (const member of Object.keys(value)) {
    if (value[member] === undefined || !isElementMember(member)) continue;
    const message = `elements of mixed content stand in $, found the member ${member}`;
    noteValue(writing, { rule: 'cvc-complex-type.2.4', message }, member);
  }
};

/** Content with text between its elements: values are the items of `$`. */
/* @__NO_SIDE_EFFECTS__ */
export function mixed(content: ElementsContent): ElementsContent {
  return { ...content, writeItems };
}
