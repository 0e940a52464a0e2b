import type { SpaceClient } from '../api.js';
import type { CallSpace, SpaceConnection } from '../space/exchange.js';

/** What opening a gate needs of the client of the space. */
export interface OpenGateParts {
  readonly connection: SpaceConnection;
  readonly call: CallSpace;
  readonly at: SpaceClient['at'];
}
