import { StoaError } from '../../base/index.js';
import type { ErrorFinding } from '../../base/index.js';
import type { XmlElement } from '../../xml/index.js';
import type { TypedMessage } from '../facade.js';
import type { ElementPlan, Plans } from '../plan/model.js';
import type { CheckLimits } from './budget.js';
import { undeclaredMessage, visitElement } from './element.js';
import { assertValid, checkReferences, createVisit, note } from './visit.js';
import type { Visit } from './visit.js';

/** Checks and decodes documents against one schema. */
export interface InstanceReader {
  readonly check: (element: XmlElement, source?: string) => readonly ErrorFinding[];
  readonly decode: (element: XmlElement, source?: string) => TypedMessage;
}

/** Makes the checker and decoder of one schema. */
export const createInstanceReader = (plans: Plans, limits: CheckLimits): InstanceReader => {
  const visitRoot = (
    visit: Visit,
    element: XmlElement,
    target: { plan: ElementPlan; build: boolean },
  ): TypedMessage => {
    const value = visitElement(visit, element, target);
    checkReferences(visit, element);
    return { name: element.name, value };
  };
  return {
    check: (element, source) => {
      const visit = createVisit({ plans, limits, source });
      const plan = plans.findElement(element.name);
      if (plan === undefined) {
        visit.path.push(element);
        note(visit, { rule: 'cvc-elt.1', message: undeclaredMessage(element) });
      } else visitRoot(visit, element, { plan, build: false });
      return visit.findings;
    },
    decode: (element, source) => {
      const plan = plans.findElement(element.name);
      if (plan === undefined) throw new StoaError('MESSAGE_UNDECLARED', undeclaredMessage(element));
      const visit = createVisit({ plans, limits, source });
      const message = visitRoot(visit, element, { plan, build: true });
      assertValid(visit);
      return message;
    },
  };
};
