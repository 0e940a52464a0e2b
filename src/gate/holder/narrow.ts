import { StoaError, given, systemRandom, toBase64Url } from '../../base/index.js';
import type { Clock, Random } from '../../base/index.js';
import { MAX_LINKS, signLink, toKeyThumbprint } from '../../security/proving.js';
import type { ClientKey, LinkClaims } from '../../security/index.js';
import { LINK_SEPARATOR } from '../parts.js';
import type { HeldGate, NarrowOptions } from './model.js';

/** What narrowing is done with. */
export interface NarrowingParts {
  readonly gate: HeldGate;
  readonly key: ClientKey | undefined;
  readonly clock: Clock;
  /** Default: the platform's. */
  readonly random?: Random;
}

const LINK_ID_BYTES = 16;

const toThumbprint = (to: NarrowOptions['to']): string => {
  const thumbprint = typeof to === 'string' ? to : 'thumbprint' in to ? to.thumbprint : toKeyThumbprint(to);
  if (thumbprint !== undefined && /^[A-Za-z0-9_-]{43}$/.test(thumbprint)) return thumbprint;
  throw new StoaError('PARAMETER_INVALID', 'a gate is given to a key on the curve P-256, or to the thumbprint of one');
};

const checkMethods = ({ methods }: HeldGate, wanted: readonly string[] | undefined): readonly string[] => {
  if (wanted === undefined) return methods;
  const missing = wanted.find((name) => !methods.includes(name));
  if (missing === undefined && wanted.length > 0) return [...new Set(wanted)];
  throw new StoaError('METHOD_NOT_GRANTED', `a gate can be narrowed to methods that it grants: ${methods.join(', ')}`);
};

const checkEnd = ({ gate, clock }: NarrowingParts, periodMs: number | undefined): number => {
  if (periodMs === undefined) return gate.expiresAtMs;
  if (periodMs >= 1_000) return Math.min(gate.expiresAtMs, clock.nowMs() + periodMs);
  throw new StoaError('PARAMETER_INVALID', `a gate is given for a second or longer, got ${periodMs} ms`);
};

const checkCalls = (calls: number | undefined): number | undefined => {
  if (calls === undefined || (Number.isSafeInteger(calls) && calls > 0)) return calls;
  throw new StoaError('PARAMETER_INVALID', `expected a number of calls above 0, got ${calls}`);
};

const getBound = ({ gate, key }: NarrowingParts, links: readonly string[]): ClientKey => {
  if (key === undefined || gate.credential === undefined || gate.renewal === undefined) {
    throw new StoaError('CONFIGURATION_INVALID', 'only a gate that is bound to a key can be narrowed', {
      hint: 'connect with a key and open the gate on a restricted service; an unrestricted one is open to all anyway',
    });
  }
  if (links.length < MAX_LINKS) return key;
  throw new StoaError('PARAMETER_INVALID', `a gate can be narrowed ${MAX_LINKS} times one after the other`);
};

/**
 * A narrower gate than `gate`, for another key: made by its holder alone, who signs what it gives. JWT times are whole
 * seconds, so it ends up to a second earlier than asked.
 *
 * @throws {StoaError} `METHOD_NOT_GRANTED`, `PARAMETER_INVALID`; `CONFIGURATION_INVALID` for a gate that is bound to no key
 */
export const narrowGate = async (parts: NarrowingParts, options: NarrowOptions): Promise<HeldGate> => {
  const { gate, random = systemRandom } = parts;
  const links = (gate.credential ?? '').split(LINK_SEPARATOR).slice(1);
  const key = getBound(parts, links);
  const calls = checkCalls(options.calls);
  const claims: LinkClaims = {
    id: toBase64Url(random.bytes(LINK_ID_BYTES)),
    gate: gate.id,
    methods: checkMethods(gate, options.methods),
    expiresAtMs: Math.floor(checkEnd(parts, options.periodMs) / 1000) * 1000,
    to: toThumbprint(options.to),
    ...(calls !== undefined && { calls }),
    ...(links.length > 0 && { parent: links.at(-1) ?? '' }),
  };
  const credential = `${gate.credential ?? ''}${LINK_SEPARATOR}${await signLink(key, claims)}`;
  // Name by name: what else the holder has, its control above all, is not given away.
  return Object.freeze({
    id: gate.id,
    carry: gate.carry,
    uri: gate.uri,
    binding: gate.binding,
    expiresAtMs: claims.expiresAtMs,
    methods: claims.methods,
    credential,
    ...given('credentialExpiresAtMs', gate.credentialExpiresAtMs),
    ...given('renewal', gate.renewal),
    advertisement: gate.advertisement,
  });
};
