import type { Advertisement, CompiledInterface, Endpoint, Interface } from '../../advertisement/index.js';
import { checkAdvertisement, compileInterface, MAX_ENDPOINTS, writeAdvertisement } from '../../advertisement/index.js';
import type { SchemaLimits } from '../../base/index.js';
import { StoaError } from '../../base/index.js';
import { equalNames } from '../../xml/index.js';
import { loadDescription } from './load-description.js';
import type { FindFile, WsdlFile } from './load-description.js';
import { makeInterface } from './make-interface.js';
import type {
  Binding,
  Description,
  ImportedService,
  Port,
  PortBinding,
  PortType,
  Refusal,
  Service,
  WsdlReading,
} from './model.js';
import { isSoap } from './read-binding.js';
import { repairSchemas } from './repair-schemas.js';
import type { SchemaSet } from './repair-schemas.js';

/** How WSDL is read. */
export interface WsdlOptions {
  /** Make no repair: what is invalid as written is refused. Default false. */
  readonly strict?: boolean;
  /** Finds the files given along with this one. Default: none. */
  readonly findFile?: FindFile;
  /** Limits of the schemas. */
  readonly limits?: SchemaLimits;
}

/** A port with its binding and service. */
interface BoundPort {
  readonly service: Service;
  readonly port: Port;
  readonly binding: Binding;
  readonly protocol: PortBinding;
}

interface Reading {
  readonly description: Description;
  readonly schemas: SchemaSet;
  readonly limits: SchemaLimits | undefined;
  readonly notes: string[];
}

/** All ports with a binding of ours; the others are noted. */
const bindPorts = ({ description, notes }: Reading): readonly BoundPort[] =>
  description.services.flatMap((service) =>
    service.ports.flatMap((port) => {
      const binding = description.bindings.get(port.binding);
      const protocol = binding?.protocol;
      if (binding && protocol) return [{ service, port, binding, protocol }];
      const reason = binding ? 'its protocol or transport is none of ours' : `there is no binding ${port.binding}`;
      notes.push(`port "${port.name}" was left out: ${reason}`);
      return [];
    }),
  );

/** Most port types of one description that have ports: each is compiled with all schemas. */
const MAX_PORT_TYPES = 64;

/** Ports by port type. */
const groupPorts = (ports: readonly BoundPort[]): ReadonlyMap<string, readonly BoundPort[]> => {
  const groups = new Map<string, BoundPort[]>();
  for (const bound of ports) {
    const known = groups.get(bound.binding.portType);
    if (known) known.push(bound);
    else groups.set(bound.binding.portType, [bound]);
  }
  if (groups.size > MAX_PORT_TYPES) {
    throw new StoaError('DESCRIPTION_INVALID', `expected at most ${MAX_PORT_TYPES} port types, got ${groups.size}`);
  }
  return groups;
};

const sameMessages = (left: Interface, right: Interface): boolean =>
  left.methods.length === right.methods.length &&
  left.methods.every((method, at) => {
    const other = right.methods[at];
    if (!other || !equalNames(method.request, other.request)) return false;
    return method.response && other.response
      ? equalNames(method.response, other.response)
      : method.response === other.response;
  });

interface ServiceInput {
  readonly reading: Reading;
  readonly portType: PortType;
  readonly ports: readonly BoundPort[];
}

const makeFace = ({ reading, portType }: ServiceInput, { binding, port }: BoundPort, isFirst: boolean): Interface =>
  makeInterface({
    description: reading.description,
    schemas: reading.schemas,
    portType,
    operations: binding.operations,
    leaveOut: (operation, reason) => {
      if (isFirst) reading.notes.push(`operation "${operation}" of port "${port.name}" was left out: ${reason}`);
    },
  });

/** Endpoints of the ports whose binding makes the same messages as the first one's. */
const makeEndpoints = (input: ServiceInput, face: Interface): readonly Endpoint[] =>
  input.ports.flatMap((bound, at) => {
    const { port, protocol } = bound;
    if (at >= MAX_ENDPOINTS) {
      input.reading.notes.push(
        `port "${port.name}" was left out: an advertisement has at most ${MAX_ENDPOINTS} endpoints`,
      );
      return [];
    }
    const isSame = at === 0 || sameMessages(face, makeFace(input, bound, false));
    if (isSame && port.address !== undefined) return [{ uri: port.address, binding: protocol, priority: 0 }];
    const reason = isSame ? 'it has no address' : "its binding makes other messages than the first port's";
    input.reading.notes.push(`port "${port.name}" was left out: ${reason}`);
    return [];
  });

