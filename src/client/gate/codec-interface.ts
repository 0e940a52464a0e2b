import type { MessageOrder, Method } from '../../advertisement/index.js';
import { StoaError, given } from '../../base/index.js';
import type { MessageInterface } from '../../gate/index.js';
import type { TypedMessage } from '../../schema/index.js';
import type { MessageOptions, TypedValue } from '../../schema/runtime/index.js';
import { equalNames, toNameKey } from '../../xml/index.js';
import type { XmlDocument, XmlElement, XmlName } from '../../xml/index.js';

/** How one message is written and read: what a generated module exports for its root element. */
export interface MessageCodec {
  /** Its root element. */
  readonly name: XmlName;
  /** Text of a value, checked as it is written. */
  readonly encode: (value: never, options?: MessageOptions) => string;
  /** Value of a message, checked as it is read. */
  readonly decode: (message: XmlElement | XmlDocument) => unknown;
}

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

const toMethod = ({ name, request, response, faults = NO_FAULTS, idempotent = false }: MethodCodecs): Method => ({
  name,
  request: request.name,
  ...(response && { response: response.name }),
  faults: faults.map((fault) => fault.name),
  idempotent,
});

const undeclared = (name: XmlName): StoaError =>
  new StoaError('MESSAGE_UNDECLARED', `no method of the interface takes a message ${toNameKey(name)}`);

/** Reads a message; what was read of it is kept for as long as the message is. */
const createDecode = (codecs: readonly MessageCodec[]) => {
  const known = new WeakMap<XmlElement, TypedMessage>();
  return (root: XmlElement, source?: string): TypedMessage => {
    const before = known.get(root);
    if (before !== undefined) return before;
    const codec = codecs.find(({ name }) => equalNames(name, root.name));
    if (codec === undefined) throw undeclared(root.name);
    const value = codec.decode(source === undefined ? root : { root, source }) as TypedValue;
    const message = { name: root.name, value };
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
    findByRequest,
    getMethod: (name) => {
      const found = methods.find(({ method }) => method.name === name);
      if (found) return found.method;
      const known = methods.map(({ method }) => method.name).join(', ') || 'none';
      throw new StoaError('METHOD_UNKNOWN', `the interface has no method "${name}"; it has: ${known}`);
    },
    checkRequest: (element, source) => {
      const method = findByRequest(element.name);
      if (method === undefined) throw undeclared(element.name);
      decode(element, source);
      return method;
    },
    checkAnswer: ({ name, response, faults }, element, source) => {
      const isFault = faults.some((fault) => equalNames(fault, element.name));
      if (!isFault && !(response && equalNames(response, element.name))) {
        const wanted = [...(response ? [response] : []), ...faults].map(toNameKey).join(' or ') || 'no message';
        const came = toNameKey(element.name);
        throw new StoaError('ANSWER_INVALID', `method "${name}" answers with ${wanted}, what came is ${came}`);
      }
      try {
        decode(element, source);
      } catch (thrown) {
        const { message, findings } = StoaError.from(thrown);
        throw new StoaError('ANSWER_INVALID', `the answer of method "${name}": ${message}`, {
          findings,
          cause: thrown,
        });
      }
      return isFault ? 'fault' : 'response';
    },
    schema: {
      decode,
      encode: ({ name, value }, options) => {
        const codec = messages.find((each) => equalNames(each.name, name));
        if (codec === undefined) throw undeclared(name);
        // The codec looks at it member by member, whatever it is.
        return codec.encode(value as never, options);
      },
    },
  };
};
