import type { MessageOrder, Method } from '../../advertisement/index.js';
import { StoaError, given } from '../../base/light.js';
import type { MessageInterface } from '../../gate/index.js';
import type { TypedMessage, TypedValue } from '../../schema/index.js';
import { loadText, loadValue, toAnswerError } from '../../gate/light.js';
import type { DescribedMessage, MessageOptions } from '../../schema/runtime/light.js';
import { equalNames, toNameKey } from '../../xml/light.js';
import type { XmlDocument, XmlElement, XmlName } from '../../xml/index.js';

/** How one message is written and read, by functions that a generated module exports for its root element. */
export interface MessageFunctions {
  /** Text of a value, checked as it is written. */
  readonly encode: (value: never, options?: MessageOptions) => string;
  /** Value of a message, checked as it is read. */
  readonly decode: (message: XmlElement | XmlDocument) => unknown;
}

/**
 * A message as a generated module has it: what describes its root element, so that little is loaded for usual messages, or functions.
 */
export type MessageCodec = {
  /** Its root element. */
  readonly name: XmlName;
} & (MessageFunctions | DescribedMessage);

/** The codecs of one method. */
export interface MethodCodecs {
  readonly name: string;
  readonly request: MessageCodec;
  /** Absent for a one-way method. */
  readonly response?: MessageCodec;
  readonly faults?: readonly MessageCodec[];
  readonly idempotent?: boolean;
}

/** The codecs of the methods of an interface, as a generator wrote them. */
export type GateCodecs = readonly MethodCodecs[];

/** An interface as it was when its codecs were generated. */
export interface WithCodecs {
  readonly codecs?: GateCodecs;
  /** The order in which messages come, where the interface states one. */
  readonly order?: MessageOrder;
}

const NO_FAULTS: readonly MessageCodec[] = [];

/** The method that codecs are of. */
export const toMethod = ({
  name,
  request,
  response,
  faults = NO_FAULTS,
  idempotent = false,
}: MethodCodecs): Method => ({
  name,
  request: request.name,
  ...(response && { response: response.name }),
  faults: faults.map((fault) => fault.name),
  idempotent,
});

const undeclared = (name: XmlName): StoaError =>
  new StoaError('MESSAGE_UNDECLARED', `no method of the interface takes a message ${toNameKey(name)}`);

const readValue = async (codec: MessageCodec, root: XmlElement, source: string | undefined): Promise<TypedValue> => {
  const message = source === undefined ? root : { root, source };
  return 'codec' in codec ? loadValue(codec, message) : (codec.decode(message) as TypedValue);
};

/** Reads a message; what was read of it is kept for as long as the message is. */
const createDecode = (codecs: readonly MessageCodec[]) => {
  const known = new WeakMap<XmlElement, Promise<TypedMessage>>();
  const read = async ({ name }: XmlElement, value: Promise<TypedValue>) => ({ name, value: await value });
  return async (root: XmlElement, source?: string): Promise<TypedMessage> => {
    const before = known.get(root);
    if (before !== undefined) return before;
    const codec = codecs.find((each) => equalNames(each.name, root.name));
    if (codec === undefined) throw undeclared(root.name);
    const message = read(root, readValue(codec, root, source));
    known.set(root, message);
    return message;
  };
};

/** An interface of generated codecs: what a gate needs of one, with no schema read. */
export const createCodecInterface = (codecs: GateCodecs, order?: MessageOrder): MessageInterface => {
  const methods = codecs.map((method) => ({ method: toMethod(method), codecs: method }));
  const messages = codecs.flatMap(({ request, response, faults = NO_FAULTS }) => [
    request,
    ...(response ? [response] : []),
    ...faults,
  ]);
  const decode = createDecode(messages);
  const findByRequest = (name: XmlName): Method | undefined =>
    methods.find(({ method }) => equalNames(method.request, name))?.method;
  return {
    ...given('order', order),
    mayLackFaults: true,
    findByRequest,
    getMethod: (name) => {
      const found = methods.find(({ method }) => method.name === name);
      if (found) return found.method;
      const known = methods.map(({ method }) => method.name).join(', ') || 'none';
      throw new StoaError('METHOD_UNKNOWN', `the interface has no method "${name}"; it has: ${known}`);
    },
    checkRequest: async (element, source) => {
      const method = findByRequest(element.name);
      if (method === undefined) throw undeclared(element.name);
      await decode(element, source);
      return method;
    },
    checkAnswer: async ({ name, response, faults }, element, source) => {
      const isFault = faults.some((fault) => equalNames(fault, element.name));
      if (!isFault && !(response && equalNames(response, element.name))) {
        const wanted = [...(response ? [response] : []), ...faults].map(toNameKey).join(' or ') || 'no message';
        const came = toNameKey(element.name);
        throw new StoaError('ANSWER_INVALID', `method "${name}" answers with ${wanted}, what came is ${came}`);
      }
      try {
        await decode(element, source);
      } catch (thrown) {
        throw toAnswerError(`the answer of method "${name}": `, thrown);
      }
      return isFault ? 'fault' : 'response';
    },
    schema: {
      decode,
      encode: async ({ name, value }, options) => {
        const codec = messages.find((each) => equalNames(each.name, name));
        if (codec === undefined) throw undeclared(name);
        // The codec looks at it member by member, whatever it is.
        return 'codec' in codec ? loadText(codec, value, options) : codec.encode(value as never, options);
      },
    },
  };
};
