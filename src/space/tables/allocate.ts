/** Gives bytes, all zero, for a record. */
export type Allocate = (length: number) => Uint8Array;

/** Records of their own: what stays long must not keep others in memory. */
export const allocateAlone: Allocate = (length) => new Uint8Array(length);

const BLOCK_BYTES = 64 * 1024;

/**
 * Cuts records off blocks of memory that they share: for many that are made and let go together. A block for each would cost more
 * than what is written into it.
 */
export const createAllocator = (): Allocate => {
  let block = new Uint8Array(0);
  let used = 0;
  return (length) => {
    if (length > BLOCK_BYTES / 4) return new Uint8Array(length);
    if (used + length > block.length) [block, used] = [new Uint8Array(BLOCK_BYTES), 0];
    used += length;
    return block.subarray(used - length, used);
  };
};
