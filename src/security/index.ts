export { createClientKey, parseClientKey, serializeClientKey } from './client-key.js';
export type { ClientKey, ClientKeyOptions, HeldClientKey, PublicClientJwk } from './client-key.js';
export { createCredentialMint } from './credential-mint.js';
export type { CredentialMint } from './credential-mint.js';
export { createCredentialSigner } from './credential-signer.js';
export type { CredentialClaims, CredentialSigner, SignedCredential, SignerOptions } from './credential-signer.js';
export { createCredentialVerifier } from './credential-verifier.js';
export type { CredentialVerifier, ExpectedCredential, VerifierOptions, VerifierParts } from './credential-verifier.js';
export { fetchText, findObject } from './fetch-text.js';
export type { FetchTextOptions, TextAnswer } from './fetch-text.js';
export { createKeyFetcher, parseKeySet } from './key-source.js';
export type { Fetch, KeyFetcherOptions, KeySource } from './key-source.js';
export { openRotatingKeys } from './rotating-keys.js';
export type { KeptKey, KeyStore, RotatingKeys, RotatingKeysParts, RotationOptions } from './rotating-keys.js';
export { createSigningKeys, parseSigningKeys, serializeSigningKeys, toKeySet } from './signing-keys.js';
export type { SigningKeys } from './signing-keys.js';
export type { VerifiedCredential, VerifiedLink } from './verified-credential.js';
export { LINK_SEPARATOR } from './narrowing/link-separator.js';
export { MAX_LINKS, signLink } from './narrowing/link.js';
export { moveLinks } from './narrowing/move-links.js';
export type { LinkClaims } from './narrowing/link.js';
export { portableHashing } from './proof/hashing.js';
export type { Hashing } from './proof/hashing.js';
export { PROOF_HEADERS, PROOF_REQUEST_HEADERS } from './proof/message.js';
export type { ProvedMessage } from './proof/message.js';
export { toKeyThumbprint } from './proof/public-point.js';
export type { PublicPointJwk } from './proof/public-point.js';
export { createNonceWindow } from './proof/nonce-window.js';
export type { NonceWindow, NonceWindowOptions } from './proof/nonce-window.js';
export { createProofVerifier } from './proof/proof-verifier.js';
export type { ProofVerifier, ProofVerifierOptions, ProofVerifierParts, ProvedCall } from './proof/proof-verifier.js';
export { createProver } from './proof/prover.js';
export type { Proved, Prover, ProverParts } from './proof/prover.js';
export { readCredential } from './read-credential.js';
export type { CredentialFacts } from './read-credential.js';
export { ACCESS_TOKEN_TYPE, createAccessTokenSigner } from './token/access-token.js';
export type { AccessTokenClaims, AccessTokenSigner, AccessTokenSignerParts } from './token/access-token.js';
export { createDpopProof } from './token/dpop-proof.js';
export type { DpopProofParts, DpopRequest } from './token/dpop-proof.js';
export { createDpopVerifier } from './token/dpop-verifier.js';
export type { DpopVerifier, DpopVerifierOptions, DpopVerifierParts, ProvedRequest } from './token/dpop-verifier.js';
export { createIssuerKeys, fetchIssuerMetadata } from './token/issuer-metadata.js';
export type { IssuerMetadata, IssuerParts } from './token/issuer-metadata.js';
export { createTokenVerifier, isJwt } from './token/token-verifier.js';
export type {
  TokenVerifier,
  TokenVerifierOptions,
  TokenVerifierParts,
  TrustedIssuer,
  VerifiedToken,
} from './token/token-verifier.js';
export { digestText } from './token/web-digest.js';
