import type { FastifyRequest } from 'fastify';
import { localCaller } from '../base/index.js';
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

/** Who asks, with what it shows: `Authorization: Bearer`, `Stoa-Credential` (a list) and `Stoa-Lease`. */
export const readCaller = (request: Pick<RequestHead, 'headers'>): Caller => {
  const { authorization, 'stoa-credential': shown, 'stoa-lease': lease } = request.headers;
  if (authorization === undefined && shown === undefined && lease === undefined) return ANONYMOUS;
  const bearer = BEARER.exec(authorization ?? '')?.[1];
  const credentials = [...(bearer === undefined ? [] : [bearer]), ...listOf(shown), ...listOf(lease)];
  return localCaller(...credentials.slice(0, MAX_CREDENTIALS));
};
