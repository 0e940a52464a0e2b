import { StoaError } from '../../base/light.js';
import type { BaseLine } from './signature-base.js';

/** A message that is proved: what of an HTTP request reaches a service, directly or through a relay. */
export interface ProvedMessage {
  /** HTTP method. */
  readonly method: string;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** Headers of proofs besides those of RFC 9421 and RFC 9530. */
export const PROOF_HEADERS = {
  /** URN of the gate. */
  gate: 'stoa-gate',
  /** The client's public key, with proofs made by it. */
  key: 'stoa-key',
  /** An ephemeral key of the client: it asks to agree on a key for the calls that follow. */
  agree: 'stoa-agree',
  /** The proof of the same message that was refused before: it is not to be taken any more. */
  retry: 'stoa-retry',
  /** On the answer: the agreed session with an ephemeral key of the service. */
  agreed: 'stoa-agreed',
} as const;

/** Headers that a proof adds to a call; relays pass them on unchanged. */
export const PROOF_REQUEST_HEADERS: readonly string[] = [
  'content-digest',
  'signature-input',
  'signature',
  PROOF_HEADERS.gate,
  PROOF_HEADERS.key,
  PROOF_HEADERS.agree,
  PROOF_HEADERS.retry,
];

/** What every proof covers. */
const ALWAYS = ['@method', 'content-digest', 'content-type', 'authorization', PROOF_HEADERS.gate] as const;

/** What a proof covers when the message has it: all else on which a service acts. */
const WHEN_PRESENT = ['prefer', PROOF_HEADERS.key, PROOF_HEADERS.agree, PROOF_HEADERS.retry] as const;

/**
 * Components that the proof of a message covers, no more and no less. Not the address, since a relay has another one
 * than the service; the credential and the gate say for which service a message is.
 */
export const componentsOf = ({ headers }: Pick<ProvedMessage, 'headers'>): readonly string[] => {
  const present = WHEN_PRESENT.filter((name) => headers[name] !== undefined);
  return present.length === 0 ? ALWAYS : [...ALWAYS, ...present];
};

/** A value that HTTP carries as it is: printable, with no blanks around it. */
const PLAIN = /^[!-~](?:[\t -~]*[!-~])?$/;

const valueOf = ({ method, headers }: ProvedMessage, name: string): string => {
  const value = name === '@method' ? method : headers[name];
  if (value !== undefined && PLAIN.test(value)) return value;
  throw new StoaError('PROOF_INVALID', `the proof of the call covers ${name}, which the message does not have as text`);
};

/**
 * The lines that are signed, in the order of `components`.
 *
 * @throws {StoaError} `PROOF_INVALID` when the message lacks one, or a value is none that HTTP could carry unchanged
 */
export const toBaseLines = (message: ProvedMessage, components: readonly string[]): readonly BaseLine[] =>
  components.map((name) => [name, valueOf(message, name)]);
