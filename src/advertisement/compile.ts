import type { ErrorFinding, SchemaLimits } from '../base/index.js';
import { StoaError } from '../base/index.js';
import type { ComponentKey, Schema } from '../schema/index.js';
import { readSchema } from '../schema/index.js';
import type { NameKey, XmlElement, XmlName } from '../xml/index.js';
import { equalNames, toNameKey } from '../xml/index.js';
import type { Advertisement, Interface, MessageOrder, Method } from './model.js';
import { compileOrder } from './order.js';

/** An interface that messages can be held against; its schema may be somewhere else. Immutable; safe to keep and share. */
export interface CheckedInterface {
  readonly methods: readonly Method[];
  /** The method whose request element has that name: the root of a message says the method. */
  readonly findByRequest: (name: XmlName) => Method | undefined;
  /** The method of that name. @throws {StoaError} `METHOD_UNKNOWN` */
  readonly getMethod: (name: string) => Method;
  /**
   * The method that a message calls, the message checked against its declaration.
   *
   * @throws {StoaError} `MESSAGE_UNDECLARED` when no method takes it, `MESSAGE_INVALID` with findings
   */
  readonly checkRequest: (element: XmlElement, source?: string) => Method | Promise<Method>;
  /**
   * Whether a checked answer is the method's response or one of its faults.
   *
   * @throws {StoaError} `ANSWER_INVALID` when it is neither or, with findings, does not conform
   */
  readonly checkAnswer: (method: Method, element: XmlElement, source?: string) => AnswerKind | Promise<AnswerKind>;
  /** The order in which messages come, where the interface states one. */
  readonly order?: MessageOrder;
  /** Global elements and types of the schema: what a lookup by partial schema compares. */
  readonly components: () => readonly ComponentKey[];
}

/** What a checked answer is of its method. */
export type AnswerKind = 'response' | 'fault';

/** An interface with its schema compiled. */
export interface CompiledInterface extends CheckedInterface {
  readonly schema: Schema;
  readonly checkRequest: (element: XmlElement, source?: string) => Method;
  readonly checkAnswer: (method: Method, element: XmlElement, source?: string) => AnswerKind;
}

/** A schema that documents are checked against somewhere else. */
export interface RemoteSchema {
  readonly components: readonly ComponentKey[];
  /** Findings of checking the root element of `source`. */
  readonly check: (element: XmlElement, source: string | undefined) => Promise<readonly ErrorFinding[]>;
}

/** How an interface is compiled. */
export interface CompileOptions {
  readonly limits?: SchemaLimits;
}

const indexBy = (methods: readonly Method[], keyOf: (method: Method) => string): ReadonlyMap<string, Method> => {
  const index = new Map<string, Method>();
  for (const method of methods) {
    const other = index.get(keyOf(method));
    if (other !== undefined) {
      throw new StoaError(
        'METHOD_AMBIGUOUS',
        `each method needs a name and a request element of its own; "${other.name}" and "${method.name}" share ${keyOf(method)}`,
      );
    }
    index.set(keyOf(method), method);
  }
  return index;
};

/** Every global element that an interface names, with the role in which it does. */
const referencesOf = function* (description: Interface): Generator<{ readonly role: string; readonly name: XmlName }> {
  for (const method of description.methods) {
    yield { role: `request of method "${method.name}"`, name: method.request };
    if (method.response) yield { role: `response of method "${method.name}"`, name: method.response };
    for (const name of method.faults) yield { role: `fault of method "${method.name}"`, name };
  }
  for (const name of description.events) yield { role: 'event', name };
};

const assertDeclared = (description: Interface, hasElement: (name: XmlName) => boolean): void => {
  const findings = [...referencesOf(description)]
    .filter(({ name }) => !hasElement(name))
    .map(({ role, name }) => ({
      rule: 'interface-element-declared',
      message: `the ${role} is ${toNameKey(name)}, which the interface's schema does not declare as a global element`,
    }));
  const first = findings[0];
  if (first) throw new StoaError('ADVERTISEMENT_INVALID', first.message, { findings: findings.slice(0, 20) });
};

/**
 * Holds the methods and events of an interface against each other and against its schema.
 *
 * @throws {StoaError} `METHOD_AMBIGUOUS` when two methods share a name or a request element
 * @throws {StoaError} `ADVERTISEMENT_INVALID` when an element of a method or event is not declared
 */
export const assertInterface = (description: Interface, hasElement: (name: XmlName) => boolean): void => {
  indexMethods(description);
  assertDeclared(description, hasElement);
};

