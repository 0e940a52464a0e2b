import { StoaError } from '../../base/index.js';
import type { Clock, Log } from '../../base/index.js';
import { carryInTime } from '../../gate/index.js';
import type { CallAnswer, CallHeaders, Carrier } from '../../gate/index.js';
import {
  XML_CONTENT_TYPE,
  decodeSpaceResponse,
  encodeSpaceRequest,
  isXmlContent,
  readProblem,
} from '../../protocol/light.js';
import type { SpaceMessages, SpaceMethod } from '../../protocol/index.js';
import type { ClientKey, Fetch, Hashing } from '../../security/index.js';
import { parseXml } from '../../xml/index.js';
import type { ClientAuth } from '../auth.js';

/** How a client reaches its space. */
export interface SpaceConnection {
  readonly url: string;
  readonly fetch: Fetch;
  readonly carrier: Carrier;
  readonly clock: Clock;
  readonly log: Log;
  /** Credentials that admit to the space, shown with every request. */
  readonly credentials: readonly string[];
  /** Who the client says it is. */
  readonly auth?: ClientAuth;
  /** The key to which gates are bound. */
  readonly key?: ClientKey;
  /** What makes proofs of calls. */
  readonly hashing?: Hashing;
  /** Longest exchange in milliseconds. */
  readonly timeoutMs: number;
}

/** Sends one message to the space and gives its answer. */
export type CallSpace = <Name extends SpaceMethod>(
  method: Name,
  request: SpaceMessages[Name]['request'],
  signal?: AbortSignal,
) => Promise<SpaceMessages[Name]['response']>;

/** The first credential is the bearer token; further ones have a header of their own, since there is only one bearer. */
export const toCredentialHeaders = ([bearer, ...others]: readonly string[]): CallHeaders => ({
  ...(bearer !== undefined && { authorization: `Bearer ${bearer}` }),
  ...(others.length > 0 && { 'stoa-credential': others.join(', ') }),
});

/** The error in an answer of the space that is no success. */
export const toSpaceError = ({ status, headers, body }: CallAnswer): StoaError =>
  readProblem(body, headers['content-type']) ??
  new StoaError(
    'SERVICE_FAILED',
    `the space answered with status ${status} and no problem document; is there a space at this URL?`,
  );

/**
 * Speaks the messages of `schemas/space.xsd`. A message that does not conform is not sent; the answer is checked as well.
 * Calls throw `VALUE_INVALID`, what the space's problem says, `ANSWER_INVALID`, `SERVICE_UNREACHABLE`, `SERVICE_TIMEOUT`, `ABORTED`.
 */
export const createCallSpace = ({ url, carrier, clock, credentials, timeoutMs }: SpaceConnection): CallSpace => {
  const headers = {
    'content-type': XML_CONTENT_TYPE,
    accept: 'application/xml, application/problem+xml',
    ...toCredentialHeaders(credentials),
  };
  return async (method, request, signal) => {
    const body = new TextEncoder().encode(encodeSpaceRequest(method, request));
    const call = { uri: url, headers, body, signal };
    const answer = await carryInTime(carrier, call, { clock, timeoutMs });
    if (answer.status !== 200 && answer.status !== 201) throw toSpaceError(answer);
    if (!isXmlContent(answer.headers['content-type'])) {
      throw new StoaError(
        'ANSWER_INVALID',
        `expected XML, got ${(answer.headers['content-type'] ?? 'no content type').slice(0, 100)}`,
      );
    }
    return decodeSpaceResponse(method, parseXml(answer.body));
  };
};