/** A service is looked for by its own name; only where it has several port types they tell them apart. */
const nameOf = ({ reading, portType, ports }: ServiceInput, groups: number): string => {
  const service = ports[0]?.service.name ?? portType.name;
  return (groups > 1 && reading.description.services.length < groups ? portType.name : service).slice(0, 256);
};

const makeAdvertisement = (input: ServiceInput, groups: number): Advertisement => {
  const { reading, portType, ports } = input;
  const [first] = ports;
  if (!first) throw new StoaError('DESCRIPTION_INVALID', `port type "${portType.name}" has no port`);
  const face = makeFace(input, first, true);
  const description = first.service.description ?? portType.description ?? reading.description.description;
  return Object.freeze({
    kind: 'service',
    name: nameOf(input, groups),
    ...(description !== undefined && { description }),
    access: 'unrestricted',
    endpoints: makeEndpoints(input, face),
    interface: face,
    extensions: [],
  });
};

const assertValid = (advertisement: Advertisement): void => {
  const findings = checkAdvertisement(advertisement);
  const [first] = findings;
  if (first) throw new StoaError('ADVERTISEMENT_INVALID', first.message, { findings });
};

const toRefusal = (name: string, thrown: unknown): Refusal => {
  const { code, message, findings } = StoaError.from(thrown);
  if (code === 'INTERNAL') throw thrown;
  return { name, code, message, findings };
};

const toImported = (advertisement: Advertisement, compiled: CompiledInterface): ImportedService => ({
  advertisement,
  compiled,
  get text() {
    return writeAdvertisement(advertisement);
  },
});

interface Outcome {
  readonly services: readonly ImportedService[];
  readonly refusals: readonly Refusal[];
}

/** Compiles the interface of an advertisement; a refusal goes along with the interface that was refused. */
const compile = (advertisement: Advertisement, limits: SchemaLimits | undefined): ImportedService | Refusal => {
  const face = advertisement.interface ?? NO_INTERFACE;
  try {
    return toImported(advertisement, compileInterface(face, limits ? { limits } : {}));
  } catch (error) {
    return { ...toRefusal(advertisement.name, error), interface: face };
  }
};

const readPorts = (reading: Reading, ports: readonly BoundPort[]): Outcome => {
  const groups = groupPorts(ports);
  const services: ImportedService[] = [];
  const refusals: Refusal[] = [];
  for (const [key, bound] of groups) {
    const portType = reading.description.portTypes.get(key);
    try {
      if (!portType) throw new StoaError('DESCRIPTION_INVALID', `expected port type ${key} to be defined, it is not`);
      const advertisement = makeAdvertisement({ reading, portType, ports: bound }, groups.size);
      assertValid(advertisement);
      const outcome = compile(advertisement, reading.limits);
      if ('code' in outcome) refusals.push({ ...outcome, name: portType.name });
      else services.push(outcome);
    } catch (error) {
      refusals.push(toRefusal(portType?.name ?? key, error));
    }
  }
  return { services, refusals };
};

/** A service that speaks SOAP is not listed again for its plain HTTP ports, which are another form of it. */
const readServices = (reading: Reading): Outcome => {
  const ports = bindPorts(reading);
  const soap = readPorts(
    reading,
    ports.filter(({ protocol }) => isSoap(protocol)),
  );
  const http = ports.filter(({ protocol }) => !isSoap(protocol));
  if (soap.services.length === 0) {
    const { services, refusals } = readPorts(reading, http);
    return { services, refusals: [...soap.refusals, ...refusals] };
  }
  for (const { port, protocol } of http) {
    reading.notes.push(`port "${port.name}" was left out: the service speaks SOAP, ${protocol} is another form of it`);
  }
  return soap;
};

const NO_INTERFACE: Interface = { methods: [], events: [], schemas: [] };

/**
 * Reads a WSDL 1.1 description: each port type with a port becomes the advertisement of a service, its ports the
 * endpoints. Document/literal, rpc/literal, and rpc/encoded read as rpc/literal. Nothing is fetched: what the file
 * imports must be found by `findFile`. Refusals of single port types are told, not thrown.
 *
 * @throws {StoaError} `XML_*` for what is not well-formed or has a DOCTYPE; `DESCRIPTION_INVALID` for what is no
 *   WSDL 1.1 or refers to what is not there
 */
export const readWsdl = (file: WsdlFile, options: WsdlOptions = {}): WsdlReading => {
  const description = loadDescription(file, options.findFile ?? (() => undefined));
  const schemas = repairSchemas(description.schemas, options.strict ?? false);
  const notes = [...description.notes];
  const { services, refusals } = readServices({ description, schemas, limits: options.limits, notes });
  return {
    services,
    repairs: schemas.repairs(),
    refusals,
    notes,
    imported: description.imported,
  };
};
