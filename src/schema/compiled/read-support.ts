import { isElement } from '../../xml/index.js';
import type { XmlElement, XmlName } from '../../xml/index.js';
import { visitAttributes } from '../instance/attributes.js';
import type { CheckLimits } from '../instance/budget.js';
import { visitChild, wildMember } from '../instance/content.js';
import { addMember } from '../instance/members.js';
import { visitElement } from '../instance/element.js';
import { toFragment } from '../instance/fragment.js';
import type { Members } from '../instance/members.js';
import { valueOfConstraint, visitText } from '../instance/text.js';
import { XSI_NAMESPACE, checkReferences, createVisit } from '../instance/visit.js';
import type { Visit } from '../instance/visit.js';
import type { AttributePlan, ChildPlan, ElementPlan, Plans, TypePlan } from '../plan/model.js';
import { readWholeNumber } from '../simple/quick-test.js';
import type { QNameContext, SimpleType } from '../simple/model.js';
import { collapse, replaceBreaks } from '../simple/white-space.js';
import type { TypedValue } from '../values.js';

/** One reading of a document. The visit is that of the interpreted twin, made when something is left to it. */
export interface ReadRun {
  readonly source: string | undefined;
  visit: Visit | undefined;
}

/**
 * What a compiled reader calls. Whatever is handed to the interpreted visitors is valid when it leaves no finding:
 * a program that is told of one gives up, and the whole document is read again by the interpreted twin.
 */
export interface ReadSupport {
  /** Reads one element; `undefined` (`false` when only checking) after a finding. */
  readonly element: (run: ReadRun, plan: ElementPlan, element: XmlElement) => TypedValue;
  /** Reads the attributes of an element; whether that left no finding. */
  readonly attributes: (run: ReadRun, element: XmlElement, parts: AttributeParts) => boolean;
  /** Reads a text; `undefined` (`false`) after a finding. */
  readonly text: (run: ReadRun, element: XmlElement, parts: TextParts) => TypedValue;
  /** What texts are read with where the work that they make is counted. */
  readonly context: (run: ReadRun) => QNameContext;
  /** Reads a child that a wildcard took, and adds it to the members; whether that left no finding. */
  readonly wild: (run: ReadRun, child: XmlElement, parts: WildParts) => boolean;
  /** What is compared at the end of a document; whether it is valid. */
  readonly finish: (run: ReadRun, root: XmlElement) => boolean;
}

/** A type, and the members to which the values of attributes go. */
export interface AttributeParts {
  readonly plan: TypePlan;
  readonly members: Members | undefined;
}

/** A text of a simple type, and the attribute that it is of. */
export interface TextParts {
  readonly type: SimpleType;
  readonly text: string;
  readonly attribute: XmlName | undefined;
}

/** Where a child of a wildcard stands. */
export interface WildParts {
  readonly parent: XmlElement;
  readonly plan: TypePlan;
  readonly child: ChildPlan;
  readonly members: Members | undefined;
}

/** Whether a text is white space alone. */
export const isBlank = (text: string): boolean => {
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit !== 0x20 && unit !== 0x0a && unit !== 0x09 && unit !== 0x0d) return false;
  }
  return true;
};

const hasNothingDeclared = (plans: Plans, element: XmlElement): boolean => {
  if (plans.findElement(element.name) !== undefined) return false;
  for (const { name } of element.attributes)
    if (name.namespace === XSI_NAMESPACE || plans.findAttribute(name) !== undefined) return false;
  for (const child of element.children) if (isElement(child) && !hasNothingDeclared(plans, child)) return false;
  return true;
};

/** Whether a wildcard lets an element in of which the schema knows nothing at any depth: there is nothing in it to check. */
const isUnknown = (plans: Plans, { wildcard }: ChildPlan, element: XmlElement): boolean => {
  if (wildcard === undefined || wildcard.processContents === 'strict') return false;
  return wildcard.processContents === 'skip' || hasNothingDeclared(plans, element);
};

/** Functions without state, for programs. */
export const READ_FUNCTIONS = { isBlank, collapse, replaceBreaks, readWholeNumber, addMember, toBigInt: BigInt };

/** The value of an attribute that is absent and has a default. */
export const defaultOf = ({ type, use }: AttributePlan, context?: QNameContext): TypedValue =>
  use.valueConstraint === undefined ? undefined : valueOfConstraint(type, use.valueConstraint, context?.step);

/** Calls for the programs of one schema; with `build`, values are made. */
export const createReadSupport = (plans: Plans, options: { checks: CheckLimits; build: boolean }): ReadSupport => {
  const { checks, build } = options;
  const visitOf = (run: ReadRun): Visit => (run.visit ??= createVisit({ plans, limits: checks, source: run.source }));
  const isValid = (visit: Visit): boolean => visit.findings.length === 0;
  const enter = (run: ReadRun, element: XmlElement): Visit => {
    const visit = visitOf(run);
    visit.path.push(element);
    visit.scope = element.scope;
    return visit;
  };
  const result = (visit: Visit, value: TypedValue): TypedValue => {
    if (!build) return isValid(visit);
    return isValid(visit) ? value : undefined;
  };
  return {
    element: (run, plan, element) => {
      const visit = visitOf(run);
      return result(visit, visitElement(visit, element, { plan, build }));
    },
    attributes: (run, element, parts) => {
      const visit = enter(run, element);
      visitAttributes(visit, element, parts);
      visit.path.pop();
      return isValid(visit);
    },
    text: (run, element, parts) => {
      const visit = enter(run, element);
      const value = visitText(visit, parts, build);
      visit.path.pop();
      return result(visit, value);
    },
    context: (run) => visitOf(run).qnames,
    wild: (run, child, { parent, plan, child: wildcard, members }) => {
      if (isUnknown(plans, wildcard, child)) {
        if (members !== undefined)
          addMember(members, {
            member: wildMember(plan, child),
            repeated: true,
            value: toFragment(run.source, child, parent),
          });
        return true;
      }
      const visit = enter(run, parent);
      const value = visitChild(visit, child, { child: wildcard, target: { plan, members, visitElement } });
      visit.path.pop();
      if (members !== undefined) addMember(members, value);
      return isValid(visit);
    },
    finish: (run, root) => {
      if (run.visit === undefined) return true;
      checkReferences(run.visit, root);
      return isValid(run.visit);
    },
  };
};
