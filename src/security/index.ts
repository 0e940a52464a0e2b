export { createCredentialMint } from './credential-mint.js';
export type { CredentialMint } from './credential-mint.js';
export { createCredentialSigner } from './credential-signer.js';
export type { CredentialClaims, CredentialSigner, SignedCredential, SignerOptions } from './credential-signer.js';
export { createCredentialVerifier } from './credential-verifier.js';
export type {
  CredentialVerifier,
  ExpectedCredential,
  VerifiedCredential,
  VerifierOptions,
  VerifierParts,
} from './credential-verifier.js';
export { createKeyFetcher, parseKeySet } from './key-source.js';
export type { Fetch, KeyFetcherOptions, KeySource } from './key-source.js';
export { createSigningKeys, parseSigningKeys, serializeSigningKeys, toKeySet } from './signing-keys.js';
export type { SigningKeys } from './signing-keys.js';
