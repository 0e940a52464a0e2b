import { refuseConflict } from './check-limits.js';
import type { Commit, CommitMark } from './port.js';

/** The version that each commit with a mark gave to what it put, for those that are decided upon it. */
export interface AppliedCommits {
  /** A commit was applied, as far as is known; what it put has this version. */
  readonly note: (commit: Commit, version: number) => void;
  /** It was not after all. */
  readonly forget: (commit: Commit) => void;
  /**
   * Checks what a commit expects against the versions that `find` gives.
   *
   * @throws {StoaError} `STORE_CONFLICT`
   */
  readonly check: (commit: Commit, find: (key: Uint8Array) => number | undefined) => void;
}

const sayVersion = (version: number | undefined): string => (version === undefined ? 'no value' : `version ${version}`);

/** Knows no commits. A mark is kept for as long as somebody else has it. */
export const createAppliedCommits = (): AppliedCommits => {
  const versions = new WeakMap<CommitMark, number>();
  const versionOf = (mark: CommitMark): number =>
    versions.get(mark) ?? refuseConflict('the commit before to be applied, it was not');

  return {
    note: ({ mark }, version) => {
      if (mark) versions.set(mark, version);
    },
    forget: ({ mark }) => {
      if (mark) versions.delete(mark);
    },
    check: ({ after, expected = [] }, find) => {
      if (after) versionOf(after);
      for (const { key, version } of expected) {
        const found = find(key);
        const wanted = typeof version === 'object' ? versionOf(version) : version;
        if (found !== wanted) refuseConflict(`${sayVersion(wanted)} under a key, found ${sayVersion(found)}`);
      }
    },
  };
};
