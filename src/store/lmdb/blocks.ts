/** Blocks for the values of groups. */
export interface Blocks {
  /** A block of at least so many bytes. */
  readonly take: (bytes: number) => Buffer;
  /** Gives blocks back once nothing in them is needed any more. */
  readonly giveBack: (blocks: readonly Buffer[]) => void;
}

/** Largest block that is kept: groups are larger only where large documents are published. */
const MAX_KEPT_BYTES = 1024 * 1024;
/** Smallest block that is made: a group has many values. */
const MIN_BYTES = 256 * 1024;
/** Blocks kept: while one group is on its way to the disk, the next one is made. */
const MAX_KEPT = 4;

/** Keeps some blocks for the next groups: memory that is new costs more than what is copied into it. */
export const createBlocks = (): Blocks => {
  const kept: Buffer[] = [];
  return {
    take: (bytes) => {
      const at = kept.findIndex((block) => block.length >= bytes);
      const [found] = at < 0 ? [] : kept.splice(at, 1);
      return found ?? Buffer.allocUnsafeSlow(Math.max(bytes, MIN_BYTES));
    },
    giveBack: (blocks) => {
      for (const block of blocks) if (block.length <= MAX_KEPT_BYTES && kept.length < MAX_KEPT) kept.push(block);
    },
  };
};

/** Memory for the values of one group. */
export interface Arena {
  readonly allocate: (bytes: number) => Buffer;
  /** The blocks that its parts were cut from. */
  readonly blocks: readonly Buffer[];
}

/** Cuts parts off blocks, whose addresses LMDB asks for once. */
export const createArena = ({ take }: Pick<Blocks, 'take'>): Arena => {
  const blocks: Buffer[] = [];
  let block: Buffer = Buffer.alloc(0);
  let used = 0;
  return {
    blocks,
    allocate: (bytes) => {
      if (used + bytes > block.length) {
        [block, used] = [take(bytes), 0];
        blocks.push(block);
      }
      used += bytes;
      return block.subarray(used - bytes, used);
    },
  };
};
