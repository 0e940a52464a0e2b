/** Blocks for the values of groups, one after the other. */
export interface Blocks {
  /** A block of at least so many bytes. */
  readonly take: (bytes: number) => Buffer;
  /** Gives a block back once nothing in it is needed any more. */
  readonly giveBack: (block: Buffer) => void;
}

/** Largest block that is kept: groups are larger only where large documents are published. */
const MAX_KEPT_BYTES = 1024 * 1024;

/** Keeps one block for the next group: memory that is new costs more than what is copied into it. */
export const createBlocks = (): Blocks => {
  let kept: Buffer | undefined;
  return {
    take: (bytes) => {
      const block = kept !== undefined && kept.length >= bytes ? kept : Buffer.allocUnsafeSlow(bytes);
      kept = undefined;
      return block;
    },
    giveBack: (block) => {
      if (block.length <= MAX_KEPT_BYTES) kept = block;
    },
  };
};
