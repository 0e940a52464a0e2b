import { readAdvertisement } from '../advertisement/index.js';
import type { Interface, Method, SchemaPart } from '../advertisement/index.js';
import { StoaError } from '../base/index.js';
import { readSchema } from '../schema/index.js';
import { fromNameKey, parseXml, toNameKey } from '../xml/index.js';
import type { NameKey, XmlName } from '../xml/index.js';
import type { GenerateSource } from './model.js';

/** A method over the elements of a schema: `print=order:receipt:outOfPaper` asks for one with a request, a response and a fault. */
export interface MethodSpec {
  readonly name: string;
  /** Elements by their names, or by their local names where one element has it. */
  readonly elements: readonly string[];
}

/**
 * Reads `name=Request[:Response[:Fault…]]`.
 *
 * @throws {StoaError} `USAGE`
 */
export const parseMethodSpec = (text: string): MethodSpec => {
  const [, name = '', listed = ''] = /^([^=]+)=(.+)$/s.exec(text) ?? [];
  const elements = listed.match(/(?:\{[^}]*\})?[^{}:]+/g) ?? [];
  if (name !== '' && elements.join(':') === listed) return { name: name.trim(), elements };
  throw new StoaError('USAGE', `expected NAME=REQUEST[:RESPONSE[:FAULT…]] for a method, got '${text.slice(0, 200)}'`);
};

/** The service that an advertisement describes. @throws {StoaError} what reading it throws; `NOT_A_SERVICE` without interface */
export const fromAdvertisement = (xml: string | Uint8Array): GenerateSource => {
  const { root, source } = parseXml(xml);
  const { name, description, interface: face } = readAdvertisement(root, source);
  if (!face) throw new StoaError('NOT_A_SERVICE', `"${name}" has no methods to call`);
  return { name, ...(description !== undefined && { description }), interface: face };
};

const listElements = (parts: readonly SchemaPart[]): readonly NameKey[] =>
  readSchema(parts)
    .components()
    .filter(({ kind }) => kind === 'element')
    .map(({ name }) => name);

/** Most names that an error lists. */
const MAX_LISTED = 20;

const getElement = (elements: readonly NameKey[], text: string): XmlName => {
  const found = elements.filter((key) => key === text || key.endsWith(`}${text}`));
  const [only] = found;
  if (only !== undefined && found.length === 1) return fromNameKey(only);
  const known = (found.length > 1 ? found : elements).slice(0, MAX_LISTED).join(', ') || 'none';
  throw new StoaError('USAGE', `expected one element of the schema, got '${text}'; there are: ${known}`);
};

/** Schema documents as files have them. */
export interface SchemaFile {
  readonly location: string;
  readonly xml: string | Uint8Array;
}

const toPart = ({ location, xml }: SchemaFile): SchemaPart => {
  const { root, source } = parseXml(xml);
  return { location, root, source };
};

/**
 * A service over the elements of a schema.
 *
 * @throws {StoaError} `USAGE` for an element that is not declared, and what reading the schema throws
 */
export const fromSchema = (
  files: readonly SchemaFile[],
  { name, methods }: { readonly name: string; readonly methods: readonly MethodSpec[] },
): GenerateSource => {
  const schemas = files.map(toPart);
  const elements = listElements(schemas);
  const toMethod = ({ name: called, elements: [request = '', response, ...faults] }: MethodSpec): Method => ({
    name: called,
    request: getElement(elements, request),
    ...(response !== undefined && { response: getElement(elements, response) }),
    faults: faults.map((fault) => getElement(elements, fault)),
    idempotent: false,
  });
  return { name, interface: { methods: methods.map(toMethod), events: [], schemas } };
};

const namesOf = ({ request, response, faults }: Method): readonly NameKey[] =>
  [request, ...(response ? [response] : []), ...faults].map(toNameKey);

/**
 * What a partial schema asks of a service: the methods whose request or response it declares. Where it declares all that they
 * say, the client is built for the partial schema, so that every service that answers it will do, and none is taken to be idempotent
 * because this one is; else for the service's own.
 */
export const fromPartialSchema = (files: readonly SchemaFile[], advertisement: string): GenerateSource => {
  const service = fromAdvertisement(advertisement);
  const schemas = files.map(toPart);
  const declared = new Set(listElements(schemas));
  const { methods, events } = service.interface;
  const touched = methods.filter(({ request, response }) =>
    [request, ...(response ? [response] : [])].some((name) => declared.has(toNameKey(name))),
  );
  const chosen = touched.length > 0 ? touched : methods;
  const isWhole = chosen.flatMap(namesOf).every((key) => declared.has(key));
  const face: Interface = isWhole
    ? {
        methods: chosen.map((method) => ({ ...method, idempotent: false })),
        events: events.filter((event) => declared.has(toNameKey(event))),
        schemas,
      }
    : { ...service.interface, methods: chosen };
  return { ...service, interface: face };
};
