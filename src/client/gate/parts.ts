import type { CompiledInterface } from '../../advertisement/index.js';
import type { SpaceClient } from '../api.js';
import type { CallSpace, SpaceConnection } from '../space/exchange.js';

/** Interfaces that were compiled; made by what reads the first, which few clients need. */
export interface KeptInterfaces {
  compiled?: {
    readonly get: (text: string) => CompiledInterface | undefined;
    readonly set: (text: string, compiled: CompiledInterface) => unknown;
  };
}

/** What opening a gate needs of the client of the space. */
export interface OpenGateParts {
  readonly connection: SpaceConnection;
  readonly call: CallSpace;
  readonly at: SpaceClient['at'];
  readonly kept: KeptInterfaces;
}
