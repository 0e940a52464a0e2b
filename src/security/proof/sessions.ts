import { StoaError, createFairCache, toBase64Url } from '../../base/index.js';
import type { Clock, Random } from '../../base/index.js';
import type { VerifiedCredential } from '../verified-credential.js';
import { createAgreement, deriveMacKey } from './agreement.js';
import { createCounterWindow } from './counter-window.js';
import type { CounterWindow } from './counter-window.js';
import { writePoint } from './public-point.js';

/** An agreed key, for one gate and one client key. */
export interface ProofSession {
  readonly macKey: Uint8Array;
  readonly gate: string;
  readonly keyThumbprint: string;
  readonly endsAtMs: number;
  readonly counts: CounterWindow;
  /** The credential that was shown last, as it came, and what it allows. */
  shown: { readonly authorization: string; readonly credential: VerifiedCredential };
}

/** Sessions of one service: in memory, as many as there may be; one that is dropped is agreed on anew. */
export interface ProofSessions {
  /**
   * The session with this id.
   *
   * @throws {StoaError} `PROOF_SESSION_UNKNOWN`: nothing was done
   */
  readonly get: (id: string) => ProofSession;
  readonly find: (id: string) => ProofSession | undefined;
  /** Agrees with the holder of the ephemeral key `clientPoint`; gives the value of the answer's header. */
  readonly agree: (clientPoint: Uint8Array, begun: BegunSession) => Promise<string>;
}

/** What a session begins with: a call that was proved by the client's key. */
export interface BegunSession {
  readonly authorization: string;
  readonly credential: VerifiedCredential;
  readonly keyThumbprint: string;
  /** URN of the service. */
  readonly service: string;
}

/** Collaborators of {@link createProofSessions}. */
export interface SessionsParts {
  readonly clock: Clock;
  readonly random: Random;
}

/** Bounds of {@link ProofSessions}. */
export interface SessionsOptions {
  /** Most sessions; the one that was used longest ago goes first, of one gate the oldest of 32. Default 10,000, about 10 MB. */
  readonly maxSessions?: number;
  /** Longest session in milliseconds, whatever its credential: keys are agreed on anew after it. Default 1 h. */
  readonly maxSessionMs?: number;
}

/** Most sessions of one gate, whose holder needs one for each process that calls through it. */
const MAX_OF_GATE = 32;

const ID_BYTES = 16;

const unknown = (): StoaError =>
  new StoaError('PROOF_SESSION_UNKNOWN', 'the service does not know the agreed key; it may have started anew', {
    hint: 'prove the message with the key of the client and agree on a new one; nothing was done',
  });

/** Sessions in memory. */
export const createProofSessions = (
  { clock, random }: SessionsParts,
  { maxSessions = 10_000, maxSessionMs = 3_600_000 }: SessionsOptions = {},
): ProofSessions => {
  const sessions = createFairCache<ProofSession>({ max: maxSessions, share: MAX_OF_GATE });
  return {
    find: (id) => sessions.get(id),
    get: (id) => {
      const session = sessions.get(id);
      if (!session) throw unknown();
      if (clock.nowMs() < session.endsAtMs) return session;
      sessions.delete(id);
      throw unknown();
    },
    agree: async (clientPoint, { authorization, credential, keyThumbprint, service }) => {
      const agreement = await createAgreement();
      const session = toBase64Url(random.bytes(ID_BYTES));
      const secret = await agreement.share(clientPoint);
      const { gate } = credential;
      const points = { clientPoint, servicePoint: agreement.point };
      const macKey = deriveMacKey(secret, { gate, service, keyThumbprint, session, ...points });
      const endsAtMs = clock.nowMs() + maxSessionMs;
      const shown = { authorization, credential };
      sessions.set(gate, session, { macKey, gate, keyThumbprint, endsAtMs, counts: createCounterWindow(), shown });
      return `"${session}";key=${writePoint(agreement.point)}`;
    },
  };
};
