import type { SchemaLimits } from '../base/index.js';
import { StoaError } from '../base/index.js';
import type { ComponentKey, Schema } from '../schema/index.js';
import { readSchema } from '../schema/index.js';
import type { NameKey, XmlElement, XmlName } from '../xml/index.js';
import { equalNames, toNameKey } from '../xml/index.js';
import type { Advertisement, Interface, Method } from './model.js';

/** An interface with its schema compiled. Immutable; safe to keep and share. */
export interface CompiledInterface {
  readonly schema: Schema;
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
  readonly checkRequest: (element: XmlElement, source?: string) => Method;
  /**
   * Whether a checked answer is the method's response or one of its faults.
   *
   * @throws {StoaError} `ANSWER_INVALID` when it is neither or, with findings, does not conform
   */
  readonly checkAnswer: (method: Method, element: XmlElement, source?: string) => 'response' | 'fault';
  /** Global elements and types of the schema: what a lookup by partial schema compares. */
  readonly components: () => readonly ComponentKey[];
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

const assertDeclared = (description: Interface, schema: Schema): void => {
  const findings = [...referencesOf(description)]
    .filter(({ name }) => !schema.hasElement(name))
    .map(({ role, name }) => ({
      rule: 'interface-element-declared',
      message: `the ${role} is ${toNameKey(name)}, which the interface's schema does not declare as a global element`,
    }));
  const first = findings[0];
  if (first) throw new StoaError('ADVERTISEMENT_INVALID', first.message, { findings: findings.slice(0, 20) });
};

/**
 * Reads the schema of an interface and holds its methods against it.
 *
 * @throws {StoaError} `METHOD_AMBIGUOUS` when two methods share a name or a request element
 * @throws {StoaError} `ADVERTISEMENT_INVALID` when an element of a method or event is not declared
 * @throws {StoaError} `SCHEMA_INVALID`, `SCHEMA_UNSUPPORTED`, `SCHEMA_LIMIT_EXCEEDED`
 */
export const compileInterface = (description: Interface, options: CompileOptions = {}): CompiledInterface => {
  const byName = indexBy(description.methods, ({ name }) => name);
  const byRequest: ReadonlyMap<NameKey, Method> = indexBy(description.methods, ({ request }) => toNameKey(request));
  const schema = readSchema(description.schemas, options);
  assertDeclared(description, schema);
  const findByRequest = (name: XmlName): Method | undefined => byRequest.get(toNameKey(name));
  return Object.freeze({
    schema,
    methods: description.methods,
    findByRequest,
    getMethod: (name: string) => {
      const method = byName.get(name);
      if (method) return method;
      const known = [...byName.keys()].slice(0, 20).join(', ') || 'none';
      throw new StoaError('METHOD_UNKNOWN', `the interface has no method "${name}"; it has: ${known}`);
    },
    checkRequest: (element: XmlElement, source?: string) => {
      const method = findByRequest(element.name);
      if (!method) throw undeclared(element.name, byRequest);
      const findings = schema.check(element, source);
      if (findings[0] === undefined) return method;
      throw new StoaError('MESSAGE_INVALID', `the message for method "${method.name}": ${findings[0].message}`, {
        findings,
      });
    },
    checkAnswer: (method: Method, element: XmlElement, source?: string) =>
      checkAnswer(schema, method, { element, source }),
    components: () => schema.components(),
  });
};

const undeclared = (name: XmlName, byRequest: ReadonlyMap<NameKey, Method>): StoaError => {
  const known = [...byRequest.keys()].slice(0, 20).join(', ');
  return new StoaError('MESSAGE_UNDECLARED', `no method of the interface takes a message ${toNameKey(name)}`, {
    hint: known === '' ? 'the interface has no methods' : `send one of: ${known}`,
  });
};

interface Answer {
  readonly element: XmlElement;
  readonly source: string | undefined;
}

const checkAnswer = (schema: Schema, method: Method, { element, source }: Answer): 'response' | 'fault' => {
  const { name } = element;
  const isResponse = method.response !== undefined && equalNames(method.response, name);
  if (!isResponse && !method.faults.some((fault) => equalNames(fault, name))) {
    const wanted = [...(method.response ? [method.response] : []), ...method.faults].map(toNameKey).join(' or ');
    throw new StoaError(
      'ANSWER_INVALID',
      `method "${method.name}" answers with ${wanted || 'no message'}, what came is ${toNameKey(name)}`,
    );
  }
  const findings = schema.check(element, source);
  const first = findings[0];
  if (first === undefined) return isResponse ? 'response' : 'fault';
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
