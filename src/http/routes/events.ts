import type { FastifyPluginCallback, FastifyRequest } from 'fastify';
import { StoaError, serverCaller } from '../../base/index.js';
import type { Caller, LeaseId, ScheduledCall, SubscriptionId } from '../../base/index.js';
import type { SubscribeResponse } from '../../protocol/index.js';
import type { Space, SubscribeInput, Subscription } from '../../space/index.js';
import { readCaller } from '../caller.js';
import { streamEvents, toEventStream, writeEvent } from '../event-stream.js';
import type { ClosingState } from '../guard.js';
import { readMessage, sendMessage } from '../messages.js';
import type { HttpServices, RoutesOptions } from '../model.js';
import { readParameters } from '../parameters.js';
import { performMessage } from '../perform.js';
import { readId, readSpace } from '../target.js';

/** Options of the routes of events. */
export interface EventRoutesOptions extends RoutesOptions {
  readonly closing: ClosingState;
}

const readSequence = (text: string | undefined, name: string): number | undefined => {
  if (text === undefined || text === '') return undefined;
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw new StoaError('PARAMETER_INVALID', `${name}: expected a sequence that this space has given`);
};

/** The event after which a client that lost its connection goes on. */
const readLastEventId = ({ headers }: FastifyRequest): number | undefined =>
  readSequence([headers['last-event-id']].flat()[0], 'Last-Event-ID');

const readSubscribeInput = (request: FastifyRequest): SubscribeInput => {
  const parameters = readParameters(request.query, ['name', 'kind', 'after']);
  const name = parameters.text('name');
  const kinds = parameters.kinds('kind');
  const after = readLastEventId(request) ?? readSequence(parameters.text('after'), 'after');
  return {
    ...(name !== undefined && { name }),
    ...(kinds !== undefined && { kinds }),
    ...(after !== undefined && { after }),
  };
};

interface HeldSubscription {
  readonly space: Space;
  readonly subscription: Subscription;
}

/** The server, which renews and ends on behalf of a connection what was subscribed for it. */
const toHolder = ({ lease: { credential } }: Subscription): Caller =>
  credential === undefined ? serverCaller() : serverCaller(credential);

/** Renews the lease of a subscription until it is stopped: the connection is its holder. */
const keepRenewing = ({ clock, log }: HttpServices, { space, subscription }: HeldSubscription): (() => void) => {
  const { id: lease, periodMs } = subscription.lease;
  const holder = toHolder(subscription);
  let call: ScheduledCall | undefined;
  const arm = (): void => {
    call = clock.callAt(clock.nowMs() + periodMs / 2, () => {
      arm();
      space
        .renew(holder, { lease })
        .catch((err: unknown) => log.debug({ err }, 'the subscription of a stream was not renewed'));
    });
  };
  arm();
  return () => call?.cancel();
};

const streamWhileConnected = async (
  services: HttpServices,
  held: HeldSubscription,
  stream: (subscription: SubscriptionId) => Promise<void>,
): Promise<void> => {
  const stopRenewing = keepRenewing(services, held);
  const { id: lease } = held.subscription.lease;
  try {
    await stream(held.subscription.id);
  } finally {
    stopRenewing();
    // Its lease ends it when this does not; nobody is left to be told.
    await held.space
      .cancel(toHolder(held.subscription), { lease })
      .catch((err: unknown) => services.log.debug({ err }, 'the subscription of a stream was not cancelled'));
  }
};

/** Subscriptions and streams of events. */
export const eventRoutes: FastifyPluginCallback<EventRoutesOptions> = (app, { services, closing }, done) => {
  const { clock, settings, observer } = services;
  const shared = { closing: closing.signal, clock, settings, write: writeEvent, streaming: observer?.streaming };

  app.post('/spaces/:space/subscriptions', async (request, reply) => {
    const target = { services, space: await readSpace(request, services) };
    const message = await readMessage(request, services, ['subscribe']);
    const response = await performMessage(request, target, message);
    reply.code(201).header('location', (response as SubscribeResponse)['@events']);
    return sendMessage(request, reply, { method: 'subscribe', response });
  });

  app.delete('/spaces/:space/subscriptions/:subscription', async (request, reply) => {
    const target = { services, space: await readSpace(request, services) };
    // The lease of a subscription has the subscription's own id.
    const lease = readId<LeaseId>(request, 'subscription', 'SUBSCRIPTION_NOT_FOUND');
    await performMessage(request, target, { method: 'cancel', request: { '@lease': lease } });
    return reply.code(204).send();
  });

  app.get('/spaces/:space/subscriptions/:subscription/events', { exposeHeadRoute: false }, async (request, reply) => {
    readParameters(request.query, []);
    const space = await readSpace(request, services);
    const subscription = readId<SubscriptionId>(request, 'subscription', 'SUBSCRIPTION_NOT_FOUND');
    const after = readLastEventId(request);
    const caller = readCaller(request);
    const open = (signal: AbortSignal) =>
      space.events(caller, { subscription, signal, ...(after !== undefined && { after }) });
    await streamEvents(reply, toEventStream(request, { ...shared, untilMs: caller.expiresAtMs, open }));
  });

  app.get('/spaces/:space/events', { exposeHeadRoute: false }, async (request, reply) => {
    const space = await readSpace(request, services);
    const caller = readCaller(request);
    const subscription = await space.subscribe(caller, readSubscribeInput(request));
    await streamWhileConnected(services, { space, subscription }, (id) => {
      const open = (signal: AbortSignal) => space.events(caller, { subscription: id, signal, isCounted: true });
      return streamEvents(reply, toEventStream(request, { ...shared, untilMs: caller.expiresAtMs, open }));
    });
  });

  done();
};
