import type { Clock } from '../../base/index.js';
import type { SpaceClient } from '../api.js';
import type { HitOrigin } from '../contract/hit-origin.js';
import type { CallSpace } from './exchange.js';

/** The methods of a client that few need: they are loaded when the first of them is called. */
export type FurtherMethods = Pick<
  SpaceClient,
  'publish' | 'update' | 'read' | 'readAdvertisement' | 'remove' | 'spawn' | 'destroy' | 'keepPublished' | 'policy'
>;

/** What they are made of. */
export interface FurtherParts {
  readonly call: CallSpace;
  readonly origin: HitOrigin;
  readonly clock: Clock;
}

/** Methods that load what they need when they are called. */
export const createLateMethods = (load: () => Promise<FurtherMethods>): FurtherMethods => ({
  publish: async (...input) => (await load()).publish(...input),
  update: async (...input) => (await load()).update(...input),
  read: async (...input) => (await load()).read(...input),
  readAdvertisement: async (...input) => (await load()).readAdvertisement(...input),
  remove: async (...input) => (await load()).remove(...input),
  spawn: async (...input) => (await load()).spawn(...input),
  destroy: async (...input) => (await load()).destroy(...input),
  keepPublished: async (...input) => (await load()).keepPublished(...input),
  policy: Object.freeze<FurtherMethods['policy']>({
    read: async (...input) => (await load()).policy.read(...input),
    set: async (...input) => (await load()).policy.set(...input),
    replaceRoot: async (...input) => (await load()).policy.replaceRoot(...input),
  }),
});
