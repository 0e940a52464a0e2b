/** Entries that are measured, by what they are. */
export declare const PARTS: Readonly<Record<string, string>>;

/** A module in a bundle, and the bytes that are left of it. */
export interface BundledModule {
  readonly module: string;
  readonly bytes: number;
}

/** What is loaded at one time. */
export interface Load {
  readonly bytes: number;
  readonly gzip: number;
  readonly modules: readonly BundledModule[];
}

/** Bundles an entry: what its first load is, and what is loaded later. */
export declare const measureBundle: (contents: string) => Promise<{ readonly first: Load; readonly later: Load }>;
