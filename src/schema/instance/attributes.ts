import { toNameKey } from '../../xml/index.js';
import type { XmlAttribute, XmlElement } from '../../xml/index.js';
import { allowsNamespace } from '../model/wildcard.js';
import type { AttributePlan, TypePlan } from '../plan/model.js';
import type { SimpleType } from '../simple/index.js';
import type { Members } from './members.js';
import { checkFixed, valueOfConstraint, visitText } from './text.js';
import { XSI_NAMESPACE, note, showName } from './visit.js';
import type { Visit } from './visit.js';

const XSI_NAMES: ReadonlySet<string> = new Set(['type', 'nil', 'schemaLocation', 'noNamespaceSchemaLocation']);

/** Whether an attribute is one that every element may have (section 2.6). */
const isInstanceAttribute = ({ name }: XmlAttribute): boolean =>
  name.namespace === XSI_NAMESPACE && XSI_NAMES.has(name.local);

const findPlan = (plans: readonly AttributePlan[], { name }: XmlAttribute): AttributePlan | undefined => {
  for (let at = 0; at < plans.length; at++) {
    const plan = plans[at];
    if (plan !== undefined && plan.name.local === name.local && plan.name.namespace === name.namespace) return plan;
  }
  return undefined;
};

/** What an element's attributes are checked against and, when a value is made, where their values go. */
interface AttributeTarget {
  readonly plan: TypePlan;
  readonly members: Members | undefined;
}

const visitDeclared = (
  visit: Visit,
  attribute: XmlAttribute,
  { plan, members, member }: { plan: AttributePlan; members: Members | undefined; member: string },
): void => {
  const place = { type: plan.type, text: attribute.value, attribute: attribute.name };
  if (plan.use.valueConstraint !== undefined) {
    checkFixed(visit, place, { constraint: plan.use.valueConstraint, rule: 'cvc-au' });
  }
  const value = visitText(visit, place, members !== undefined);
  if (members !== undefined) members[member] = value;
};

/** Member of an attribute that a wildcard let in. */
const wildMember = (plan: TypePlan, { name }: XmlAttribute): string => {
  const key = `@${toNameKey(name)}`;
  return name.namespace === '' && plan.attributes.some(({ member }) => member === key) ? `@{}${name.local}` : key;
};

/** Checks an attribute that only the wildcard can let in (section 3.4.4, 3.2.2, and 3.10.4). */
const visitWild = (visit: Visit, attribute: XmlAttribute, { plan, members }: AttributeTarget): void => {
  const { name } = attribute;
  const wildcard = plan.attributeWildcard;
  const refuse = (message: string): void => note(visit, { rule: 'cvc-complex-type.3.2.2', message, attribute: name });
  if (wildcard === undefined || !allowsNamespace(wildcard.constraint, name.namespace)) {
    const expected = plan.attributes.map((each) => each.name.local).join(', ') || 'none';
    refuse(`the attribute ${showName(name)} is not declared, expected ${expected}`);
    return;
  }
  const declared = wildcard.processContents === 'skip' ? undefined : visit.plans.findAttribute(name);
  const member = wildMember(plan, attribute);
  if (declared !== undefined) visitDeclared(visit, attribute, { plan: declared, members, member });
  else if (wildcard.processContents === 'strict') refuse(`no attribute ${showName(name)} is declared`);
  else if (members !== undefined) members[member] = attribute.value;
};

/** An element has at most one ID: one among what a wildcard lets in, and none where an ID is declared (`cvc-complex-type.5`). */
const checkWildIds = (visit: Visit, element: XmlElement, plan: TypePlan): void => {
  const isId = (type: SimpleType | undefined): boolean => type?.builtIn === 'ID';
  const wild = element.attributes.filter(
    (each) => findPlan(plan.attributes, each) === undefined && isId(visit.plans.findAttribute(each.name)?.type),
  );
  if (wild.length === 0 || plan.attributeWildcard?.processContents === 'skip') return;
  const rule = wild.length > 1 ? 'cvc-complex-type.5.1' : 'cvc-complex-type.5.2';
  const isSecond = wild.length > 1 || plan.attributes.some(({ type }) => isId(type));
  if (isSecond) note(visit, { rule, message: `the element ${showName(element.name)} has a second ID` });
};

const has = (element: XmlElement, { name }: AttributePlan): boolean =>
  element.attributes.some((each) => each.name.local === name.local && each.name.namespace === name.namespace);

const noteMissing = (visit: Visit, element: XmlElement, plan: TypePlan): void => {
  for (const each of plan.attributes) {
    if (!each.use.required || has(element, each)) continue;
    note(visit, { rule: 'cvc-complex-type.4', message: `the required attribute ${showName(each.name)} is missing` });
  }
};

const addDefaults = (visit: Visit, element: XmlElement, { plan, members }: AttributeTarget): void => {
  if (members === undefined) return;
  for (const each of plan.attributes) {
    const { valueConstraint } = each.use;
    if (valueConstraint === undefined || has(element, each)) continue;
    members[each.member] = valueOfConstraint(each.type, valueConstraint, visit.qnames.step);
  }
};

/** Checks the attributes of an element of a complex type (section 3.4.4, 3 and 4); with `members`, adds their values. */
export const visitAttributes = (visit: Visit, element: XmlElement, target: AttributeTarget): void => {
  const { plan, members } = target;
  const { attributes } = element;
  let required = 0;
  let isWild = false;
  for (let at = 0; at < attributes.length; at++) {
    const attribute = attributes[at];
    if (attribute === undefined || isInstanceAttribute(attribute)) continue;
    const own = findPlan(plan.attributes, attribute);
    if (own === undefined) {
      isWild = true;
      visitWild(visit, attribute, target);
      continue;
    }
    if (own.use.required) required++;
    visitDeclared(visit, attribute, { plan: own, members, member: own.member });
  }
  if (isWild) checkWildIds(visit, element, plan);
  if (required < plan.required) noteMissing(visit, element, plan);
  if (members !== undefined && plan.hasDefaults) addDefaults(visit, element, target);
};

/** Checks that an element of a simple type has none but the attributes that every element may have (`cvc-type.3.1.1`). */
export const refuseAttributes = (visit: Visit, element: XmlElement): void => {
  for (const attribute of element.attributes) {
    if (isInstanceAttribute(attribute)) continue;
    const message = `an element of a simple type takes no attribute ${showName(attribute.name)}`;
    note(visit, { rule: 'cvc-type.3.1.1', message, attribute: attribute.name });
  }
};
