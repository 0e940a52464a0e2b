import type { SpaceClient } from '../api.js';

/** The methods of a client that few need: they are loaded when the first of them is called. */
export type FurtherMethods = Pick<
  SpaceClient,
  'publish' | 'update' | 'read' | 'readAdvertisement' | 'remove' | 'spawn' | 'destroy'
>;

/** Methods that load what they need when they are called. */
export const createLateMethods = (load: () => Promise<FurtherMethods>): FurtherMethods => ({
  publish: async (...input) => (await load()).publish(...input),
  update: async (...input) => (await load()).update(...input),
  read: async (...input) => (await load()).read(...input),
  readAdvertisement: async (...input) => (await load()).readAdvertisement(...input),
  remove: async (...input) => (await load()).remove(...input),
  spawn: async (...input) => (await load()).spawn(...input),
  destroy: async (...input) => (await load()).destroy(...input),
});
