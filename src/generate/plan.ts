import { elementsOf } from '../advertisement/index.js';
import type { Method } from '../advertisement/index.js';
import { CODEC_TYPES, emitCodecs, printTypes } from '../schema/index.js';
import type { EmittedCodecs } from '../schema/index.js';
import { fromNameKey, toNameKey } from '../xml/index.js';
import type { NameKey } from '../xml/index.js';
import type { SourceContract } from './contract.js';
import { createMemberNames, createNames, toCamelCase, toTypeName } from './identifiers.js';
import type { Names } from './identifiers.js';
import type { GenerateOptions } from './model.js';

/** A message: its element, the type of its values, the constant that describes it, and what is known of it before it is written. */
export interface MessagePlan {
  readonly element: NameKey;
  readonly type: string;
  readonly codec: string;
  readonly facts: readonly string[];
}

/** A fault as a class. */
export interface FaultPlan {
  readonly className: string;
  readonly message: MessagePlan;
}

/** A method with the names that it has in the text. */
export interface MethodPlan {
  readonly method: Method;
  /** Member of the client's class and of the handlers. */
  readonly member: string;
  /** Member that gives results as they come; a one-way method has none. */
  readonly results: string | undefined;
  /** Constant that describes the method. */
  readonly constant: string;
  readonly request: MessagePlan;
  /** The request says nothing. */
  readonly isEmpty: boolean;
  readonly response: MessagePlan | undefined;
  readonly faults: readonly FaultPlan[];
}

/** An event with the names that it has in the text. */
export interface EventPlan {
  /** By which it is told from others. */
  readonly name: string;
  /** Constant that describes the event. */
  readonly constant: string;
  readonly message: MessagePlan;
}

/** Everything that is printed, by its name. */
export interface ModulePlan {
  readonly contract: SourceContract;
  /** Types of the messages and what they refer to. */
  readonly types: string;
  readonly codecs: EmittedCodecs;
  readonly client: string;
  readonly handlers: string;
  /** Type of the events, where there are any. */
  readonly event: string;
  /** Function that makes the service of its handlers. */
  readonly service: string;
  readonly constant: string;
  readonly faults: readonly FaultPlan[];
  readonly methods: readonly MethodPlan[];
  readonly events: readonly EventPlan[];
}

/** Names that the text imports. */
const IMPORTED = [
  ...[
    'CallContext',
    'CallOptions',
    'Contract',
    'ContractClient',
    'ContractContext',
    'ContractEvent',
    'ContractMessage',
    'ContractMethod',
  ],
  'Results',
  ...['MessageOptions', 'ServiceDefinition', 'Source', 'TypedFault', 'TypedObject', 'TypedValue'],
];

const listDeclared = (types: string): readonly string[] =>
  [...types.matchAll(/^export (?:type|interface) (\S+?)(?:<| |=|$)/gm)].map((found) => found[1] ?? '');

const isEmptyType = (types: string, type: string): boolean =>
  types.includes(`export type ${type} = { readonly [member: string]: never };`);

type FindMessage = (element: NameKey) => MessagePlan;

