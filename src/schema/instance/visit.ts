import { StoaError } from '../../base/index.js';
import type { ErrorFinding } from '../../base/index.js';
import { findNamespace, isElement, locate, toNameKey } from '../../xml/index.js';
import type { NamespaceScope, XmlElement, XmlName } from '../../xml/index.js';
import { createBudget } from './budget.js';
import type { CheckLimits } from './budget.js';
import type { IdentityState } from './identity-state.js';
import type { Plans } from '../plan/model.js';
import { listIds } from '../simple/ids.js';
import type { QNameContext, SimpleType } from '../simple/model.js';

/** Namespace of `xsi:type`, `xsi:nil` and kin. */
export const XSI_NAMESPACE = 'http://www.w3.org/2001/XMLSchema-instance';

/** What is collected while a document is read, by whatever codec. */
export interface Reading {
  readonly source: string | undefined;
  readonly maxFindings: number;
  readonly findings: ErrorFinding[];
  /** The elements from the root to the one being looked at. */
  readonly path: XmlElement[];
  /** Resolves prefixes where {@link Visit.scope} is in force, and counts steps. */
  readonly qnames: QNameContext;
  scope: NamespaceScope | undefined;
  /** IDs met, and IDREFs met with the place of the first. Made when the first one comes. */
  ids: Set<string> | undefined;
  references: Map<string, XmlElement> | undefined;
  /** What identity constraints need; there only inside elements that have some. */
  identity: IdentityState | undefined;
  /** Set by emitted codecs inside elements that have identity constraints. */
  assess: Assess | undefined;
}

/** Told of an element by whoever reads it, with its declaration and the type in force; what it gives is called at its end. */
export type Assess = (element: XmlElement, declaration: object, type: object) => () => void;

/** What is collected while a document is checked by walking plans. */
export interface Visit extends Reading {
  readonly plans: Plans;
}

/** What a reading is begun with. */
export interface ReadingOptions {
  readonly limits: CheckLimits;
  readonly source: string | undefined;
}

/** A reading that has met nothing yet. */
export const createReading = ({ limits, source }: ReadingOptions): Reading => {
  const reading: Reading = {
    source,
    maxFindings: limits.maxFindings,
    findings: [],
    path: [],
    qnames: { resolve: (prefix) => findNamespace(reading.scope, prefix), step: createBudget(limits) },
    scope: undefined,
    ids: undefined,
    references: undefined,
    identity: undefined,
    assess: undefined,
  };
  return reading;
};

/** A visit that has met nothing yet. */
export const createVisit = ({ plans, ...options }: ReadingOptions & { readonly plans: Plans }): Visit =>
  Object.assign(createReading(options), { plans });

const step = (element: XmlElement, parent: XmlElement | undefined): string => {
  const { name } = element;
  if (parent === undefined) return `/${name.local}`;
  let count = 0;
  let position = 0;
  for (const child of parent.children) {
    if (!isElement(child) || child.name.local !== name.local || child.name.namespace !== name.namespace) continue;
    count++;
    if (child === element) position = count;
  }
  return count > 1 ? `/${name.local}[${String(position)}]` : `/${name.local}`;
};

/** XPath-like path of the element that a visit is at: local names, with positions among children of one name. */
const pathOf = (path: readonly XmlElement[]): string => path.map((element, at) => step(element, path[at - 1])).join('');

/** What is wrong and where. */
export interface Finding {
  readonly rule: string;
  readonly message: string;
  /** An attribute of the element, when it is about one. */
  readonly attribute?: XmlName;
  /** A child of the element, when it is about one. */
  readonly child?: XmlElement;
}

/** Notes that the element a visit is at, its attribute or its child, breaks a rule. */
export const note = (visit: Reading, { rule, message, attribute, child }: Finding): void => {
  if (visit.findings.length >= visit.maxFindings) return;
  const path = child === undefined ? visit.path : [...visit.path, child];
  const place = path.at(-1);
  const attributeStep = attribute === undefined ? '' : `/@${attribute.local}`;
  const finding = { rule, message, path: pathOf(path) + attributeStep };
  const isPlaced = visit.source !== undefined && place !== undefined && place.start >= 0;
  visit.findings.push(isPlaced ? { ...finding, ...locate(visit.source, place.start) } : finding);
};

/** Name of something for messages: the local name, and its namespace when there is one. */
export const showName = (name: XmlName): string => toNameKey(name);

/** Keeps IDs and references to them, to be compared at the end; two equal IDs break `cvc-id.2`. */
export const keepIdentity = (visit: Reading, type: SimpleType, text: string): void => {
  if (!type.runtime.holdsIds) return;
  for (const { kind, value } of listIds(type, text, visit.qnames)) {
    if (kind === 'ID') {
      visit.ids ??= new Set();
      if (visit.ids.has(value)) note(visit, { rule: 'cvc-id.2', message: `the ID ${value} stands twice` });
      visit.ids.add(value);
      continue;
    }
    visit.references ??= new Map();
    const place = visit.path.at(-1);
    if (place !== undefined && !visit.references.has(value)) visit.references.set(value, place);
  }
};

/** Compares IDs and references at the end of a document (`cvc-id.1`). */
export const checkReferences = (visit: Reading, root: XmlElement): void => {
  if (visit.references === undefined) return;
  for (const reference of visit.references.keys()) {
    if (visit.ids?.has(reference) === true) continue;
    visit.path.push(root);
    note(visit, { rule: 'cvc-id.1', message: `expected an element with the ID ${reference}, found none` });
    visit.path.pop();
  }
};

/** @throws {StoaError} `MESSAGE_INVALID` with the findings, if there are some */
export const assertValid = ({ findings }: Reading): void => {
  const [first] = findings;
  if (first === undefined) return;
  const place = first.line === undefined ? (first.path ?? '/') : `${String(first.line)}:${String(first.column)}`;
  const more = findings.length > 1 ? `, and ${String(findings.length - 1)} more` : '';
  throw new StoaError('MESSAGE_INVALID', `${first.message} at ${place}${more}`, { findings });
};
