import { StoaError } from '../base/index.js';
import type { Schema, Transitions } from '../schema/index.js';
import { toTransitions } from '../schema/index.js';
import type { XmlName } from '../xml/index.js';
import { toNameKey } from '../xml/index.js';
import type { Interface, MessageOrder } from './model.js';

const REASONS = {
  wildcard: 'has a wildcard, and of what it lets in no order can be told',
  all: 'is an xs:all, which states no order',
  'too-large': 'has more than 1,000 states',
} as const;

const invalid = (type: XmlName, reason: string): StoaError => {
  const message = `the type of the conversation, ${toNameKey(type)}, ${reason}`;
  return new StoaError('ADVERTISEMENT_INVALID', message, { findings: [{ rule: 'conversation-type', message }] });
};

const readTransitions = (type: XmlName, { model }: Schema): Transitions => {
  const found = model.types.get(toNameKey(type));
  if (found?.kind !== 'complex') throw invalid(type, "is no global complex type of the interface's schema");
  const { content } = found;
  if (content.kind !== 'elements' || content.mixed) throw invalid(type, 'has no content of elements alone');
  const transitions = toTransitions(content.particle);
  if (typeof transitions === 'string') throw invalid(type, REASONS[transitions]);
  return transitions;
};

/**
 * The order of messages that an interface states: the content model of its conversation's type, with requests as children. Elements of it
 * that are no requests of the interface (of one that was cut, say) lead nowhere.
 *
 * @throws {StoaError} `ADVERTISEMENT_INVALID` when the type states no such order
 */
export const compileOrder = ({ conversation, methods }: Interface, schema: Schema): MessageOrder | undefined => {
  if (conversation === undefined) return undefined;
  const nameByRequest = new Map(methods.map(({ name, request }) => [toNameKey(request), name]));
  return readTransitions(conversation, schema).map((steps) =>
    Object.fromEntries(
      [...steps].flatMap(([element, next]) => {
        const name = nameByRequest.get(element);
        return name === undefined ? [] : [[name, next] as const];
      }),
    ),
  );
};
