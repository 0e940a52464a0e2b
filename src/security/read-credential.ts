import { findBase64Url } from '../base/base64.js';
import { fromUtf8 } from '../base/from-utf8.js';
import { StoaError } from '../base/light.js';
import { LINK_SEPARATOR } from './narrowing/link-separator.js';

/** What a credential says of itself, believed by its own holder alone. */
export interface CredentialFacts {
  /** URN of the service. */
  readonly service: string;
  /** Thumbprint of the key that calls have to be proved with; absent when possession is enough. */
  readonly keyThumbprint?: string;
}

const readClaims = (token: string): object => {
  try {
    const bytes = findBase64Url(token.split('.')[1] ?? '');
    const claims: unknown = bytes && JSON.parse(fromUtf8(bytes));
    if (typeof claims === 'object' && claims !== null) return claims;
  } catch (cause) {
    throw new StoaError('ANSWER_INVALID', 'the credential of the gate cannot be read', { cause });
  }
  throw new StoaError('ANSWER_INVALID', 'the credential of the gate has no claims');
};

const findThumbprint = (claims: object): string | undefined => {
  const { cnf }: { readonly cnf?: unknown } = claims;
  return typeof cnf === 'object' && cnf !== null && 'jkt' in cnf && typeof cnf.jkt === 'string' ? cnf.jkt : undefined;
};

/**
 * Facts of a credential that was received, or of one that was narrowed, without verifying anything: what its holder
 * needs to know to use it.
 *
 * @throws {StoaError} `ANSWER_INVALID` when it is no such credential
 */
export const readCredential = (credential: string): CredentialFacts => {
  const parts = credential.split(LINK_SEPARATOR);
  const { aud }: { readonly aud?: unknown } = readClaims(parts[0] ?? '');
  if (typeof aud !== 'string') throw new StoaError('ANSWER_INVALID', 'the credential of the gate names no service');
  const keyThumbprint = findThumbprint(readClaims(parts.at(-1) ?? ''));
  return { service: aud, ...(keyThumbprint !== undefined && { keyThumbprint }) };
};
