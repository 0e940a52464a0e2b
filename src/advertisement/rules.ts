import type { ErrorFinding } from '../base/index.js';
import { OWN_NAMESPACES } from '../protocol/index.js';
import type { XmlName } from '../xml/index.js';
import { equalNames } from '../xml/index.js';
import type { Advertisement, AdvertisementKind, Endpoint } from './model.js';

/** Longest URI of an endpoint in characters: what servers and proxies on the way commonly take. */
export const MAX_ENDPOINT_URI_LENGTH = 2048;

/** Most endpoints of one advertisement: a gate may try each. */
export const MAX_ENDPOINTS = 32;

/** Bindings whose endpoints are spoken to by HTTP. */
const HTTP_BINDINGS: ReadonlySet<string> = new Set(['stoa-http', 'soap-1.1', 'soap-1.2', 'http-get', 'http-post']);

/** Kinds that are of no use without an address; a space's or result's is made by the server that holds it. */
const NEED_ENDPOINT: ReadonlySet<AdvertisementKind> = new Set(['service', 'device', 'document']);

/**
 * Name of the attribute by which an advertisement asks to be shown whole only to who proved who they are, and of the element
 * that stands in for the rest of it where it is not.
 */
export const PROTECTED: XmlName = { namespace: OWN_NAMESPACES.policy, local: 'protected' };

/** Whether an advertisement is a protected one: it says where the complete one is, and no more. */
export const isProtected = ({ extensions }: Pick<Advertisement, 'extensions'>): boolean =>
  extensions.some(({ name }) => equalNames(name, PROTECTED));

const cut = (text: string): string => (text.length <= 80 ? text : `${text.slice(0, 80)}…`);

const HTTP_PROTOCOLS: ReadonlySet<string> = new Set(['http:', 'https:']);

const hasUser = ({ username, password }: URL): boolean => username !== '' || password !== '';

const findUriProblem = ({ uri, binding }: Endpoint): string | undefined => {
  if (uri.length > MAX_ENDPOINT_URI_LENGTH) {
    return `expected a URI of at most ${MAX_ENDPOINT_URI_LENGTH} characters, it has ${uri.length}`;
  }
  if (!URL.canParse(uri)) return `expected an absolute URI, got "${cut(uri)}"`;
  if (uri.includes('@') && hasUser(new URL(uri)))
    return 'expected a URI without user name and password, which an advertisement would give away';
  // Making a URL takes longer than all other rules.
  if (HTTP_BINDINGS.has(binding) && !/^https?:/.test(uri) && !HTTP_PROTOCOLS.has(new URL(uri).protocol)) {
    return `binding "${binding}" needs an http or https URI, got "${cut(uri)}"`;
  }
  return undefined;
};

/** Whether the URI of an endpoint is one that {@link checkAdvertisement} takes with its binding. */
export const isEndpointUri = (endpoint: Endpoint): boolean => findUriProblem(endpoint) === undefined;

const checkEndpoints = function* ({ kind, endpoints }: Advertisement): Generator<ErrorFinding> {
  const path = '/advertisement';
  if (endpoints.length === 0 && NEED_ENDPOINT.has(kind)) {
    yield { rule: 'endpoint-required', message: `a ${kind} needs at least one endpoint`, path };
  }
  if (endpoints.length > MAX_ENDPOINTS) {
    yield {
      rule: 'endpoint-count',
      message: `expected at most ${MAX_ENDPOINTS} endpoints, got ${endpoints.length}`,
      path,
    };
  }
  for (const [at, endpoint] of endpoints.slice(0, MAX_ENDPOINTS).entries()) {
    const message = findUriProblem(endpoint);
    if (message !== undefined) yield { rule: 'endpoint-uri', message, path: `${path}/endpoint[${at + 1}]/@uri` };
  }
};

/**
 * What is wrong with an advertisement beyond its schema: a service has an endpoint and a method, a device and a
 * document an endpoint; endpoint URIs are absolute, bounded, and fit their binding. A protected one has none of this.
 */
export const checkAdvertisement = (advertisement: Advertisement): readonly ErrorFinding[] => {
  if (isProtected(advertisement)) return [];
  const { kind, interface: description } = advertisement;
  const findings = [...checkEndpoints(advertisement)];
  if (kind === 'service' && (description?.methods.length ?? 0) === 0) {
    findings.push({
      rule: 'method-required',
      message: 'a service needs an interface with at least one method; what has none is of kind device or document',
      path: '/advertisement/interface',
    });
  }
  return findings;
};
