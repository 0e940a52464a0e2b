/** Source of random bytes; tests pass a seeded one. */
export interface Random {
  /** `length` fresh bytes, fit for secrets when the source is {@link systemRandom}. */
  bytes(length: number): Uint8Array;
}

/** Bytes drawn at once: asking the system costs the same for sixteen as for thousands, and every id needs sixteen. */
const POOL_BYTES = 4096;

const draw = (length: number): Uint8Array => globalThis.crypto.getRandomValues(new Uint8Array(length));

const createSystemRandom = (): Random => {
  let pool: Uint8Array = new Uint8Array(0);
  let used = 0;
  return {
    bytes: (length) => {
      if (length > POOL_BYTES / 16) return draw(length);
      if (used + length > pool.length) [pool, used] = [draw(POOL_BYTES), 0];
      const bytes = pool.slice(used, used + length);
      // What was given out is nobody else's to read.
      pool.fill(0, used, used + length);
      used += length;
      return bytes;
    },
  };
};

/** Web Crypto's generator, present in Node and in browsers. Each byte is given out once, so sharing it shares nothing. */
export const systemRandom: Random = createSystemRandom();
