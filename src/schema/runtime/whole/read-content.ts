import { isElement, toNameKey } from '../../../xml/index.js';
import type { XmlElement } from '../../../xml/index.js';
import { addMember, createMembers } from '../../instance/members.js';
import type { ChildValue, Members } from '../../instance/members.js';
import { note, showName } from '../../instance/visit.js';
import type { Reading } from '../../instance/visit.js';
import type { Matcher } from '../../instance/matcher.js';
import type { TypedValue } from '../../values.js';
import type { ContentCodec, ElementsContent, LeafCodec } from './model.js';

const show = (texts: readonly string[]): string =>
  texts.length > 8 ? `${texts.slice(0, 8).join(', ')}…` : texts.join(', ');

const noteUnexpected = (reading: Reading, child: XmlElement, matcher: Matcher<LeafCodec>): void => {
  const expected = matcher.expected();
  const found = `found ${showName(child.name)}`;
  const finding =
    expected.length === 0
      ? { rule: 'cvc-complex-type.2.4.d', message: `expected no further element, ${found}` }
      : { rule: 'cvc-complex-type.2.4.a', message: `expected ${show(expected)}, ${found}` };
  note(reading, { ...finding, child });
};

const readText = (
  reading: Reading,
  text: string,
  { isMixed, items }: { isMixed: boolean; items: TypedValue[] },
): void => {
  if (isMixed) items.push(text);
  else if (/[^\t\n\r ]/.test(text)) {
    const found = JSON.stringify(text.trim().slice(0, 40));
    note(reading, { rule: 'cvc-complex-type.2.3', message: `expected elements only, found the text ${found}` });
  }
};

const readChild = (
  reading: Reading,
  child: XmlElement,
  { leaf, content }: { leaf: LeafCodec; content: ElementsContent },
): ChildValue => {
  if (leaf.kind === 'element')
    return { member: leaf.member, repeated: leaf.repeated, value: leaf.element.read(reading, child) };
  const { name } = child;
  const clashes = name.namespace === '' && content.members.has(name.local);
  const member = clashes ? `{}${name.local}` : toNameKey(name);
  return { member, repeated: true, value: leaf.wildcard.read(reading, child) };
};

const toItem = ({ member, value }: ChildValue): Members => {
  const item = createMembers();
  item[member] = value;
  return item;
};

const readElements = (
  reading: Reading,
  element: XmlElement,
  { content, members }: { content: ElementsContent; members: Members },
): void => {
  const matcher = content.start();
  const isMixed = content.writeItems !== undefined;
  const items: TypedValue[] = [];
  for (const child of element.children) {
    if (!isElement(child)) {
      readText(reading, child, { isMixed, items });
      continue;
    }
    const leaf = matcher.take(child.name);
    if (leaf === undefined) {
      // What follows a child that is out of place would only be guessed at.
      noteUnexpected(reading, child, matcher);
      return;
    }
    const value = readChild(reading, child, { leaf, content });
    if (isMixed) items.push(toItem(value));
    else addMember(members, value);
  }
  if (!matcher.isComplete()) {
    const message = `expected ${show(matcher.expected())}, found the end of ${showName(element.name)}`;
    note(reading, { rule: 'cvc-complex-type.2.4.b', message });
  }
  if (isMixed) members['$'] = items;
};

/** Reads what stands between the tags of an element of a complex type without simple content. */
export const readContent = (
  reading: Reading,
  element: XmlElement,
  { content, members }: { content: ContentCodec; members: Members },
): void => {
  if (content.kind === 'elements') {
    readElements(reading, element, { content, members });
    return;
  }
  const [child] = element.children;
  if (child === undefined) return;
  const found = isElement(child) ? showName(child.name) : 'text';
  note(reading, { rule: 'cvc-complex-type.2.1', message: `expected an empty element, found ${found}` });
};
