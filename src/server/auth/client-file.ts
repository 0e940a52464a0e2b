import { chmod, mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { importJWK } from 'jose';
import { StoaError, given } from '../../base/index.js';
import { checkSource } from '../configuration/index.js';
import type { ConfiguredClient } from '../configuration/index.js';
import { readClients } from './clients.js';
import { createSecret, hashSecret } from './secret-hash.js';

/** A client to be. */
export interface NewClient {
  readonly id: string;
  readonly groups: readonly string[];
  /** Text of a JWK, for a client that signs; it gets no secret. */
  readonly jwk?: string;
  /** Puts a client of that name in its place. */
  readonly replace?: boolean;
}

/** The file of the clients that a server issues tokens to; a running server reads it again when it has changed. */
export interface ClientFile {
  readonly list: () => Promise<readonly ConfiguredClient[]>;
  /**
   * Adds a client and resolves with its secret, which is kept nowhere; `undefined` for one with a key.
   *
   * @throws {StoaError} `USAGE` when there is one of that name, or the key is none
   */
  readonly add: (client: NewClient) => Promise<string | undefined>;
  /** Resolves with whether it was there. */
  readonly remove: (id: string) => Promise<boolean>;
}

/** The public members of a JWK: its private one, shown by mistake, is refused and not kept. */
const readPublicKey = async (text: string): Promise<Readonly<Record<string, string>>> => {
  const refuse = (what: string): StoaError => new StoaError('USAGE', `the key of a client ${what}`);
  let jwk: Readonly<Record<string, unknown>>;
  try {
    jwk = { ...(JSON.parse(text) as object) };
  } catch {
    throw refuse('is a JWK in JSON');
  }
  if ('d' in jwk) throw refuse("is its public part; this is the private one, which is nobody else's to know");
  const { kty, crv, x, y } = jwk;
  if (kty !== 'EC' || crv !== 'P-256' || typeof x !== 'string' || typeof y !== 'string')
    throw refuse('is of type EC on the curve P-256');
  await importJWK({ kty, crv, x, y }, 'ES256').catch(() => {
    throw refuse('is a point of the curve P-256');
  });
  return { kty, crv, x, y };
};

/** The file at `path`, readable by its owner only. */
export const createClientFile = (path: string): ClientFile => {
  const write = async (clients: readonly ConfiguredClient[]): Promise<void> => {
    checkSource({ auth: { clients } }, path);
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    const draft = `${path}.${String(process.pid)}`;
    await writeFile(draft, `${JSON.stringify({ clients }, undefined, 2)}\n`, { mode: 0o600 });
    await chmod(draft, 0o600);
    await rename(draft, path);
  };
  return {
    list: () => readClients(path),
    add: async ({ id, groups, jwk, replace = false }) => {
      const clients = await readClients(path);
      if (!replace && clients.some((client) => client.id === id))
        throw new StoaError('USAGE', `there is a client '${id}'`, { hint: '--replace puts another in its place' });
      const secret = jwk === undefined ? createSecret() : undefined;
      const client: ConfiguredClient = {
        id,
        groups,
        ...given('secretHash', secret && (await hashSecret(secret))),
        ...given('jwk', jwk === undefined ? undefined : await readPublicKey(jwk)),
      };
      await write([...clients.filter((one) => one.id !== id), client]);
      return secret;
    },
    remove: async (id) => {
      const clients = await readClients(path);
      const left = clients.filter((client) => client.id !== id);
      if (left.length < clients.length) await write(left);
      return left.length < clients.length;
    },
  };
};
