/**
 * Hashes with secret multipliers: who chooses names and ids must not be able to make many of them meet in one place.
 */
export interface Hashing {
  readonly ofText: (text: string) => number;
  /** Of the 16 bytes at `at`. */
  readonly ofUuid: (bytes: Uint8Array, at: number) => number;
}

const UUID_BYTES = 16;

/** `seed`: any two whole numbers, best not to be guessed. */
export const createHashing = (seed: readonly [number, number]): Hashing => {
  const multiplier = seed[0] | 1;
  const start = seed[1] | 0;

  /** Spreads what stands in the high bits, where a multiplication gathers it, over the low ones, which say the place. */
  const finish = (hash: number): number => {
    const mixed = Math.imul(hash ^ (hash >>> 15), multiplier);
    return mixed ^ (mixed >>> 13);
  };

  return {
    ofText: (text) => {
      let hash = start ^ text.length;
      for (let at = 0; at < text.length; at++) hash = Math.imul(hash + text.charCodeAt(at), multiplier) ^ (hash >>> 16);
      return finish(hash);
    },
    ofUuid: (bytes, at) => {
      let hash = start;
      for (let from = at; from < at + UUID_BYTES; from++) {
        hash = Math.imul(hash + (bytes[from] ?? 0), multiplier) ^ (hash >>> 16);
      }
      return finish(hash);
    },
  };
};
