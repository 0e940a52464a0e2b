import { StoaError, isStoaError } from '../../base/index.js';
import { toNameKey } from '../../xml/index.js';
import type { EncodeOptions, TypedMessage } from '../facade.js';
import type { CheckLimits } from '../instance/budget.js';
import type { ElementPlan, Plans } from '../plan/model.js';
import { assertValidValue } from './valid-value.js';
import { checkWrittenReferences } from './identity.js';
import { reachesUnqualified } from './reach.js';
import { writeElement } from './write-element.js';
import { createWriter, defaultDeclaration, enter, headOf, noteValue, prefixDeclarations } from './writer.js';
import type { Writer } from './writer.js';

const write = (writer: Writer, plan: ElementPlan, value: TypedMessage['value']): void => {
  enter(writer, plan.declaration.name.local, 0);
  try {
    writeElement(writer, plan, value);
  } catch (thrown) {
    // Text that XML cannot hold is found where it is escaped.
    if (!isStoaError(thrown, 'VALUE_INVALID')) throw thrown;
    noteValue(writer, { rule: 'cvc-datatype-valid.1.2.1', message: thrown.message });
  }
};

/** The text with the declarations put after the root's name. */
const complete = (writer: Writer, options: EncodeOptions): string => {
  const nameEnd = /[\s/>]/.exec(writer.text)?.index ?? writer.text.length;
  const declarations = defaultDeclaration(writer.defaultNamespace) + prefixDeclarations(writer);
  return `${headOf(options)}${writer.text.slice(0, nameEnd)}${declarations}${writer.text.slice(nameEnd)}`;
};

/** Makes the encoder of one schema. */
export const createEncoder = (
  plans: Plans,
  checks: CheckLimits,
): ((message: TypedMessage, options?: EncodeOptions) => string) => {
  const prefixed = new Map<ElementPlan, boolean>();
  const needsPrefix = (plan: ElementPlan): boolean => {
    const known = prefixed.get(plan) ?? reachesUnqualified(plan);
    prefixed.set(plan, known);
    return known;
  };
  return ({ name, value }, options = {}) => {
    const plan = plans.findElement(name);
    if (plan === undefined) throw new StoaError('MESSAGE_UNDECLARED', `no element ${toNameKey(name)} is declared`);
    const defaultNamespace = needsPrefix(plan) ? '' : name.namespace;
    let writer = createWriter({ plans, options, checks, defaultNamespace });
    write(writer, plan, value);
    if (writer.needsNoDefault) {
      writer = createWriter({ plans, options, checks, defaultNamespace: '' });
      write(writer, plan, value);
    }
    checkWrittenReferences(writer);
    assertValidValue(writer.findings);
    return complete(writer, options);
  };
};
