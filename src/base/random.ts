/** Source of random bytes; tests pass a seeded one. */
export interface Random {
  /** `length` fresh bytes, fit for secrets when the source is {@link systemRandom}. */
  bytes(length: number): Uint8Array;
}

/** Web Crypto's generator, present in Node and in browsers. */
export const systemRandom: Random = {
  bytes: (length) => globalThis.crypto.getRandomValues(new Uint8Array(length)),
};
