import { StoaError } from '../../base/light.js';

/** Algorithms of proofs (RFC 9421 sections 3.3.3 and 3.3.4). */
export type ProofAlgorithm = 'ecdsa-p256-sha256' | 'hmac-sha256';

/** Parameters of a signature, all of them required (RFC 9421 section 2.3). */
export interface ProofParameters {
  /** Seconds since the epoch. */
  readonly created: number;
  readonly nonce: string;
  readonly keyId: string;
  readonly algorithm: ProofAlgorithm;
}

/** One signature with what it covers. */
export interface SignatureFields extends ProofParameters {
  /** Names of what is signed, in the order in which they are; whether one comes twice is not looked at. */
  readonly components: readonly string[];
  /** The member of `Signature-Input` as it came: the value of `@signature-params`. */
  readonly text: string;
  /** Base64. */
  readonly signature: string;
}

/** Says what a signature is for, so that no signature made for something else passes (RFC 9421 section 7.2.7). */
export const PROOF_TAG = 'stoa-gate';

/** Label under which our own signatures stand; others are taken too. */
const LABEL = 'sig';

/** Longest value of each of the two fields, in characters; ours have about 250 and 90. */
const MAX_FIELD_LENGTH = 1024;

const KEY = '[a-z*][a-z0-9_\\-.*]*';
const NAME = '"@?[a-z0-9-]+"';
/** A value in the one form in which RFC 8941 section 4.1 writes it; escapes in strings are not taken. */
const VALUE = '(?:0|[1-9]\\d{0,11}|"[ !#-[\\]-~]{1,200}")';

/** One dictionary member that is an inner list of names with parameters: label, text, names, parameters. */
const INPUT = new RegExp(`^(${KEY})=(\\((${NAME}(?: ${NAME})*)\\)((?:;${KEY}=${VALUE})+))$`);
/** One dictionary member that is a byte sequence: label, base64. */
const SIGNATURE = new RegExp(`^(${KEY})=:([A-Za-z0-9+/]+={0,2}):$`);

const invalid = (reason: string): StoaError =>
  new StoaError('PROOF_INVALID', `the proof of the call: ${reason}`, {
    hint: 'sign the message as docs/security.md shows',
  });

const match = (name: string, pattern: RegExp, field: string): readonly string[] => {
  if (field.length > MAX_FIELD_LENGTH) throw invalid(`${name} is longer than ${MAX_FIELD_LENGTH} characters`);
  const [, ...parts] = pattern.exec(field) ?? [];
  if (parts.length > 0) return parts;
  throw invalid(`expected one signature in ${name}, in the form in which RFC 8941 writes it`);
};

/** Parameters by name; the text is known to hold nothing else. A string cannot hold what ends it, but it can hold `;`. */
const readParameters = (text: string): ReadonlyMap<string, string> => {
  const found = new Map<string, string>();
  for (let at = 1; at <= text.length;) {
    const equals = text.indexOf('=', at);
    const isString = text.charAt(equals + 1) === '"';
    const end = isString ? text.indexOf('"', equals + 2) + 1 : text.indexOf(';', equals);
    const next = end <= 0 ? text.length : end;
    const name = text.slice(at, equals);
    if (found.has(name)) throw invalid(`the parameter ${name} comes twice`);
    if ((name === 'created') === isString) throw invalid(`the parameter ${name} has another type`);
    found.set(name, isString ? text.slice(equals + 2, next - 1) : text.slice(equals + 1, next));
    at = next + 1;
  }
  return found;
};

const isAlgorithm = (text: string | undefined): text is ProofAlgorithm =>
  text === 'ecdsa-p256-sha256' || text === 'hmac-sha256';

const REQUIRED = 5;

const toParameters = (parameters: ReadonlyMap<string, string>): ProofParameters => {
  const [created, nonce] = [parameters.get('created'), parameters.get('nonce')];
  const [keyId, algorithm] = [parameters.get('keyid'), parameters.get('alg')];
  if (created === undefined || nonce === undefined || keyId === undefined || parameters.get('tag') !== PROOF_TAG)
    throw invalid(`expected the parameters created, nonce, keyid, alg and tag="${PROOF_TAG}"`);
  if (!isAlgorithm(algorithm)) throw invalid('expected alg to be ecdsa-p256-sha256 or hmac-sha256');
  if (parameters.size !== REQUIRED) throw invalid('a parameter of the signature is none that is known');
  return { created: Number(created), nonce, keyId, algorithm };
};

/**
 * Reads `Signature-Input` and `Signature` (RFC 9421 section 4): one signature, in exactly the form in which RFC 8941
 * writes such fields. What is sent in any other form is refused, so a text has one meaning and a meaning one text.
 *
 * @throws {StoaError} `PROOF_INVALID`
 */
export const readSignatureFields = (input: string, signature: string): SignatureFields => {
  const [label, text = '', names = '', parameters = ''] = match('Signature-Input', INPUT, input);
  const [signatureLabel, value = ''] = match('Signature', SIGNATURE, signature);
  if (label !== signatureLabel) throw invalid('Signature-Input and Signature name different signatures');
  return {
    ...toParameters(readParameters(parameters)),
    components: names.slice(1, -1).split('" "'),
    text,
    signature: value,
  };
};

/** The member of `Signature-Input` for what is to be signed: also the value of `@signature-params`. */
export const writeSignatureParameters = (
  components: readonly string[],
  { created, nonce, keyId, algorithm }: ProofParameters,
): string =>
  `("${components.join('" "')}");created=${created};nonce="${nonce}";keyid="${keyId}";alg="${algorithm}";tag="${PROOF_TAG}"`;

/** The two header fields of a signature. */
export const writeSignatureFields = (text: string, signature: string): Readonly<Record<string, string>> => ({
  'signature-input': `${LABEL}=${text}`,
  signature: `${LABEL}=:${signature}:`,
});
