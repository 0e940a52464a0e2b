import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { StoaError } from '../base/index.js';

/** A lease that this user holds. */
export interface HeldLease {
  readonly lease: string;
  readonly credential: string;
  readonly expiresAtMs: number;
}

/** Lease credentials of this user by space and document, so that `stoa remove` needs none typed. */
export interface HeldLeases {
  readonly find: (space: string, document: string) => Promise<HeldLease | undefined>;
  /** Keeps leases of documents of a space; those that ended long ago are dropped. */
  readonly keepAll: (space: string, held: readonly (readonly [string, HeldLease])[]) => Promise<void>;
}

type Kept = Readonly<Record<string, HeldLease>>;

/** A stale document can still be renewed and removed, and a kept lease is renewed by another process; a day is enough. */
const KEPT_AFTER_MS = 86_400_000;

/** Where the leases are kept: `$XDG_STATE_HOME/stoa`, by default `~/.local/state/stoa`. */
export const heldLeasesPath = (environment: Readonly<Record<string, string | undefined>>): string =>
  join(environment['XDG_STATE_HOME'] ?? join(homedir(), '.local', 'state'), 'stoa', 'leases.json');

const isMissing = (thrown: unknown): boolean => thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT';

const isHeldLease = (value: unknown): value is HeldLease =>
  typeof value === 'object' && value !== null && 'credential' in value && typeof value.credential === 'string';

const readKept = async (path: string): Promise<Kept> => {
  try {
    const content: unknown = JSON.parse(await readFile(path, 'utf8'));
    return Object.fromEntries(
      Object.entries(content ?? {}).filter((entry): entry is [string, HeldLease] => isHeldLease(entry[1])),
    );
  } catch (cause) {
    if (isMissing(cause)) return {};
    const hint = 'remove the file: leases that are not renewed end by themselves';
    throw new StoaError('CONFIGURATION_INVALID', `the leases in ${path} cannot be read`, { cause, hint });
  }
};

/** Credentials in a file that only its owner can read; a write replaces the file whole, so a crash leaves the old one. */
export const createHeldLeases = (path: string, nowMs: () => number): HeldLeases => ({
  find: async (space, document) => (await readKept(path))[`${space} ${document}`],
  keepAll: async (space, held) => {
    if (held.length === 0) return;
    const kept = Object.entries(await readKept(path)).filter(
      ([, lease]) => lease.expiresAtMs + KEPT_AFTER_MS > nowMs(),
    );
    const added = held.map(([document, lease]) => [`${space} ${document}`, lease] as const);
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    const draft = `${path}.${process.pid}`;
    await writeFile(draft, `${JSON.stringify(Object.fromEntries([...kept, ...added]), undefined, 2)}\n`, {
      mode: 0o600,
    });
    await rename(draft, path);
  },
});
