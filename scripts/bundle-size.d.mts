/** Chunks that are loaded together. */
export interface Load {
  readonly bytes: number;
  readonly gzip: number;
  readonly modules: readonly { readonly module: string; readonly bytes: number }[];
}

/** One file of a bundle. */
export interface Chunk {
  readonly path: string;
  readonly bytes: number;
  readonly gzip: number;
  readonly text: string;
  readonly isFirst: boolean;
}

/** The client whose size is promised. */
export const CLIENT: string;
/** What is loaded by an application that listens to events too. */
export const EVENTS: readonly string[];
/** What is loaded by one whose calls are proved. */
export const PROOFS: readonly string[];
/** What the entry of a bundle says, by what it measures. */
export const PARTS: Readonly<Record<string, string>>;
/** Bundles an entry; what it `asked` for later counts as loaded at first. */
export const measureBundle: (
  contents: string,
  asked?: readonly string[],
) => Promise<{ readonly first: Load; readonly later: Load; readonly chunks: readonly Chunk[] }>;
