import { createLoading, given, loadPart } from '../base/light.js';
import type { DocumentId, GateId } from '../base/index.js';
import type { OpenGateMethod, OpenGateOptions, SpaceClient, SpaceDescription } from './api.js';
import { toConnection } from './connection.js';
import type { ConnectOptions } from './connection.js';
import type { WithCodecs } from './gate/codec-interface.js';
import { openGate } from './gate/open-gate.js';
import type { KeptInterfaces } from './gate/parts.js';
import { createSharedGates } from './gate/shared-gates.js';
import type { EventFilter, Hit, SubscribeOptions } from './model.js';
import type { HitOrigin } from './contract/hit-origin.js';
import { isSameServer } from './space/authorize.js';
import type { ClosuresInput } from './space/closures.js';
import { createLateMethods } from './space/late-methods.js';
import type { FurtherMethods, FurtherParts } from './space/late-methods.js';
import { createLookupMethods } from './space/lookups.js';
import { createCallSpace } from './space/exchange.js';
import type { SpaceConnection } from './space/exchange.js';
import { createLeaseMethods } from './space/leases.js';
import type { SubscribeParts } from './space/remote-subscription.js';
import type { Subscriptions } from './space/subscribe.js';

/** Reading an advertisement reads it by its schema, which few clients need. */
const describe = async (connection: SpaceConnection): Promise<SpaceDescription> => {
  const { describeSpace } = await loadPart(import('./space/describe.js'));
  return describeSpace(connection);
};

/** What reads events is loaded with the first subscription. */
const createSubscribe = (parts: SubscribeParts): SpaceClient['subscribe'] => {
  let subscriptions: Subscriptions | undefined;
  return async (filter: EventFilter = {}, options: SubscribeOptions = {}) => {
    const { createSubscriptions } = await loadPart(import('./space/events.js'));
    subscriptions ??= createSubscriptions(parts);
    return subscriptions.subscribe(filter, options);
  };
};

/** Services follow them, and clients do not. */
const followClosures = async function* (connection: SpaceConnection, input: ClosuresInput): AsyncGenerator<GateId> {
  const [events, closures] = await loadPart(Promise.all([import('./space/events.js'), import('./space/closures.js')]));
  yield* closures.followClosures({ connection, readStream: events.readStream }, input);
};

/** Publishing, reading and spawning. */
const loadFurther = async (parts: FurtherParts): Promise<FurtherMethods> => {
  const { createFurtherMethods } = await loadPart(import('./space/further.js'));
  return createFurtherMethods(parts);
};

/** A hit says which version of a document was found, and another one is another service. */
const toServiceKey = (service: string | Hit): string =>
  typeof service === 'string' ? service : `${service.entry.id} ${service.entry.version}`;

/**
 * A client of the space at `url`. Connecting sends nothing; the first call does.
 *
 * @throws {StoaError} `PARAMETER_INVALID` when `url` is none
 */
export const connect = (url: string, options: ConnectOptions = {}): SpaceClient => {
  const connection = toConnection(url, options);
  const call = createCallSpace(connection);
  const leases = createLeaseMethods(call, connection.clock);
  const gates = createSharedGates(connection.clock);
  const kept: KeptInterfaces = {};
  const origin: HitOrigin = { space: () => client };
  const client: SpaceClient = Object.freeze({
    url,
    ...createLookupMethods(call, origin),
    ...createLateMethods(() => loadFurther({ call, origin, clock: connection.clock })),
    ...leases,
    describe: createLoading(() => describe(connection)),
    subscribe: createSubscribe({ connection, call, leases }),
    // With codecs it is a gate without advertisement, as the overloads say.
    openGate: ((service: string | Hit, gateOptions: OpenGateOptions & WithCodecs = {}) =>
      gates.get({ service: toServiceKey(service), options: gateOptions }, () =>
        openGate(
          { connection, call, at: client.at, kept },
          typeof service === 'string' ? service : service.entry.id,
          gateOptions,
        ),
      )) as OpenGateMethod,
    closures: (id: string, closuresOptions: { readonly credential?: string; readonly signal: AbortSignal }) =>
      followClosures(connection, { id: id as DocumentId, ...closuresOptions }),
    at: (other: string, credentials: readonly string[]) => {
      const { auth, ...others } = options;
      // What the space names is not trusted with a token, nor with the secret that one is had for.
      const own = URL.canParse(other) && isSameServer(url, other) ? given('auth', auth) : {};
      return connect(other, { ...others, ...own, credentials });
    },
  });
  return client;
};
