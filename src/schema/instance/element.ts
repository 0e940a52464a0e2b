import { findNamespace, isElement, textOf, toNameKey } from '../../xml/index.js';
import type { XmlElement } from '../../xml/index.js';
import { isDerivedFrom } from '../model/derivation.js';
import type { ElementPlan, TypePlan } from '../plan/model.js';
import { checkSimple } from '../simple/index.js';
import type { SimpleType } from '../simple/model.js';
import type { TypedValue } from '../values.js';
import { refuseAttributes, visitAttributes } from './attributes.js';
import { visitContent } from './content.js';
import { enterIdentity, leaveIdentity } from './identity.js';
import { createMembers } from './members.js';
import type { Members } from './members.js';
import { checkFixed, valueOfConstraint, visitText } from './text.js';
import { XSI_NAMESPACE, note, showName } from './visit.js';
import type { Visit } from './visit.js';

/** Member that holds the type which `xsi:type` names, where it is another than the declared one. */
export const XSI_TYPE_MEMBER = `@{${XSI_NAMESPACE}}type`;
/** Member that is `true` in a nil element that has attributes; one without is `null`. */
export const XSI_NIL_MEMBER = `@{${XSI_NAMESPACE}}nil`;

const findXsi = ({ attributes }: XmlElement, local: string): string | undefined => {
  for (let at = 0; at < attributes.length; at++) {
    const attribute = attributes[at];
    if (attribute?.name.local === local && attribute.name.namespace === XSI_NAMESPACE) return attribute.value.trim();
  }
  return undefined;
};

/** The type that `xsi:type` names, if it may take the declared one's place (`cvc-elt.4`). */
const findNamedType = (
  visit: Visit,
  element: XmlElement,
  parts: { plan: ElementPlan; qname: string },
): TypePlan | undefined => {
  const { plan, qname } = parts;
  const colon = qname.indexOf(':');
  const namespace = findNamespace(element.scope, colon < 0 ? '' : qname.slice(0, colon));
  const named =
    namespace === undefined ? undefined : visit.plans.findType({ namespace, local: qname.slice(colon + 1) });
  if (named === undefined) {
    note(visit, { rule: 'cvc-elt.4.2', message: `expected a type of the schema in xsi:type, found ${qname}` });
    return undefined;
  }
  const declared = plan.type().type;
  const blocked = [...plan.declaration.block, ...(declared.kind === 'complex' ? declared.block : [])];
  if (isDerivedFrom(named.type, declared, blocked)) return named;
  note(visit, { rule: 'cvc-elt.4.3', message: `the type ${qname} cannot take the place of the declared one` });
  return undefined;
};

const findType = (visit: Visit, element: XmlElement, plan: ElementPlan): TypePlan => {
  const declared = plan.type();
  if (element.attributes.length === 0) return declared;
  const qname = findXsi(element, 'type');
  return (qname === undefined ? undefined : findNamedType(visit, element, { plan, qname })) ?? declared;
};

/** One element being checked: its declaration and the type in force. */
interface Target {
  readonly plan: ElementPlan;
  readonly type: TypePlan;
  readonly build: boolean;
}

/** Text of an element that is to have no child elements; its default where it is empty (`cvc-elt.5.1`). */
const readText = (visit: Visit, element: XmlElement, parts: { target: Target; type: SimpleType }): TypedValue => {
  const { target, type } = parts;
  const { children } = element;
  const constraint = target.plan.declaration.valueConstraint;
  if (children.length === 0 && constraint !== undefined) {
    const problem = checkSimple(type, constraint.text, { resolve: constraint.resolve, step: visit.qnames.step });
    if (problem !== undefined)
      note(visit, { rule: 'cvc-elt.5.1.1', message: `the default is not of the type: ${problem.message}` });
    return target.build ? valueOfConstraint(type, constraint, visit.qnames.step) : undefined;
  }
  const [first] = children;
  if (children.length > 1 || (first !== undefined && isElement(first))) {
    const rule = target.type.isObject ? 'cvc-complex-type.2.2' : 'cvc-type.3.1.2';
    note(visit, { rule, message: `expected text only in ${showName(element.name)}, found an element` });
    return undefined;
  }
  const place = { type, text: first === undefined || isElement(first) ? '' : first };
  if (constraint !== undefined) checkFixed(visit, place, { constraint, rule: 'cvc-elt.5.2.2.2.2' });
  return visitText(visit, place, target.build);
};

