import { isStoaError } from '../../base/light.js';
import type { StoaError } from '../../base/index.js';
import type { CallHeaders } from '../../gate/index.js';
import type { AuthorizedRequest, ClientAuth } from '../auth/model.js';

/** Who speaks to which space. */
export interface Speaker {
  /** URL of the space. */
  readonly url: string;
  /** Credentials that admit to the space, shown with every request. */
  readonly credentials: readonly string[];
  /** Who the client says it is. */
  readonly auth?: ClientAuth;
}

const isLoopback = (host: string): boolean => /^(?:127(?:\.\d+){3}|\[::1\]|localhost)$/.test(host);

/** Whether two URLs are of one server; this machine has several names. */
export const isSameServer = (one: string, other: string): boolean => {
  const [left, right] = [new URL(one), new URL(other)];
  if (left.origin === right.origin) return true;
  const isSamePort = left.port === right.port && left.protocol === right.protocol;
  return isSamePort && isLoopback(left.hostname) && isLoopback(right.hostname);
};

/** The first credential is the bearer token; further ones have a header of their own, since there is only one bearer. */
const toCredentialHeaders = ([bearer, ...others]: readonly string[]): CallHeaders => ({
  ...(bearer !== undefined && { authorization: `Bearer ${bearer}` }),
  ...(others.length > 0 && { 'stoa-credential': others.join(', ') }),
});

/** Headers that say who speaks and what it may. A token goes to the server of the space and to no other. */
export const authorize = async (
  { url, credentials, auth }: Speaker,
  request: AuthorizedRequest,
): Promise<CallHeaders> => {
  if (auth === undefined || !isSameServer(url, request.url)) return toCredentialHeaders(credentials);
  return {
    ...(credentials.length > 0 && { 'stoa-credential': credentials.join(', ') }),
    ...(await auth.headersFor(request)),
  };
};

/** What an exchange with the space needs besides. */
export interface AuthorizedExchange<Answer> {
  readonly request: AuthorizedRequest;
  readonly send: (headers: CallHeaders) => Promise<Answer>;
  /** What an answer means that is no success. */
  readonly toError: (answer: Answer) => Promise<StoaError>;
}

/**
 * The answer to a request; a token that is refused is replaced once, as when the server's keys were withdrawn.
 *
 * @throws {StoaError} what `toError` makes of an answer that is no success
 */
export const exchangeAuthorized = async <Answer extends { readonly status: number }>(
  speaker: Speaker,
  exchange: AuthorizedExchange<Answer>,
  isAgain = false,
): Promise<Answer> => {
  const { request, send, toError } = exchange;
  const answer = await send(await authorize(speaker, request));
  if (answer.status === 200 || answer.status === 201) return answer;
  const error = await toError(answer);
  if (isAgain || !speaker.auth?.refresh || !isStoaError(error, 'TOKEN_INVALID', 'TOKEN_EXPIRED')) throw error;
  await speaker.auth.refresh();
  return exchangeAuthorized(speaker, exchange, true);
};
