import { isElement, toNameKey } from '../../xml/index.js';
import type { XmlElement } from '../../xml/index.js';
import type { ChildPlan, ContentPlan, ElementPlan, TypePlan } from '../plan/model.js';
import type { TypedValue } from '../values.js';
import { toFragment } from './fragment.js';
import { createMatcher } from './matcher.js';
import type { Matcher } from './matcher.js';
import { addMember, createMembers } from './members.js';
import type { ChildValue, Members } from './members.js';
import { XSI_NAMESPACE, note, showName } from './visit.js';
import type { Visit } from './visit.js';

/** Checks one element; with `build`, gives its value. */
export type VisitElement = (
  visit: Visit,
  element: XmlElement,
  target: { readonly plan: ElementPlan; readonly build: boolean },
) => TypedValue;

/** What the children of an element are checked against and, when a value is made, where their values go. */
interface ContentTarget {
  readonly plan: TypePlan;
  readonly members: Members | undefined;
  readonly visitElement: VisitElement;
}

const isBlank = (text: string): boolean => !/[^\t\n\r ]/.test(text);

const show = (texts: readonly string[]): string =>
  texts.length > 8 ? `${texts.slice(0, 8).join(', ')}…` : texts.join(', ');

const noteUnexpected = (visit: Visit, child: XmlElement, matcher: Matcher): void => {
  const expected = matcher.expected();
  const found = `found ${showName(child.name)}`;
  const finding =
    expected.length === 0
      ? { rule: 'cvc-complex-type.2.4.d', message: `expected no further element, ${found}` }
      : { rule: 'cvc-complex-type.2.4.a', message: `expected ${show(expected)}, ${found}` };
  note(visit, { ...finding, child });
};

/** Member of an element that a wildcard let in; a name in no namespace gets `{}` where a declared member has it. */
export const wildMember = (plan: TypePlan, { name }: XmlElement): string =>
  name.namespace === '' && plan.members.has(name.local) ? `{}${name.local}` : toNameKey(name);

const isTyped = ({ attributes }: XmlElement): boolean =>
  attributes.some(({ name }) => name.local === 'type' && name.namespace === XSI_NAMESPACE);

/** Checks an element that a wildcard let in, as strictly as it says (section 3.10.4); gives the element's value or text. */
const visitWild = (visit: Visit, child: XmlElement, parts: { child: ChildPlan; target: ContentTarget }): TypedValue => {
  const { wildcard } = parts.child;
  const { visitElement, members } = parts.target;
  const build = members !== undefined;
  if (wildcard !== undefined && wildcard.processContents !== 'skip') {
    const declared = visit.plans.findElement(child.name);
    if (declared !== undefined) return visitElement(visit, child, { plan: declared, build });
    if (wildcard.processContents === 'strict' && !isTyped(child)) {
      note(visit, { rule: 'cvc-complex-type.2.4.c', message: `no element ${showName(child.name)} is declared`, child });
    }
    // Declared elements further down are checked even so.
    visitElement(visit, child, { plan: visit.plans.undeclared, build: false });
  }
  return build ? toFragment(visit.source, child, visit.path.at(-1)) : undefined;
};

/** Checks one child that the content model took; gives its value and where it goes. */
export const visitChild = (
  visit: Visit,
  child: XmlElement,
  parts: { child: ChildPlan; target: ContentTarget },
): ChildValue => {
  const { element, member, repeated } = parts.child;
  const { visitElement, members, plan } = parts.target;
  if (element !== undefined) {
    return { member, repeated, value: visitElement(visit, child, { plan: element, build: members !== undefined }) };
  }
  return { member: wildMember(plan, child), repeated: true, value: visitWild(visit, child, parts) };
};

/** An item of mixed content: an object with one member. */
const toItem = ({ member, value }: ChildValue): Members => {
  const item = createMembers();
  item[member] = value;
  return item;
};

const checkEmpty = (visit: Visit, element: XmlElement): void => {
  for (const child of element.children) {
    const found = isElement(child) ? showName(child.name) : 'text';
    note(visit, { rule: 'cvc-complex-type.2.1', message: `expected an empty element, found ${found}` });
    return;
  }
};

type ElementsPlan = Extract<ContentPlan, { kind: 'elements' | 'all' }>;

/** Text between elements: an item of mixed content, else blank (`cvc-complex-type.2.3`). */
const visitCharacters = (
  visit: Visit,
  text: string,
  parts: { mixed: boolean; items: TypedValue[] | undefined },
): void => {
  parts.items?.push(text);
  if (parts.mixed || isBlank(text)) return;
  const found = JSON.stringify(text.trim().slice(0, 40));
  note(visit, { rule: 'cvc-complex-type.2.3', message: `expected elements only, found the text ${found}` });
};

/** Checks the children against the content model (section 3.4.4, 2.3 and 2.4) and adds their values. */
const visitElements = (
  visit: Visit,
  element: XmlElement,
  { content, target }: { content: ElementsPlan; target: ContentTarget },
): void => {
  const { members } = target;
  const matcher = createMatcher(content);
  const items: TypedValue[] | undefined = content.mixed && members !== undefined ? [] : undefined;
  for (const child of element.children) {
    if (!isElement(child)) {
      visitCharacters(visit, child, { mixed: content.mixed, items });
      continue;
    }
    const plan = matcher.take(child.name);
    if (plan === undefined) {
      // What follows a child that is out of place would only be guessed at.
      noteUnexpected(visit, child, matcher);
      return;
    }
    const value = visitChild(visit, child, { child: plan, target });
    if (items !== undefined) items.push(toItem(value));
    else if (members !== undefined) addMember(members, value);
  }
  if (!matcher.isComplete()) noteIncomplete(visit, element, matcher);
  if (items !== undefined && members !== undefined) members['$'] = items;
};

const noteIncomplete = (visit: Visit, element: XmlElement, matcher: Matcher): void => {
  const message = `expected ${show(matcher.expected())}, found the end of ${showName(element.name)}`;
  note(visit, { rule: 'cvc-complex-type.2.4.b', message });
};

/** Checks what stands between the tags of an element of a complex type without simple content. */
export const visitContent = (visit: Visit, element: XmlElement, target: ContentTarget): void => {
  const { content } = target.plan;
  if (content.kind === 'empty') checkEmpty(visit, element);
  else if (content.kind !== 'text') visitElements(visit, element, { content, target });
};
