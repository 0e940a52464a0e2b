import { macSha256 } from '../../base/digest.js';
import { StoaError, concatBytes, toUtf8 } from '../../base/light.js';

/** What an agreed key is for: each part is bound into it, so that a key fits one session of one gate alone. */
export interface AgreementContext {
  /** URN of the gate. */
  readonly gate: string;
  /** URN of the service. */
  readonly service: string;
  /** Thumbprint of the key that proved the call in which the session began. */
  readonly keyThumbprint: string;
  readonly session: string;
  /** Ephemeral public key of the client. */
  readonly clientPoint: Uint8Array;
  /** Ephemeral public key of the service. */
  readonly servicePoint: Uint8Array;
}

/** One side of an agreement: an ephemeral key pair that is used once. */
export interface Agreement {
  readonly point: Uint8Array;
  /**
   * The secret shared with the holder of the other ephemeral key.
   *
   * @throws {StoaError} `PROOF_INVALID` when `other` is no point of the curve
   */
  readonly share: (other: Uint8Array) => Promise<Uint8Array>;
}

const CURVE = { name: 'ECDH', namedCurve: 'P-256' } as const;
const SECRET_BITS = 256;
const PURPOSE = 'stoa-gate-mac-1';

/** A fresh ephemeral key pair. */
export const createAgreement = async (): Promise<Agreement> => {
  const { subtle } = globalThis.crypto;
  const pair = await subtle.generateKey(CURVE, false, ['deriveBits']);
  const point = new Uint8Array(await subtle.exportKey('raw', pair.publicKey));
  return {
    point,
    share: async (other) => {
      try {
        const theirs = await subtle.importKey('raw', other.slice(), CURVE, false, []);
        return new Uint8Array(await subtle.deriveBits({ name: 'ECDH', public: theirs }, pair.privateKey, SECRET_BITS));
      } catch (cause) {
        throw new StoaError('PROOF_INVALID', 'the ephemeral key is no point of the curve P-256', { cause });
      }
    },
  };
};

const frame = (bytes: Uint8Array): Uint8Array => {
  const length = new Uint8Array(4);
  new DataView(length.buffer).setUint32(0, bytes.length);
  return concatBytes(length, bytes);
};

/** The 32 bytes of MAC key of a session: HKDF-SHA-256 (RFC 5869) of the shared secret, one block, no salt. */
export const deriveMacKey = (secret: Uint8Array, context: AgreementContext): Uint8Array => {
  const { gate, service, keyThumbprint, session, clientPoint, servicePoint } = context;
  const texts = [PURPOSE, gate, service, keyThumbprint, session].map(toUtf8);
  const info = concatBytes(...[...texts, clientPoint, servicePoint].map(frame));
  const pseudoRandomKey = macSha256(new Uint8Array(32), secret);
  return macSha256(pseudoRandomKey, concatBytes(info, Uint8Array.of(1)));
};
