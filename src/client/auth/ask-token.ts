import { StoaError, toBase64Url, toUtf8 } from '../../base/index.js';
import type { Clock, Random } from '../../base/index.js';
import { createDpopProof, fetchText, findObject } from '../../security/index.js';
import type { ClientKey, Fetch, TextAnswer } from '../../security/index.js';
import type { AccessToken } from './token-auth.js';

/** What a request for a token is made with. */
export interface AskTokenParts {
  readonly fetch: Fetch;
  readonly clock: Clock;
  readonly random: Random;
}

/** A request for a token. */
export interface TokenQuestion {
  /** The token endpoint. */
  readonly url: string;
  readonly form: Readonly<Record<string, string>>;
  /** The key that the token shall be bound to. */
  readonly key?: ClientKey;
}

const DEFAULT_LIFE_SECONDS = 60;

const refuse = (reason: string): StoaError => new StoaError('TOKEN_REFUSED', `the issuer gives no token: ${reason}`);

const readToken = ({ text }: TextAnswer, nowMs: number): AccessToken => {
  const { access_token: token, token_type: type, expires_in: life } = findObject(text) ?? {};
  if (typeof token !== 'string' || typeof type !== 'string') throw refuse('its answer holds none');
  const seconds = typeof life === 'number' && life > 0 ? life : DEFAULT_LIFE_SECONDS;
  const isBound = type.toLowerCase() === 'dpop';
  if (!isBound && type.toLowerCase() !== 'bearer') throw refuse('it is of a type that is not known');
  return { token, type: isBound ? 'DPoP' : 'Bearer', expiresAtMs: nowMs + seconds * 1000 };
};

const readRefusal = ({ status, text }: TextAnswer): StoaError => {
  const { error, error_description: description } = findObject(text) ?? {};
  const told = [error, description].filter((part) => typeof part === 'string').join(': ');
  return refuse(told === '' ? `it answered with status ${status}` : told.slice(0, 300));
};

const send = async (parts: AskTokenParts, { url, form, key }: TokenQuestion, nonce?: string): Promise<TextAnswer> => {
  const proof = key && (await createDpopProof({ ...parts, key }, { method: 'POST', url, ...(nonce && { nonce }) }));
  const headers = {
    accept: 'application/json',
    'content-type': 'application/x-www-form-urlencoded',
    ...(proof !== undefined && { dpop: proof }),
  };
  const init = { method: 'POST', headers, body: new URLSearchParams(form).toString() };
  return fetchText(parts.fetch, [url, init], { clock: parts.clock, what: 'the answer of the token endpoint' });
};

/**
 * Asks a token endpoint for a token (RFC 6749 section 5); bound to the key, if there is one (RFC 9449 section 5).
 *
 * @throws {StoaError} `TOKEN_REFUSED` with the issuer's reason, `SERVICE_UNREACHABLE`
 */
export const askToken = async (parts: AskTokenParts, question: TokenQuestion): Promise<AccessToken> => {
  const atMs = parts.clock.nowMs();
  let answer = await send(parts, question);
  const nonce = answer.headers.get('dpop-nonce');
  // RFC 9449 section 8: the issuer wants its own word repeated, so that proofs cannot be made beforehand.
  if (answer.status === 400 && nonce !== null && findObject(answer.text)?.['error'] === 'use_dpop_nonce')
    answer = await send(parts, question, nonce);
  if (answer.status !== 200) throw readRefusal(answer);
  return readToken(answer, atMs);
};

/** How long an assertion holds: as long as a request may take. */
const ASSERTION_LIFE_SECONDS = 60;
const ID_BYTES = 16;

/** A client's assertion of itself, signed with the key that it is registered with (RFC 7523 section 3). */
export const signAssertion = async (
  { clock, random }: Pick<AskTokenParts, 'clock' | 'random'>,
  key: ClientKey,
  { client, audience }: { readonly client: string; readonly audience: string },
): Promise<string> => {
  const nowSeconds = Math.floor(clock.nowMs() / 1000);
  const payload = {
    iss: client,
    sub: client,
    aud: audience,
    jti: toBase64Url(random.bytes(ID_BYTES)),
    iat: nowSeconds,
    exp: nowSeconds + ASSERTION_LIFE_SECONDS,
  };
  const parts = [{ alg: 'ES256', typ: 'JWT' }, payload].map((part) => toBase64Url(toUtf8(JSON.stringify(part))));
  const text = parts.join('.');
  return `${text}.${toBase64Url(await key.sign(toUtf8(text)))}`;
};
