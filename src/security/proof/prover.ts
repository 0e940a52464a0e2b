import { toBase64, toBase64Url } from '../../base/base64.js';
import { StoaError, toUtf8 } from '../../base/light.js';
import type { Clock, Random } from '../../base/index.js';
import type { ClientKey } from '../client-key.js';
import { createAgreement, deriveMacKey } from './agreement.js';
import type { Agreement } from './agreement.js';
import { writeContentDigest } from './content-digest.js';
import type { Hashing } from './hashing.js';
import { PROOF_HEADERS, componentsOf, toBaseLines } from './message.js';
import type { ProvedMessage } from './message.js';
import { findPoint, readPoint, writePoint } from './public-point.js';
import { writeSignatureBase } from './signature-base.js';
import { writeSignatureFields, writeSignatureParameters } from './signature-fields.js';
import type { ProofParameters } from './signature-fields.js';

type Headers = ProvedMessage['headers'];

/** A message with its proof. */
export interface Proved {
  /** All headers to send. */
  readonly headers: Headers;
  /** Names the proof, for the message that is sent when this one is refused. */
  readonly proof: string;
  /** To be called with the headers of the answer, or with none when there was no answer. */
  readonly settle: (answer: Headers | undefined) => Promise<void>;
}

/** Proves the messages of one gate. */
export interface Prover {
  /** With `refused`, the proof of the same message that was refused, the service does not do both, whoever refused it. */
  readonly prove: (message: ProvedMessage, refused?: string) => Promise<Proved>;
  /** The service does not know the agreed key: the next message is proved by the client's own. */
  readonly forget: () => void;
}

/** Collaborators of {@link createProver}. */
export interface ProverParts {
  readonly key: ClientKey;
  /** URN of the gate. */
  readonly gate: string;
  /** URN of the service. */
  readonly service: string;
  readonly clock: Clock;
  readonly random: Random;
  readonly hashing: Hashing;
}

interface Session {
  readonly id: string;
  readonly macKey: Uint8Array;
  count: number;
}

const NONCE_BYTES = 16;
const AGREED = /^"([A-Za-z0-9_-]{22})";key=(:[A-Za-z0-9+/]+=*:)$/;

/** A proof by its key and nonce, as a value of a header. */
const nameProof = ({ keyId, nonce }: ProofParameters): string => `"${keyId}";nonce="${nonce}"`;

const nothing = (): Promise<void> => Promise.resolve();

const getPoint = ({ publicJwk }: ClientKey): Uint8Array => {
  const point = findPoint(publicJwk);
  if (point === undefined) throw new StoaError('CONFIGURATION_INVALID', 'a client key is a key on the curve P-256');
  return point;
};

/** Reads what the service answered to an agreement; `undefined` when it agreed to nothing. */
const readAgreed = (field: string | undefined): { readonly id: string; readonly point: Uint8Array } | undefined => {
  const [, id, key] = AGREED.exec(field ?? '') ?? [];
  const point = readPoint(key);
  return id === undefined || point === undefined ? undefined : { id, point };
};

/**
 * A prover that signs with the client's key until the service has agreed on a session, and from then on with the
 * session's MAC key: a signature costs about a hundred times as much as a MAC.
 */
export const createProver = ({ key, gate, service, clock, random, hashing }: ProverParts): Prover => {
  const keyField = writePoint(getPoint(key));
  let session: Session | undefined;
  let agreeing = false;

  const toParameters = (made: Omit<ProofParameters, 'created'>): ProofParameters => ({
    created: Math.floor(clock.nowMs() / 1000),
    ...made,
  });

  const proveBySession = (current: Session, message: ProvedMessage): Proved => {
    const components = componentsOf(message);
    const nonce = String(++current.count);
    const parameters = toParameters({ nonce, keyId: current.id, algorithm: 'hmac-sha256' });
    const text = writeSignatureParameters(components, parameters);
    const base = writeSignatureBase(toBaseLines(message, components), text);
    const fields = writeSignatureFields(text, hashing.mac(current.macKey, base));
    return { headers: { ...message.headers, ...fields }, proof: nameProof(parameters), settle: nothing };
  };

  const learn = async (agreement: Agreement, answer: Headers | undefined): Promise<void> => {
    agreeing = false;
    const agreed = readAgreed(answer?.[PROOF_HEADERS.agreed]);
    if (!agreed) return;
    const points = { clientPoint: agreement.point, servicePoint: agreed.point };
    const context = { gate, service, keyThumbprint: key.thumbprint, session: agreed.id, ...points };
    const secret = await agreement.share(agreed.point);
    session = { id: agreed.id, macKey: deriveMacKey(secret, context), count: 0 };
  };

  const proveByKey = async ({ method, body, headers: given }: ProvedMessage): Promise<Proved> => {
    // One agreement at a time: calls that go out meanwhile are signed as well, and agree on nothing.
    const agreement = agreeing ? undefined : ((agreeing = true), await createAgreement());
    const agree = agreement && { [PROOF_HEADERS.agree]: writePoint(agreement.point) };
    const headers = { ...given, [PROOF_HEADERS.key]: keyField, ...agree };
    const message = { method, body, headers };
    const components = componentsOf(message);
    const nonce = toBase64Url(random.bytes(NONCE_BYTES));
    const parameters = toParameters({ nonce, keyId: key.thumbprint, algorithm: 'ecdsa-p256-sha256' });
    const text = writeSignatureParameters(components, parameters);
    const base = toUtf8(writeSignatureBase(toBaseLines(message, components), text));
    const fields = writeSignatureFields(text, toBase64(await key.sign(base)));
    return {
      headers: { ...headers, ...fields },
      proof: nameProof(parameters),
      settle: agreement ? (answer) => learn(agreement, answer) : nothing,
    };
  };

  return {
    prove: async ({ method, body, headers }, refused) => {
      const digest = writeContentDigest(hashing, body);
      const retry = refused === undefined ? undefined : { [PROOF_HEADERS.retry]: refused };
      const message = {
        method,
        body,
        headers: { ...headers, ...retry, 'content-digest': digest, [PROOF_HEADERS.gate]: gate },
      };
      return session ? proveBySession(session, message) : proveByKey(message);
    },
    forget: () => {
      session = undefined;
    },
  };
};
