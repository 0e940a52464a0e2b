import { StoaError, compareBytes, createUrn, fromUtf8, toUtf8 } from '../base/index.js';
import type { Clock, GateId, Log, Random, SpaceId } from '../base/index.js';
import type { ClosedGates } from '../gate/index.js';
import { openRotatingKeys } from '../security/index.js';
import type { KeptKey, KeyStore, RotatingKeys } from '../security/index.js';
import type { Store } from '../store/index.js';

/** Where the server keeps what belongs to none of its spaces: `server/id`, `key/mint`, `keys/…`, `gate/SPACE GATE`. */
const SERVER_SPACE = 'urn:stoa:server:1' as SpaceId;

const SERVER_ID = toUtf8('server/id');
const GATE_KEYS = toUtf8('keys/gate');
const TOKEN_KEYS = toUtf8('keys/token');
/** Where the one key of gates was before keys followed one another. */
const FIRST_GATE_KEY = toUtf8('key/sign');
const MINT_KEY = toUtf8('key/mint');
const MINT_KEY_BYTES = 32;

/** Secrets of a server, made at its first start. */
export interface ServerKeys {
  /** URN of the server: the audience of its access tokens. */
  readonly id: string;
  /** Sign the credentials of gates. */
  readonly signing: RotatingKeys;
  /** Sign access tokens. */
  readonly tokens: RotatingKeys;
  /** From it come the credentials of leases and spaces. */
  readonly mintKey: Uint8Array;
}

/** What keys are made and kept with. */
export interface ServerKeysParts {
  readonly store: Store;
  readonly random: Random;
  readonly clock: Clock;
  readonly log: Log;
}

/** How long keys sign and what they sign lives, in milliseconds. */
export interface ServerKeysOptions {
  readonly keyPeriodMs: number;
  readonly tokenLifeMs: number;
}

const keep = async (store: Store, key: Uint8Array, make: () => Uint8Array): Promise<Uint8Array> => {
  const kept = await store.get(SERVER_SPACE, key);
  if (kept !== undefined) return kept.value;
  const value = make();
  await store.commit(SERVER_SPACE, { expected: [{ key, version: undefined }], puts: [{ key, value }] });
  return value;
};

const isKeptKey = (value: unknown): value is KeptKey =>
  typeof value === 'object' && value !== null && 'key' in value && 'notBeforeMs' in value;

const readKeptKeys = (bytes: Uint8Array): readonly KeptKey[] => {
  const value: unknown = JSON.parse(fromUtf8(bytes));
  if (Array.isArray(value) && value.every(isKeptKey)) return value;
  throw new StoaError('STORE_FAILED', 'the signing keys in the store are not what was written there');
};

const createKeyStore = (store: Store, key: Uint8Array, findFirst: () => Promise<readonly KeptKey[]>): KeyStore => ({
  load: async () => {
    const kept = await store.get(SERVER_SPACE, key);
    return kept === undefined ? findFirst() : readKeptKeys(kept.value);
  },
  save: async (keys) => {
    await store.commit(SERVER_SPACE, { puts: [{ key, value: toUtf8(JSON.stringify(keys)) }] });
  },
});

/** What was signed may be verified by a clock that is behind, and by who asked for the keys a while ago. */
const KEPT_LONGER_MS = 300_000;

/** The keys that the store holds; those that are missing are made and kept. */
export const openServerKeys = async (
  { store, random, clock, log }: ServerKeysParts,
  { keyPeriodMs: periodMs, tokenLifeMs }: ServerKeysOptions,
): Promise<ServerKeys> => {
  const id = await keep(store, SERVER_ID, () => toUtf8(createUrn({ clock, random })));
  const mintKey = await keep(store, MINT_KEY, () => random.bytes(MINT_KEY_BYTES));
  const findFirstGateKey = async (): Promise<readonly KeptKey[]> => {
    const first = await store.get(SERVER_SPACE, FIRST_GATE_KEY);
    return first === undefined ? [] : [{ key: fromUtf8(first.value), notBeforeMs: clock.nowMs() }];
  };
  const open = (key: Uint8Array, longestLifeMs: number, findFirst = () => Promise.resolve<readonly KeptKey[]>([])) =>
    openRotatingKeys({ store: createKeyStore(store, key, findFirst), clock, log }, { periodMs, longestLifeMs });
  return {
    id: fromUtf8(id),
    mintKey,
    signing: await open(GATE_KEYS, KEPT_LONGER_MS, findFirstGateKey),
    tokens: await open(TOKEN_KEYS, tokenLifeMs + KEPT_LONGER_MS),
  };
};

const CLOSED_FROM = toUtf8('gate/');
/** `0` follows `/`. */
const CLOSED_TO = toUtf8('gate0');
const CLOSED_PAGE = 1000;

const readUntil = (value: Uint8Array): number => Number(fromUtf8(value));

/**
 * Closed gates, kept in the store until they would have ended themselves. Those that have are dropped a page at a
 * time, as others are added.
 */
export const createStoredClosedGates = (store: Store, clock: Clock): ClosedGates => {
  const keyOf = (space: SpaceId, gate: GateId): Uint8Array => toUtf8(`gate/${space} ${gate}`);
  return {
    add: async (space, closed) => {
      const puts = closed.map(({ gate, expiresAtMs }) => ({
        key: keyOf(space, gate),
        value: toUtf8(String(expiresAtMs)),
      }));
      const page = await store.range(SERVER_SPACE, { from: CLOSED_FROM, to: CLOSED_TO, limit: CLOSED_PAGE });
      const isPut = (key: Uint8Array): boolean => puts.some((put) => compareBytes(put.key, key) === 0);
      const ended = page.filter((row) => readUntil(row.value) <= clock.nowMs() && !isPut(row.key));
      await store.commit(SERVER_SPACE, { puts, deletes: ended.map((row) => row.key) });
    },
    has: async (space, gate) => (await store.get(SERVER_SPACE, keyOf(space, gate))) !== undefined,
  };
};
