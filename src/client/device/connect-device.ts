import { StoaError, createUrn, systemRandom } from '../../base/index.js';
import type { GateId } from '../../base/index.js';
import { readAdvertisement, STOA_HTTP_BINDING } from '../../advertisement/index.js';
import type { Advertisement, Endpoint } from '../../advertisement/index.js';
import { carryInTime } from '../../gate/index.js';
import type { ClientGateOptions } from '../../gate/index.js';
import { parseXml } from '../../xml/index.js';
import type { Gate } from '../api.js';
import { connect } from '../connect.js';
import { toConnection } from '../connection.js';
import type { ConnectOptions } from '../connection.js';
import { createFetchGetter } from '../fetch-getter.js';
import { createDescribedGate } from '../gate/create-described-gate.js';
import { createCallSpace, toSpaceError } from '../space/exchange.js';

/** How a device is reached; everything has a default. */
export interface ConnectDeviceOptions
  extends Omit<ConnectOptions, 'credentials' | 'auth' | 'key'>, Pick<ClientGateOptions, 'checkRequests' | 'retries'> {
  /**
   * Whether an advertisement may name an address at another host than the one that gave it. Default false: a stranger on the link
   * must not send its callers where it likes, to this machine itself for one.
   */
  readonly elsewhere?: boolean;
}

/** An advertisement as its own service gives it. */
export interface DeviceDescription {
  readonly advertisement: Advertisement;
  readonly xml: string;
}

/**
 * The advertisement that a service, a device or a space gives at `url`, one of its own addresses.
 *
 * @throws {StoaError} `PARAMETER_INVALID` when `url` is none; `SERVICE_UNREACHABLE`, `SERVICE_TIMEOUT`; what its problem says; what
 *   reading an advertisement throws
 */
export const describeDevice = async (url: string, options: ConnectDeviceOptions = {}): Promise<DeviceDescription> => {
  const { fetch, clock, timeoutMs } = toConnection(url, options);
  const headers = { accept: 'application/xml, application/problem+xml' };
  const get = createFetchGetter(fetch);
  const answer = await carryInTime(get, { uri: url, headers, body: new Uint8Array() }, { clock, timeoutMs });
  if (answer.status !== 200) throw await toSpaceError(answer);
  const { root, source } = parseXml(answer.body);
  return { advertisement: readAdvertisement(root, source), xml: source };
};

const hostOf = (url: string): string => (URL.canParse(url) ? new URL(url).hostname : '');

const getEndpoint = (url: string, { endpoints, name }: Advertisement, elsewhere: boolean): Endpoint => {
  const usable = endpoints
    .filter(({ binding, uri }) => binding === STOA_HTTP_BINDING && /^https?:/.test(uri))
    .toSorted((left, right) => left.priority - right.priority);
  const found = usable.find(({ uri }) => elsewhere || hostOf(uri) === hostOf(url));
  if (found !== undefined) return found;
  const [first] = usable;
  if (first === undefined)
    throw new StoaError('BINDING_UNSUPPORTED', `"${name}" has no address that takes messages over HTTP`);
  throw new StoaError('ANSWER_INVALID', `"${name}" at ${hostOf(url)} names an address at ${hostOf(first.uri)}`, {
    hint: 'if that is meant, connect with { elsewhere: true }',
  });
};

/**
 * A gate on a service that is called without a space: it is made of nothing but the advertisement that the service gives at `url`.
 * Only an unrestricted service can be called so.
 *
 * @throws {StoaError} as {@link describeDevice}; `NOT_A_SERVICE`, `BINDING_UNSUPPORTED`; `CREDENTIAL_REQUIRED` for a restricted
 *   service; `ANSWER_INVALID` for one whose advertisement names another host
 */
export const connectDevice = async (url: string, options: ConnectDeviceOptions = {}): Promise<Gate> => {
  const { elsewhere = false, checkRequests, retries, ...connectOptions } = options;
  const { advertisement, xml } = await describeDevice(url, options);
  const { uri, binding } = getEndpoint(url, advertisement, elsewhere);
  if (advertisement.access === 'restricted')
    throw new StoaError('CREDENTIAL_REQUIRED', `"${advertisement.name}" is called through a gate of its space alone`, {
      hint: 'find it in its space, and open a gate there',
    });
  const connection = toConnection(url, connectOptions);
  const gate = {
    id: createUrn<GateId>({ clock: connection.clock, random: systemRandom }),
    carry: 'direct' as const,
    uri,
    binding,
    // Nobody granted it, so nobody ends it.
    expiresAtMs: Number.MAX_SAFE_INTEGER,
    methods: advertisement.interface?.methods.map(({ name }) => name) ?? [],
    advertisement: xml,
  };
  const parts = {
    connection,
    call: createCallSpace(connection),
    at: (other: string, credentials: readonly string[]) => connect(other, { ...connectOptions, credentials }),
    kept: {},
  };
  return createDescribedGate(parts, gate, {
    ...(checkRequests !== undefined && { checkRequests }),
    ...(retries !== undefined && { retries }),
  });
};
