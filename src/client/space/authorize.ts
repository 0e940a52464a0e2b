import type { StoaError } from '../../base/index.js';
import type { CallAnswer, CallHeaders } from '../../gate/index.js';
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
export interface AuthorizedExchange {
  readonly request: AuthorizedRequest;
  readonly send: (headers: CallHeaders) => Promise<CallAnswer>;
  readonly toError: (answer: CallAnswer) => Promise<StoaError>;
}

/** The answer to a request; a token that is refused is replaced once, as when the server's keys were withdrawn. */
export const exchangeAuthorized = async (
  speaker: Speaker,
  { request, send, toError }: AuthorizedExchange,
): Promise<CallAnswer> => {
  const answer = await send(await authorize(speaker, request));
  if (answer.status !== 401 || speaker.auth?.refresh === undefined) return answer;
  const { code } = await toError(answer);
  if (code !== 'TOKEN_INVALID' && code !== 'TOKEN_EXPIRED') return answer;
  await speaker.auth.refresh();
  return send(await authorize(speaker, request));
};
