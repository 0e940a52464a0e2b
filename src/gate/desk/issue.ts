import { given } from '../../base/index.js';
import type { SpaceId } from '../../base/index.js';
import type { OpenGate } from '../model.js';
import type { CallableService, DeskContext } from './parts.js';
import type { Grant } from './grant-token.js';

/** The part of a gate that its holder refreshes. */
export type IssuedCredential = Pick<OpenGate, 'credential' | 'credentialExpiresAtMs'>;

/** Names of the methods granted that the service still has. */
export const grantedOf = ({ methods }: Grant, { compiled }: CallableService): readonly string[] =>
  compiled.methods.map(({ name }) => name).filter((name) => methods?.includes(name) ?? true);

/**
 * Signs the credential of a gate on a restricted service, for the methods granted that the service still has;
 * nothing for an unrestricted one, so that calling it involves no authority.
 */
export const issueCredential = async (
  { signer, clock, limitsOf }: Pick<DeskContext, 'signer' | 'clock' | 'limitsOf'>,
  { space, grant, service }: { readonly space: SpaceId; readonly grant: Grant; readonly service: CallableService },
): Promise<IssuedCredential> => {
  if (service.advertisement.access === 'unrestricted') return {};
  const { maxCredentialMs = Infinity } = await limitsOf(space);
  const { token, expiresAtMs } = await signer.sign({
    issuer: space,
    audience: service.id,
    gate: grant.gate,
    methods: grantedOf(grant, service),
    notAfterMs: Math.min(grant.expiresAtMs, clock.nowMs() + maxCredentialMs),
    subject: grant.subject,
    ...given('keyThumbprint', grant.keyThumbprint),
  });
  return { credential: token, credentialExpiresAtMs: expiresAtMs };
};
