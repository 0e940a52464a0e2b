import { StoaError } from '../../base/index.js';
import type { Clock, Log } from '../../base/index.js';
import { carryInTime } from '../../gate/index.js';
import type { CallAnswer, Carrier } from '../../gate/index.js';
import {
  XML_CONTENT_TYPE,
  decodeSpaceResponse,
  encodeSpaceRequest,
  isXmlContent,
  loadProblem,
} from '../../protocol/light.js';
import type { SpaceMessages, SpaceMethod } from '../../protocol/index.js';
import type { ClientKey, Fetch, Hashing } from '../../security/index.js';
import { parseXml } from '../../xml/index.js';
import { exchangeAuthorized } from './authorize.js';
import type { Speaker } from './authorize.js';

/** How a client reaches its space. */
export interface SpaceConnection extends Speaker {
  readonly fetch: Fetch;
  readonly carrier: Carrier;
  readonly clock: Clock;
  readonly log: Log;
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

/** The error in an answer of the space that is no success. */
export const toSpaceError = async ({ status, headers, body }: CallAnswer): Promise<StoaError> =>
  (await loadProblem(body, headers['content-type'])) ??
  new StoaError(
    'SERVICE_FAILED',
    `the space answered with status ${status} and no problem document; is there a space at this URL?`,
  );

/**
 * Speaks the messages of `schemas/space.xsd`. A message that does not conform is not sent; the answer is checked as well.
 * Calls throw `VALUE_INVALID`, what the space's problem says, `ANSWER_INVALID`, `SERVICE_UNREACHABLE`, `SERVICE_TIMEOUT`, `ABORTED`.
 */
export const createCallSpace = (connection: SpaceConnection): CallSpace => {
  const { url, carrier, clock, timeoutMs } = connection;
  const own = { 'content-type': XML_CONTENT_TYPE, accept: 'application/xml, application/problem+xml' };
  return async (method, request, signal) => {
    const body = new TextEncoder().encode(encodeSpaceRequest(method, request));
    const answer = await exchangeAuthorized(connection, {
      request: { method: 'POST', url },
      send: (headers) =>
        carryInTime(carrier, { uri: url, headers: { ...own, ...headers }, body, signal }, { clock, timeoutMs }),
      toError: toSpaceError,
    });
    if (answer.status !== 200 && answer.status !== 201) throw await toSpaceError(answer);
    if (!isXmlContent(answer.headers['content-type'])) {
      throw new StoaError(
        'ANSWER_INVALID',
        `expected XML, got ${(answer.headers['content-type'] ?? 'no content type').slice(0, 100)}`,
      );
    }
    return decodeSpaceResponse(method, parseXml(answer.body));
  };
};
