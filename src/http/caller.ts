import type { FastifyRequest } from 'fastify';
import { StoaError, localCaller } from '../base/index.js';
import type { Caller } from '../base/index.js';
import type { RequestHead } from './body.js';

/** Most credentials looked at in one request: each costs a check. */
const MAX_CREDENTIALS = 8;

const BEARER = /^Bearer +(\S+)$/i;

const listOf = (header: string | string[] | undefined): readonly string[] =>
  header === undefined
    ? []
    : String(header)
        .split(',')
        .map((part) => part.trim())
        .filter((part) => part !== '');

/** The lease credential of a request: its `Stoa-Lease` header. */
export const findLeaseCredential = (request: FastifyRequest): string | undefined =>
  listOf(request.headers['stoa-lease'])[0];

const ANONYMOUS: Caller = Object.freeze(localCaller());

/** A caller by what it shows alone: `Authorization: Bearer`, `Stoa-Credential` (a list) and `Stoa-Lease`. */
export const readShownCaller = ({ headers }: Pick<RequestHead, 'headers'>): Caller => {
  const { authorization, 'stoa-credential': shown, 'stoa-lease': lease } = headers;
  if (authorization === undefined && shown === undefined && lease === undefined) return ANONYMOUS;
  const bearer = BEARER.exec(authorization ?? '')?.[1];
  const credentials = [...(bearer === undefined ? [] : [bearer]), ...listOf(shown), ...listOf(lease)];
  return localCaller(...credentials.slice(0, MAX_CREDENTIALS));
};

/** Who asks, as was found out before the request was routed. */
export const readCaller = (request: FastifyRequest): Caller => {
  if (request.caller !== undefined) return request.caller;
  throw new StoaError('INTERNAL', 'nobody has found out who asks');
};

declare module 'fastify' {
  interface FastifyRequest {
    /** Set before any handler runs. */
    caller: Caller | undefined;
  }
}
