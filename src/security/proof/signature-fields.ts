import { StoaError, findBase64, toBase64 } from '../../base/index.js';

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
  /** Names of what is signed, in the order in which they are. */
  readonly components: readonly string[];
  /** The member of `Signature-Input` as it came: the value of `@signature-params`. */
  readonly text: string;
  readonly signature: Uint8Array;
}

/** Says what a signature is for, so that no signature made for something else passes (RFC 9421 section 7.2.7). */
export const PROOF_TAG = 'stoa-gate';

/** Label under which our own signatures stand; others are taken too. */
const LABEL = 'sig';

/** Longest value of each of the two fields, in characters; ours have about 250 and 90. */
const MAX_FIELD_LENGTH = 1024;

const MEMBER = /^([a-z*][a-z0-9_\-.*]*)=(.*)$/;
const INNER_LIST = /^\(("@?[a-z0-9-]+"(?: "@?[a-z0-9-]+")*)\)/;
/** One parameter in the one form in which RFC 8941 section 4.1 writes it; escapes in strings are not taken. */
const PARAMETER = /;([a-z*][a-z0-9_\-.*]*)=(?:(0|[1-9]\d{0,11})|"([ !#-[\]-~]{1,200})")/y;

const invalid = (reason: string): StoaError =>
  new StoaError('PROOF_INVALID', `the proof of the call: ${reason}`, {
    hint: 'sign the message as docs/security.md shows',
  });

/** The parts of a header field that holds exactly one member. */
const readMember = (name: string, field: string): readonly [label: string, value: string] => {
  if (field.length > MAX_FIELD_LENGTH) throw invalid(`${name} is longer than ${MAX_FIELD_LENGTH} characters`);
  const [, label, value] = MEMBER.exec(field) ?? [];
  if (label === undefined || value === undefined) throw invalid(`expected one signature in ${name}`);
  return [label, value];
};

const readParameters = (text: string): ReadonlyMap<string, string> => {
  const found = new Map<string, string>();
  const pattern = new RegExp(PARAMETER);
  while (pattern.lastIndex < text.length) {
    const [, name, integer, string] = pattern.exec(text) ?? [];
    const value = integer ?? string;
    if (name === undefined || value === undefined) throw invalid('a parameter of the signature cannot be read');
    if (found.has(name)) throw invalid(`the parameter ${name} comes twice`);
    if ((name === 'created') !== (integer !== undefined)) throw invalid(`the parameter ${name} has another type`);
    found.set(name, value);
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

const readComponents = (text: string): readonly string[] => {
  const components = text.slice(1, -1).split('" "');
  if (new Set(components).size !== components.length) throw invalid('a component is covered twice');
  return components;
};

const readSignature = (value: string): Uint8Array => {
  const bytes = value.at(0) === ':' && value.at(-1) === ':' ? findBase64(value.slice(1, -1)) : undefined;
  if (bytes === undefined || bytes.length === 0) throw invalid('expected a byte sequence in Signature');
  return bytes;
};

/**
 * Reads `Signature-Input` and `Signature` (RFC 9421 section 4): one signature, in exactly the form in which RFC 8941
 * writes such fields. What is sent in any other form is refused, so a text has one meaning and a meaning one text.
 *
 * @throws {StoaError} `PROOF_INVALID`
 */
export const readSignatureFields = (input: string, signature: string): SignatureFields => {
  const [label, text] = readMember('Signature-Input', input);
  const [signatureLabel, value] = readMember('Signature', signature);
  if (label !== signatureLabel) throw invalid('Signature-Input and Signature name different signatures');
  const list = INNER_LIST.exec(text);
  if (!list) throw invalid('expected a list of component names without parameters in Signature-Input');
  const parameters = toParameters(readParameters(text.slice(list[0].length)));
  return { ...parameters, components: readComponents(list[1] ?? ''), text, signature: readSignature(value) };
};

/** The member of `Signature-Input` for what is to be signed: also the value of `@signature-params`. */
export const writeSignatureParameters = (
  components: readonly string[],
  { created, nonce, keyId, algorithm }: ProofParameters,
): string =>
  `("${components.join('" "')}");created=${created};nonce="${nonce}";keyid="${keyId}";alg="${algorithm}";tag="${PROOF_TAG}"`;

/** The two header fields of a signature. */
export const writeSignatureFields = (text: string, signature: Uint8Array): Readonly<Record<string, string>> => ({
  'signature-input': `${LABEL}=${text}`,
  signature: `${LABEL}=:${toBase64(signature)}:`,
});
