import type { Interface, Method } from '../../advertisement/index.js';
import { StoaError } from '../../base/index.js';
import type { NameKey, XmlName } from '../../xml/index.js';
import { isNcName, toNameKey } from '../../xml/index.js';
import { createNamer } from './locations.js';
import type {
  BodyBinding,
  BoundOperation,
  Description,
  MessagePart,
  Operation,
  OperationFault,
  PortType,
  WrapperElement,
} from './model.js';
import type { SchemaSet } from './repair-schemas.js';
import { makeWrapperSchema } from './wrapper.js';

/** What the interface of a port type is made from. */
export interface InterfaceInput {
  readonly description: Description;
  readonly schemas: SchemaSet;
  readonly portType: PortType;
  readonly operations: ReadonlyMap<string, BoundOperation>;
  /** Told of an operation that is left out. */
  readonly leaveOut: (operation: string, reason: string) => void;
}

/** Generated elements of one port type by name. */
type Wrappers = Map<NameKey, WrapperElement>;

interface Context extends InterfaceInput {
  readonly wrappers: Wrappers;
  /** Elements of the operation at hand: they count only when the whole operation does. */
  readonly pending: Wrappers;
}

/** Most parts of one rpc message: each operation repeats those of its message, so few bytes could make many. */
export const MAX_MESSAGE_PARTS = 256;

const refuse = (message: string): StoaError => new StoaError('DESCRIPTION_INVALID', message);

const partsOf = ({ description }: Context, message: NameKey, body?: BodyBinding): readonly MessagePart[] => {
  const parts = description.messages.get(message);
  if (!parts) throw refuse(`expected message ${message} to be defined, it is not`);
  const wanted = body?.parts;
  return wanted ? parts.filter(({ name }) => wanted.includes(name)) : parts;
};

/** Adds a generated element; one that is asked for twice with the same content counts once. */
const addWrapper = ({ wrappers, pending }: Context, element: WrapperElement): XmlName => {
  const key = toNameKey(element.name);
  const other = pending.get(key) ?? wrappers.get(key);
  if (other && JSON.stringify(other) !== JSON.stringify(element)) {
    throw refuse(`two messages of the port type need the element ${key} with different content`);
  }
  pending.set(key, element);
  return element.name;
};

const readWrapperParts = ({ schemas }: Context, parts: readonly MessagePart[]): WrapperElement['parts'] => {
  if (parts.length > MAX_MESSAGE_PARTS) {
    throw refuse(`expected at most ${MAX_MESSAGE_PARTS} parts in a message, it has ${parts.length}`);
  }
  const names = new Set<string>();
  return parts.map(({ name, type }) => {
    if (!type) throw refuse(`a part of an rpc message needs a type; part "${name}" has an element`);
    if (!isNcName(name) || names.has(name))
      throw refuse(`a part of an rpc message needs a name of its own, got "${name}"`);
    names.add(name);
    return { name, type: schemas.resolve('type', type) };
  });
};

/** The one element of a document message. */
const documentElement = ({ schemas }: Context, parts: readonly MessagePart[]): XmlName => {
  const [part] = parts;
  if (!part || parts.length > 1) throw refuse(`a document message needs one part in its body, it has ${parts.length}`);
  if (!part.element) throw refuse(`the part of a document message needs an element; part "${part.name}" has a type`);
  return schemas.resolve('element', part.element);
};

interface Direction {
  readonly operation: BoundOperation;
  readonly message: NameKey;
  readonly body: BodyBinding;
  /** Local name of an rpc wrapper. */
  readonly local: string;
}

/** Whether an HTTP message is one document (`mime:mimeXml`) and no set of url-encoded fields. */
const isSingleElement = (parts: readonly MessagePart[]): boolean =>
  parts.length === 1 && parts[0]?.element !== undefined;

const messageElement = (context: Context, { operation, message, body, local }: Direction): XmlName => {
  const parts = partsOf(context, message, body);
  const isDocument = operation.style === 'document' || (operation.style === 'http' && isSingleElement(parts));
  if (isDocument) return documentElement(context, parts);
  if (!isNcName(local)) throw refuse(`an rpc operation needs an XML name, got "${local}"`);
  return addWrapper(context, {
    name: { namespace: body.namespace, local },
    parts: readWrapperParts(context, parts) ?? [],
  });
};

const faultElement = (context: Context, fault: OperationFault, operation: BoundOperation): XmlName => {
  const parts = partsOf(context, fault.message);
  const [part] = parts;
  if (!part || parts.length > 1)
    throw refuse(`the message of fault "${fault.name}" needs one part, it has ${parts.length}`);
  if (part.element) return context.schemas.resolve('element', part.element);
  if (!part.type) throw refuse(`part "${part.name}" of fault "${fault.name}" has neither an element nor a type`);
  const namespace = operation.faultNamespaces.get(fault.name) ?? '';
  return addWrapper(context, {
    name: { namespace, local: part.name },
    type: context.schemas.resolve('type', part.type),
  });
};

const makeMethod = (context: Context, operation: Operation): Method => {
  const bound = context.operations.get(operation.name);
  const { name, description, input, output, faults } = operation;
  if (!bound?.input) throw refuse('the binding does not say how its request is sent');
  if (input === undefined || operation.outputFirst) throw refuse('the service would send first, which no method does');
  if (output !== undefined && !bound.output) throw refuse('the binding does not say how its answer is sent');
  const request = messageElement(context, { operation: bound, message: input, body: bound.input, local: name });
  const response =
    output !== undefined && bound.output
      ? messageElement(context, { operation: bound, message: output, body: bound.output, local: `${name}Response` })
      : undefined;
  return {
    name,
    ...(description !== undefined && { description }),
    request,
    ...(response && { response }),
    faults: faults.map((fault) => faultElement(context, fault, bound)),
    idempotent: false,
  };
};

const makeWrapperParts = ({ schemas, wrappers }: Context): Interface['schemas'] => {
  const name = createNamer();
  for (const { location } of schemas.parts) name(location);
  const byNamespace = new Map<string, WrapperElement[]>();
  for (const element of wrappers.values()) {
    const known = byNamespace.get(element.name.namespace);
    if (known) known.push(element);
    else byNamespace.set(element.name.namespace, [element]);
  }
  return [...byNamespace].map(([namespace, elements]) =>
    makeWrapperSchema({ namespace, location: name('messages.xsd'), elements, declarations: schemas.declarations }),
  );
};

/**
 * The interface of a port type as one of its bindings has it. An operation that has no message of its own element is
 * left out.
 *
 * @throws {StoaError} `DESCRIPTION_INVALID` when no operation is left
 */
export const makeInterface = (input: InterfaceInput): Interface => {
  const context: Context = { ...input, wrappers: new Map(), pending: new Map() };
  const methods: Method[] = [];
  const reasons: string[] = [];
  for (const operation of input.portType.operations) {
    context.pending.clear();
    try {
      methods.push(makeMethod(context, operation));
      for (const [key, element] of context.pending) context.wrappers.set(key, element);
    } catch (error) {
      const { code, message } = StoaError.from(error);
      if (code !== 'DESCRIPTION_INVALID') throw error;
      reasons.push(`operation "${operation.name}": ${message}`);
      input.leaveOut(operation.name, message);
    }
  }
  if (methods.length === 0) throw refuse(reasons[0] ?? 'a port type needs at least one operation, it has none');
  return { methods, events: [], schemas: [...makeWrapperParts(context), ...input.schemas.parts] };
};
