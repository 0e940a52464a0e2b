/** How services of a space are asked after; the same for all spaces of a server. */
export interface LivenessSettings {
  /** How often a service is asked that does not say how often, in milliseconds. */
  readonly everyMs: number;
  /** The most often that one may ask for, in milliseconds between two questions. */
  readonly minEveryMs: number;
}