/** Last word of a namespace: `urn:example:units` ends with units. */
const lastWord = (namespace: string): string => toTypeName(/[^/:#]+(?=[/:#]*$)/.exec(namespace)?.[0] ?? '', 'Other');

const planFaults = (elements: readonly NameKey[], messageOf: FindMessage, names: Names): FaultPlan[] =>
  elements.map((element) => {
    const { namespace, local } = fromNameKey(element);
    const name = toTypeName(local, 'Message');
    // The type of the value has the element's own name.
    const wanted = `${name}${/(?:Fault|Exception)$/.test(name) ? 'Error' : 'Fault'}`;
    return { message: messageOf(element), className: names.take(wanted, `${lastWord(namespace)}${wanted}`) };
  });

const toEventConstant = (name: string): string => {
  const camel = toCamelCase(name, 'other');
  return /event$/i.test(camel) ? camel : `${camel}Event`;
};

type EventNames = Omit<EventPlan, 'message'> & { readonly element: NameKey };

const nameEvents = (elements: readonly NameKey[]): readonly EventNames[] => {
  const [names, constants] = [createNames([]), createNames([])];
  return elements.map((element) => {
    const name = names.take(fromNameKey(element).local, element);
    return { element, name, constant: constants.take(toEventConstant(name)) };
  });
};

type MethodNames = Pick<MethodPlan, 'method' | 'member' | 'results' | 'constant'>;

const nameMethods = ({ interface: { methods } }: SourceContract): readonly MethodNames[] => {
  const members = createMemberNames();
  const wanted = methods.map(({ name }) => {
    const camel = toCamelCase(name, 'method');
    return members.take(camel, `${camel}Method`);
  });
  const constants = createNames([]);
  return methods.map((method, at) => {
    const [member = ''] = wanted.slice(at);
    return {
      method,
      member,
      results: method.response && members.take(`${member}Results`),
      constant: constants.take(`${member}Method`),
    };
  });
};

const planMethod = (
  named: MethodNames,
  parts: { readonly messageOf: FindMessage; readonly types: string; readonly faults: readonly FaultPlan[] },
): MethodPlan => {
  const { request, response, faults } = named.method;
  const sent = parts.messageOf(toNameKey(request));
  const keys = new Set(faults.map(toNameKey));
  return {
    ...named,
    request: sent,
    isEmpty: isEmptyType(parts.types, sent.type),
    response: response && parts.messageOf(toNameKey(response)),
    faults: parts.faults.filter(({ message }) => keys.has(message.element)),
  };
};

/**
 * Gives everything its name. Names depend on the interface alone, so the text is equal from run to run.
 *
 * @throws {StoaError} what printing types throws
 */
export const planModule = (
  contract: SourceContract,
  { from, wildcards }: Required<Pick<GenerateOptions, 'from' | 'wildcards'>>,
): ModulePlan => {
  const base = toTypeName(contract.name, 'Service');
  const stem = base.replace(/(?:Client|Service)$/, '') || base;
  const own = { client: `${stem}Client`, handlers: `${stem}Handlers`, event: `${stem}Event` };
  const reserved = [...IMPORTED, ...CODEC_TYPES, ...Object.values(own)];
  const { schema } = contract.compiled;
  const elements = elementsOf(contract.interface);
  const { text: types, names } = printTypes(schema, { elements, reserved });
  const { methods, events } = contract.interface;
  const namedMethods = nameMethods(contract);
  const namedEvents = nameEvents([...new Set(events.map(toNameKey))]);
  const camel = toCamelCase(stem, 'service');
  const constants = { service: `${camel}Service`, constant: `${camel}Contract` };
  const codecs = emitCodecs(schema, elements, {
    exports: 'none',
    runtime: from.runtime,
    wildcards,
    reserved: [...[...namedMethods, ...namedEvents].map(({ constant }) => constant), ...Object.values(constants)],
  });
  const roots = new Map(codecs.roots.map((root) => [toNameKey(root.name), root]));
  const messageOf = (element: NameKey): MessagePlan => {
    const { codec = '', facts = [] } = roots.get(element) ?? {};
    return { element, type: names.get(element) ?? 'never', codec, facts };
  };
  const faultKeys = [...new Set(methods.flatMap(({ faults }) => faults.map(toNameKey)))];
  const faults = planFaults(faultKeys, messageOf, createNames([...reserved, ...listDeclared(types)]));
  return {
    contract,
    types,
    codecs,
    ...own,
    ...constants,
    faults,
    methods: namedMethods.map((named) => planMethod(named, { messageOf, types, faults })),
    events: namedEvents.map(({ element, ...named }) => ({ ...named, message: messageOf(element) })),
  };
};
