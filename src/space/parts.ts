import type { SpacesCollaborators, SpacesSettings } from './collaborators.js';
import type { SpaceDefinition } from './definition.js';

/** What every part of every space is made from. */
export interface ServerParts {
  readonly collaborators: SpacesCollaborators;
  readonly settings: SpacesSettings;
}

/** What the parts of one space are made from. */
export interface SpaceParts {
  readonly shared: ServerParts;
  readonly definition: SpaceDefinition;
}

/** What the entry of a document that the space itself holds gives as the end of its lease. */
export const heldUntilMs = ({ shared, definition }: SpaceParts): number =>
  shared.collaborators.clock.nowMs() + definition.limits.defaultLeaseMs;
