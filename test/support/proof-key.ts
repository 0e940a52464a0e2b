import { calculateJwkThumbprint } from 'jose';
import type { ProofKey } from '../../src/security/index.js';

/** A client key in memory. */
export const createProofKey = async (): Promise<ProofKey> => {
  const { subtle } = globalThis.crypto;
  const pair = await subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign', 'verify']);
  const { kty, crv, x = '', y = '' } = await subtle.exportKey('jwk', pair.publicKey);
  return {
    publicJwk: { x, y },
    thumbprint: await calculateJwkThumbprint({ kty: kty ?? '', crv: crv ?? '', x, y }),
    sign: async (bytes) =>
      new Uint8Array(await subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, pair.privateKey, bytes.slice())),
  };
};
