import type { SpaceId, SpaceLimits } from '../base/index.js';
import type { SchemaPart } from '../advertisement/index.js';

/** What a space is: fixed while it is open. */
export interface SpaceDefinition {
  readonly id: SpaceId;
  readonly name: string;
  readonly kind: 'space' | 'result';
  /** Of a declared space. */
  readonly alias: string | undefined;
  /** Of a spawned space. */
  readonly parent: SpaceId | undefined;
  /** 0 for a declared space, its parent's + 1 for a spawned one. */
  readonly depth: number;
  readonly limits: SpaceLimits;
  /** Inherited ones first. */
  readonly contentSchemas: readonly SchemaPart[];
}
