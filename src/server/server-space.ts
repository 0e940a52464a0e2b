import { compareBytes, fromUtf8, toUtf8 } from '../base/index.js';
import type { Clock, GateId, Random, SpaceId } from '../base/index.js';
import type { ClosedGates } from '../gate/index.js';
import { createSigningKeys, parseSigningKeys, serializeSigningKeys } from '../security/index.js';
import type { SigningKeys } from '../security/index.js';
import type { Store } from '../store/index.js';

/** Where the server keeps what belongs to none of its spaces: `key/sign`, `key/mint`, `gate/SPACE GATE`. */
const SERVER_SPACE = 'urn:stoa:server:1' as SpaceId;

const SIGNING_KEY = toUtf8('key/sign');
const MINT_KEY = toUtf8('key/mint');
const MINT_KEY_BYTES = 32;

/** Secrets of a server, made at its first start. */
export interface ServerKeys {
  /** Signs the credentials of gates. */
  readonly signing: SigningKeys;
  /** From it come the credentials of leases and spaces. */
  readonly mintKey: Uint8Array;
}

const keep = async (store: Store, key: Uint8Array, make: () => Promise<Uint8Array>): Promise<Uint8Array> => {
  const kept = await store.get(SERVER_SPACE, key);
  if (kept !== undefined) return kept.value;
  const value = await make();
  await store.commit(SERVER_SPACE, { expected: [{ key, version: undefined }], puts: [{ key, value }] });
  return value;
};

/** The keys that the store holds; those that are missing are made and kept. */
export const loadServerKeys = async (store: Store, random: Random): Promise<ServerKeys> => {
  const text = await keep(store, SIGNING_KEY, async () =>
    toUtf8(await serializeSigningKeys(await createSigningKeys())),
  );
  const mintKey = await keep(store, MINT_KEY, () => Promise.resolve(random.bytes(MINT_KEY_BYTES)));
  return { signing: await parseSigningKeys(fromUtf8(text)), mintKey };
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
    add: async (space, gate, untilMs) => {
      const key = keyOf(space, gate);
      const page = await store.range(SERVER_SPACE, { from: CLOSED_FROM, to: CLOSED_TO, limit: CLOSED_PAGE });
      const ended = page.filter((row) => readUntil(row.value) <= clock.nowMs() && compareBytes(row.key, key) !== 0);
      await store.commit(SERVER_SPACE, {
        puts: [{ key, value: toUtf8(String(untilMs)) }],
        deletes: ended.map((row) => row.key),
      });
    },
    has: async (space, gate) => (await store.get(SERVER_SPACE, keyOf(space, gate))) !== undefined,
  };
};
