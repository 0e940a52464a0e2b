import type { FastifyRequest } from 'fastify';
import type { Caller } from '../base/index.js';
import type { SpaceMethod } from '../protocol/index.js';
import type { Space } from '../space/index.js';
import { findLeaseCredential, readCaller } from './caller.js';
import { isGateMessage, performGateMessage } from './gate-messages.js';
import type { SpaceMessage } from '../space/index.js';
import type { HttpServices } from './model.js';

/** Messages that may hold the credential of a lease. */
const WITH_CREDENTIAL: ReadonlySet<SpaceMethod> = new Set([
  'publish',
  'update',
  'remove',
  'renew',
  'cancel',
  'destroy',
]);

/** Where a message leaves its credential out, the `Stoa-Lease` header stands for it. */
const withLeaseCredential = <Message extends SpaceMessage>(
  message: Message,
  credential: string | undefined,
): Message =>
  credential === undefined || !WITH_CREDENTIAL.has(message.method)
    ? message
    : { ...message, request: { '@credential': credential, ...message.request } };

/** Answers one message of a space: the one way for messages and for resources that stand for one. */
export const performMessage = (
  request: FastifyRequest,
  { services, space }: { readonly services: HttpServices; readonly space: Space },
  message: SpaceMessage,
): Promise<object> => {
  const caller: Caller = readCaller(request);
  if (isGateMessage(message)) {
    const spaceUrl = services.addresses.space(space);
    return performGateMessage({ desk: services.desk, caller, space: space.id, spaceUrl }, message);
  }
  return services.operations.perform(caller, space, withLeaseCredential(message, findLeaseCredential(request)));
};