/** A default or fixed value of mixed content (`cvc-elt.5.2.2`). */
const visitMixedConstraint = (
  visit: Visit,
  element: XmlElement,
  { plan, members }: { plan: ElementPlan; members: Members | undefined },
): void => {
  const constraint = plan.declaration.valueConstraint;
  if (constraint === undefined) return;
  if (element.children.length === 0) {
    if (members !== undefined) members['$'] = [constraint.text];
    return;
  }
  if (constraint.kind !== 'fixed') return;
  if (element.children.some(isElement))
    note(visit, { rule: 'cvc-elt.5.2.2.1', message: 'an element with a fixed value has no child elements' });
  else if (textOf(element) !== constraint.text) {
    note(visit, { rule: 'cvc-elt.5.2.2.2.1', message: `expected the fixed value ${JSON.stringify(constraint.text)}` });
  }
};

const visitComplex = (visit: Visit, element: XmlElement, target: Target): TypedValue => {
  const { plan, type, build } = target;
  const members = build ? createMembers() : undefined;
  visitAttributes(visit, element, { plan: type, members });
  const { content } = type;
  if (content.kind === 'text') {
    const value = readText(visit, element, { target, type: content.type });
    if (members !== undefined) members['$'] = value;
  } else {
    visitContent(visit, element, { plan: type, members, visitElement });
    visitMixedConstraint(visit, element, { plan, members });
  }
  return members;
};

/** Checks an element that says it is nil (`cvc-elt.3.2`). */
const visitNil = (visit: Visit, element: XmlElement, { plan, type, build }: Target): TypedValue => {
  if (element.children.length > 0) note(visit, { rule: 'cvc-elt.3.2.1', message: 'an element that is nil is empty' });
  if (plan.declaration.valueConstraint?.kind === 'fixed')
    note(visit, { rule: 'cvc-elt.3.2.2', message: 'an element with a fixed value is not nil' });
  if (!type.isObject) {
    refuseAttributes(visit, element);
    return null;
  }
  const members = build ? createMembers() : undefined;
  visitAttributes(visit, element, { plan: type, members });
  if (members === undefined || Object.keys(members).length === 0) return null;
  members[XSI_NIL_MEMBER] = true;
  return members;
};

const isNil = (visit: Visit, element: XmlElement, { declaration }: ElementPlan): boolean => {
  if (element.attributes.length === 0) return false;
  const nil = findXsi(element, 'nil');
  if (nil === undefined) return false;
  if (!declaration.nillable) {
    note(visit, { rule: 'cvc-elt.3.1', message: `the element ${showName(element.name)} is not nillable` });
    return false;
  }
  if (nil !== 'true' && nil !== '1' && nil !== 'false' && nil !== '0') {
    note(visit, {
      rule: 'cvc-datatype-valid.1.2.1',
      message: `expected a boolean in xsi:nil, found ${JSON.stringify(nil.slice(0, 40))}`,
    });
  }
  return nil === 'true' || nil === '1';
};

const visitTyped = (visit: Visit, element: XmlElement, target: Target): TypedValue => {
  if (isNil(visit, element, target.plan)) return visitNil(visit, element, target);
  if (target.type.isObject) return visitComplex(visit, element, target);
  if (element.attributes.length > 0) refuseAttributes(visit, element);
  const { content } = target.type;
  return content.kind === 'text' ? readText(visit, element, { target, type: content.type }) : undefined;
};

/** The value of an element whose type `xsi:type` named: an object that names it, whatever it would be without. */
const nameType = (value: TypedValue, type: TypePlan): TypedValue => {
  const isMembers = typeof value === 'object' && value !== null && type.isObject;
  const members = isMembers ? (value as Members) : createMembers();
  if (!isMembers && value === null) members[XSI_NIL_MEMBER] = true;
  else if (!isMembers) members['$'] = value;
  members[XSI_TYPE_MEMBER] = type.type.name ?? '';
  return members;
};

/** Checks one element against its declaration (section 3.3.4); with `build`, gives its typed value. */
export const visitElement = (
  visit: Visit,
  element: XmlElement,
  { plan, build }: { readonly plan: ElementPlan; readonly build: boolean },
): TypedValue => {
  visit.path.push(element);
  visit.scope = element.scope;
  const type = findType(visit, element, plan);
  if (plan.declaration.abstract)
    note(visit, { rule: 'cvc-elt.2', message: `the element ${showName(element.name)} is abstract` });
  if (type.abstract)
    note(visit, {
      rule: 'cvc-type.2',
      message: `the type of ${showName(element.name)} is abstract: expected an xsi:type`,
    });
  const { declaration } = plan;
  if (visit.identity !== undefined || declaration.identity.length > 0)
    enterIdentity(visit, element, { declaration, type });
  const value = visitTyped(visit, element, { plan, type, build });
  if (visit.identity !== undefined) leaveIdentity(visit);
  visit.path.pop();
  return build && type !== plan.type() ? nameType(value, type) : value;
};

/** Name key of an element that nothing declares, for messages. */
export const undeclaredMessage = (element: XmlElement): string => `no element ${toNameKey(element.name)} is declared`;