const indexMethods = ({ methods }: Interface) => ({
  byName: indexBy(methods, ({ name }) => name),
  byRequest: indexBy(methods, ({ request }) => toNameKey(request)),
});

/** The part of an interface that is about its methods alone. */
const createMethods = (description: Interface) => {
  const { byName, byRequest } = indexMethods(description);
  const findByRequest = (name: XmlName): Method | undefined => byRequest.get(toNameKey(name));
  return {
    methods: description.methods,
    findByRequest,
    getMethod: (name: string): Method => {
      const method = byName.get(name);
      if (method) return method;
      const known = [...byName.keys()].slice(0, 20).join(', ') || 'none';
      throw new StoaError('METHOD_UNKNOWN', `the interface has no method "${name}"; it has: ${known}`);
    },
    getByRequest: (name: XmlName): Method => {
      const method = findByRequest(name);
      if (method) return method;
      throw undeclared(name, byRequest);
    },
  };
};

const assertRequest = (method: Method, findings: readonly ErrorFinding[]): Method => {
  const [first] = findings;
  if (first === undefined) return method;
  throw new StoaError('MESSAGE_INVALID', `the message for method "${method.name}": ${first.message}`, { findings });
};

/**
 * Reads the schema of an interface and holds its methods against it.
 *
 * @throws {StoaError} what {@link assertInterface} throws
 * @throws {StoaError} `SCHEMA_INVALID`, `SCHEMA_LIMIT_EXCEEDED`
 */
export const compileInterface = (description: Interface, options: CompileOptions = {}): CompiledInterface => {
  const { getByRequest, ...methods } = createMethods(description);
  const schema = readSchema(description.schemas, options);
  assertDeclared(description, schema.hasElement);
  const order = compileOrder(description, schema);
  return Object.freeze({
    schema,
    ...methods,
    ...(order && { order }),
    checkRequest: (element: XmlElement, source?: string) =>
      assertRequest(getByRequest(element.name), schema.check(element, source)),
    checkAnswer: (method: Method, element: XmlElement, source?: string) => {
      const kind = kindOfAnswer(method, element.name);
      return assertAnswer(method, kind, schema.check(element, source));
    },
    components: () => schema.components(),
  });
};

/**
 * An interface whose messages are checked against a schema somewhere else.
 *
 * @throws {StoaError} what {@link assertInterface} throws
 */
export const createRemoteInterface = (
  description: Interface,
  { components, check }: RemoteSchema,
): CheckedInterface => {
  const { getByRequest, ...methods } = createMethods(description);
  const elements = new Set(components.filter(({ kind }) => kind === 'element').map(({ name }) => name));
  assertDeclared(description, (name) => elements.has(toNameKey(name)));
  return Object.freeze({
    ...methods,
    checkRequest: async (element: XmlElement, source?: string) =>
      assertRequest(getByRequest(element.name), await check(element, source)),
    checkAnswer: async (method: Method, element: XmlElement, source?: string) => {
      const kind = kindOfAnswer(method, element.name);
      return assertAnswer(method, kind, await check(element, source));
    },
    components: () => components,
  });
};

const undeclared = (name: XmlName, byRequest: ReadonlyMap<NameKey, Method>): StoaError => {
  const known = [...byRequest.keys()].slice(0, 20).join(', ');
  return new StoaError('MESSAGE_UNDECLARED', `no method of the interface takes a message ${toNameKey(name)}`, {
    hint: known === '' ? 'the interface has no methods' : `send one of: ${known}`,
  });
};

const kindOfAnswer = ({ name: called, response, faults }: Method, name: XmlName): AnswerKind => {
  if (response !== undefined && equalNames(response, name)) return 'response';
  if (faults.some((fault) => equalNames(fault, name))) return 'fault';
  const wanted = [...(response ? [response] : []), ...faults].map(toNameKey).join(' or ');
  throw new StoaError(
    'ANSWER_INVALID',
    `method "${called}" answers with ${wanted || 'no message'}, what came is ${toNameKey(name)}`,
  );
};

const assertAnswer = (method: Method, kind: AnswerKind, findings: readonly ErrorFinding[]): AnswerKind => {
  const [first] = findings;
  if (first === undefined) return kind;
  throw new StoaError('ANSWER_INVALID', `the answer of method "${method.name}": ${first.message}`, { findings });
};

/**
 * Components by which an advertisement is found; none when it has no interface.
 *
 * @throws {StoaError} what {@link compileInterface} throws
 */
export const advertisedComponents = (
  { interface: description }: Advertisement,
  options: CompileOptions = {},
): readonly ComponentKey[] => (description ? compileInterface(description, options).components() : []);
