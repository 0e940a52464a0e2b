import { findNamespace, isElement } from '../../xml/index.js';
import type { XmlElement, XmlName } from '../../xml/index.js';
import type { IdentityPath, ValueConstraint } from '../model/components.js';
import type { TypePlan } from '../plan/model.js';
import { checkSimple } from '../simple/index.js';
import type { QNameContext, SimpleType } from '../simple/model.js';
import type { Assessment } from './identity-state.js';
import { findFieldNodes } from './identity-paths.js';
import type { FieldNode, PathWalk } from './identity-paths.js';
import { XSI_NAMESPACE } from './visit.js';
import type { Visit } from './visit.js';

/** What a field finds from a selected element. */
export type FieldValue =
  | { readonly kind: 'value'; readonly key: string; readonly text: string; readonly nillable: boolean }
  /** Nothing, or an element that is nil. */
  | { readonly kind: 'absent'; readonly nillable: boolean }
  /** A text that is not of its type, which is told elsewhere. */
  | { readonly kind: 'invalid' }
  | { readonly kind: 'many' }
  | { readonly kind: 'complex'; readonly element: XmlElement };

const ABSENT: FieldValue = { kind: 'absent', nillable: false };

/** A text that a field finds, before it is read. */
interface FieldText {
  readonly type: SimpleType;
  readonly text: string;
  readonly qnames: QNameContext;
  readonly nillable: boolean;
}

const toValue = ({ type, text, qnames, nillable }: FieldText): FieldValue =>
  checkSimple(type, text, qnames) === undefined
    ? { kind: 'value', key: type.runtime.key(text, qnames), text, nillable }
    : { kind: 'invalid' };

const isNil = (element: XmlElement): boolean =>
  element.attributes.some(
    ({ name, value }) =>
      name.local === 'nil' && name.namespace === XSI_NAMESPACE && (value.trim() === 'true' || value.trim() === '1'),
  );

/** One evaluation of the fields of a constraint. */
export interface FieldReading {
  readonly visit: Visit;
  readonly walk: PathWalk;
  readonly assessmentOf: (element: XmlElement) => Assessment | undefined;
}

/** A text where it stands in the document. */
const inPlace = ({ visit }: FieldReading, element: XmlElement): QNameContext => ({
  resolve: (prefix) => findNamespace(element.scope, prefix),
  step: visit.qnames.step,
});

/** A default or fixed value where it stands in the schema. */
const inSchema = ({ visit }: FieldReading, { resolve }: ValueConstraint): QNameContext => ({
  resolve,
  step: visit.qnames.step,
});

const readElement = (reading: FieldReading, element: XmlElement): FieldValue => {
  const assessment = reading.assessmentOf(element);
  if (assessment?.type.content.kind !== 'text') return { kind: 'complex', element };
  const { nillable, valueConstraint } = assessment.declaration;
  if (nillable && isNil(element)) return { kind: 'absent', nillable };
  const { type } = assessment.type.content;
  const [first] = element.children;
  if (first === undefined && valueConstraint !== undefined) {
    return toValue({ type, text: valueConstraint.text, qnames: inSchema(reading, valueConstraint), nillable });
  }
  if (first !== undefined && isElement(first)) return { kind: 'invalid' };
  return toValue({ type, text: first ?? '', qnames: inPlace(reading, element), nillable });
};

const equal = (left: XmlName, right: XmlName): boolean =>
  left.local === right.local && left.namespace === right.namespace;

/** Type of an attribute that stands in an element: its declared one, or that of a global one that a wildcard let in. */
const typeOfAttribute = ({ visit }: FieldReading, type: TypePlan, name: XmlName): SimpleType | undefined => {
  const own = type.attributes.find((each) => equal(each.name, name));
  if (own !== undefined) return own.type;
  const isChecked = type.attributeWildcard !== undefined && type.attributeWildcard.processContents !== 'skip';
  return isChecked ? visit.plans.findAttribute(name)?.type : undefined;
};

const readAttribute = (reading: FieldReading, element: XmlElement, name: XmlName): FieldValue => {
  const type = reading.assessmentOf(element)?.type;
  if (type === undefined) return ABSENT;
  const written = element.attributes.find((each) => equal(each.name, name));
  if (written !== undefined) {
    const own = typeOfAttribute(reading, type, name);
    if (own === undefined) return ABSENT;
    return toValue({ type: own, text: written.value, qnames: inPlace(reading, element), nillable: false });
  }
  const plan = type.attributes.find((each) => equal(each.name, name));
  const constraint = plan?.use.valueConstraint;
  if (plan === undefined || constraint === undefined) return ABSENT;
  return toValue({ type: plan.type, text: constraint.text, qnames: inSchema(reading, constraint), nillable: false });
};

/** Names of the attributes that an element has, those with a default included, and those of XMLSchema-instance not. */
const namesOf = ({ assessmentOf }: FieldReading, element: XmlElement): readonly XmlName[] => {
  const names = element.attributes.map(({ name }) => name).filter(({ namespace }) => namespace !== XSI_NAMESPACE);
  for (const { name, use } of assessmentOf(element)?.type.attributes ?? []) {
    if (use.valueConstraint !== undefined && !names.some((each) => equal(each, name))) names.push(name);
  }
  return names;
};

const readNode = (reading: FieldReading, { element, attribute }: FieldNode): FieldValue =>
  attribute === undefined ? readElement(reading, element) : readAttribute(reading, element, attribute);

/** What one field finds from a selected element (section 3.11.4, 3). */
export const readField = (reading: FieldReading, from: XmlElement, paths: readonly IdentityPath[]): FieldValue => {
  const nodes = findFieldNodes(reading.walk, { from, paths }, (element) => namesOf(reading, element));
  const [node, second] = nodes;
  if (second !== undefined) return { kind: 'many' };
  return node === undefined ? ABSENT : readNode(reading, node);
};
