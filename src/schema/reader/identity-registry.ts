import type { NameKey, XmlElement } from '../../xml/index.js';
import type { IdentityConstraint } from '../model/components.js';

/** The identity constraints of a schema; they share one symbol space. */
export interface IdentityRegistry {
  readonly constraints: Map<NameKey, IdentityConstraint>;
  /** Where each was read. */
  readonly places: Map<NameKey, XmlElement>;
}

/** A registry without constraints. */
export const createIdentityRegistry = (): IdentityRegistry => ({ constraints: new Map(), places: new Map() });
