import { given } from '../../base/index.js';
import type { LeaseId } from '../../base/index.js';
import { readCriteria, readId, readPeriod, readSequence } from './from-message.js';
import type { Operation } from './model.js';
import { toLeaseValue } from './to-message.js';

export const renewOperation: Operation<'renew'> = async (_, { space, caller, request }) => ({
  lease: toLeaseValue(
    await space.renew(caller, {
      lease: readId<LeaseId>(request['@lease'], 'LEASE_NOT_FOUND'),
      ...given('periodMs', readPeriod(request['@period'])),
      ...given('credential', request['@credential']),
    }),
  ),
});

export const cancelOperation: Operation<'cancel'> = async (_, { space, caller, request }) => {
  const lease = readId<LeaseId>(request['@lease'], 'LEASE_NOT_FOUND');
  await space.cancel(caller, { lease, ...given('credential', request['@credential']) });
  return {};
};

export const subscribeOperation: Operation<'subscribe'> = async ({ addresses }, { space, caller, request }) => {
  const { id, after, lease } = await space.subscribe(caller, {
    ...given('name', request.name),
    ...given('kinds', request.kind),
    ...readCriteria(request),
    ...given('after', readSequence(request['@after'])),
    ...given('periodMs', readPeriod(request['@period'])),
  });
  return {
    '@subscription': id,
    '@events': addresses.events(space, id),
    '@after': String(after),
    lease: toLeaseValue(lease),
  };
};
