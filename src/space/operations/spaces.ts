import { given } from '../../base/index.js';
import { OWN_NAMESPACES } from '../../protocol/index.js';
import { parseXml, toNameKey } from '../../xml/index.js';
import type { Policy } from '../registry/policy.js';
import { readPolicy } from '../registry/policy.js';
import { readPeriod, readSchemaParts } from './from-message.js';
import type { Operation } from './model.js';
import { writeBriefAdvertisement, writeSpaceAdvertisement } from './space-advertisement.js';
import { toAdvertisementFragment, toLeaseValue } from './to-message.js';

const POLICY_KEY = toNameKey({ namespace: OWN_NAMESPACES.policy, local: 'policy' });

/** The policy that a spawn message may carry under its wildcard. */
const readSpawnPolicy = (request: Readonly<Record<string, unknown>>): Policy => {
  const texts: unknown = request[POLICY_KEY];
  const elements = Array.isArray(texts) ? texts.map((text) => parseXml(String(text)).root) : [];
  return readPolicy(elements);
};

export const spawnOperation: Operation<'spawn'> = async ({ spaces, addresses }, { space, caller, request }) => {
  const policy = readSpawnPolicy({ ...request });
  const { id, root, writer, reader, lease } = await spaces.spawn(caller, space.id, {
    name: request.name,
    schemas: [...policy.schemas, ...(readSchemaParts(request.schema) ?? [])],
    limits: policy.limits,
    access: policy.access,
    ...given('result', request['@result']),
    ...given('periodMs', readPeriod(request['@period'])),
  });
  const spawned = await spaces.get(id);
  const write = spawned.kind === 'result' ? writeBriefAdvertisement : writeSpaceAdvertisement;
  return {
    '@space': id,
    '@uri': addresses.space(spawned),
    '@root': root,
    ...given('@writer', writer),
    ...given('@reader', reader),
    lease: toLeaseValue(lease),
    advertisement: toAdvertisementFragment(write(spawned, addresses)),
  };
};

export const destroyOperation: Operation<'destroy'> = async ({ spaces }, { space, caller, request }) => {
  await spaces.destroy(caller, space.id, request['@credential']);
  return {};
};
