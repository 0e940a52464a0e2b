import type { Test } from 'tap';
import { isStoaError, toUtf8 } from '../../../src/base/index.js';
import type { ErrorCode, SpaceId, StoaError } from '../../../src/base/index.js';
import type { Change, Store, StoreLimits } from '../../../src/store/index.js';

/** Where one test keeps its data. */
export interface StoreHome {
  /** Opens the store; a durable one finds what an earlier, closed one of this home left. */
  readonly open: (limits?: Partial<StoreLimits>) => Promise<Store>;
}

/** A backend that the contract suite is run on. */
export interface StoreBackend {
  readonly name: string;
  /** Acknowledged commits survive closing. */
  readonly durable: boolean;
  /** A home of its own for each test, removed with it. */
  readonly makeHome: (t: Test) => StoreHome;
}

/** A store for one test, closed at its end. */
export const useStore = async (t: Test, backend: StoreBackend, limits?: Partial<StoreLimits>): Promise<Store> => {
  const store = await backend.makeHome(t).open(limits);
  t.teardown(() => store.close());
  return store;
};

/** Ids whose prefixes would clash if they were told apart carelessly. */
export const SPACES = [
  'urn:uuid:01890000-0000-7000-8000-000000000000',
  'urn:uuid:01890000-0000-7000-8000-000000000001',
  'urn:uuid:01890000-0000-7000-8000-0000000000ff',
  'urn:uuid:0189FFFF-0000-7000-8000-000000000000',
  'urn:example:a',
  'urn:example:ab',
  'urn:example:b',
  `urn:example:${'x'.repeat(243)}`,
] as readonly string[] as readonly SpaceId[];

export const SPACE = SPACES[0] as SpaceId;
export const OTHER_SPACE = SPACES[1] as SpaceId;

/** UTF-8 bytes of a text, or the bytes of numbers. */
export const bytes = (...from: readonly (string | number)[]): Uint8Array =>
  Uint8Array.from(from.flatMap((part) => (typeof part === 'number' ? [part] : [...toUtf8(part)])));

/** First and last bound of everything in a space. */
export const EVERYTHING = { from: bytes(), to: new Uint8Array(401).fill(0xff) };

/** A signal that nobody aborts. */
export const never = (): AbortSignal => new AbortController().signal;

/** The error that a call rejects with, of the code expected. */
export const rejection = async (t: Test, code: ErrorCode, call: Promise<unknown>): Promise<StoaError | undefined> => {
  try {
    await call;
  } catch (error) {
    if (isStoaError(error, code)) return error;
    t.fail(`expected ${code}, got ${String(error)}`);
    return undefined;
  }
  t.fail(`expected ${code}, but the call resolved`);
  return undefined;
};

/** The next `count` changes after `after`, as `sequence:text`. */
export const readChanges = async (
  store: Store,
  space: SpaceId,
  { after, count }: { readonly after: number; readonly count: number },
): Promise<string[]> => {
  const read: string[] = [];
  if (count === 0) return read;
  for await (const change of store.changes(space, after, never())) {
    read.push(toLine(change));
    if (read.length === count) return read;
  }
  return read;
};

/** A change in the form that the tests compare. */
export const toLine = ({ sequence, entry }: Change): string => `${String(sequence)}:${new TextDecoder().decode(entry)}`;
