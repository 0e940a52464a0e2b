import type { GateId } from '../base/index.js';

/** A narrowing that was verified. */
export interface VerifiedLink {
  /** Equal for equal narrowings alone, whoever made them. */
  readonly id: string;
  readonly expiresAtMs: number;
  /** Most calls that it allows. */
  readonly calls?: number;
}

/** What a verified credential allows. */
export interface VerifiedCredential {
  readonly issuer: string;
  readonly gate: GateId;
  readonly methods: readonly string[];
  readonly expiresAtMs: number;
  /** Who opened the gate. */
  readonly subject?: string;
  /** Thumbprint of the key that each call has to be proved with; absent for a credential whose possession is enough. */
  readonly keyThumbprint?: string;
  /** The narrowings of the gate, the first one first; their limits are in `methods` and `expiresAtMs` already. */
  readonly links: readonly VerifiedLink[];
}
