import { StoaError, concatBytes } from '../base/light.js';
import type { Carrier } from '../gate/index.js';
import type { Fetch } from '../security/index.js';

/** Options of {@link createFetchCarrier}. */
export interface FetchCarrierOptions {
  /** Largest answer in bytes. Default 4 MiB, the parser's own limit. */
  readonly maxAnswerBytes?: number;
}

const DEFAULT_MAX_ANSWER_BYTES = 4 * 1024 * 1024;

const describe = (thrown: unknown): string => {
  const cause = thrown instanceof Error ? thrown.cause : undefined;
  if (cause instanceof Error) return 'code' in cause ? String(cause.code) : cause.message;
  return thrown instanceof Error ? thrown.message : 'the request failed';
};

/** What a failed `fetch` means: it throws one kind of error for all that can happen to a connection. */
export const toCarrierError = (
  thrown: unknown,
  { uri, signal }: { readonly uri: string; readonly signal: AbortSignal },
): StoaError => {
  if (thrown instanceof StoaError) return thrown;
  if (signal.aborted) {
    return signal.reason instanceof StoaError
      ? signal.reason
      : new StoaError('ABORTED', 'the caller gave up', { cause: signal.reason });
  }
  const host = URL.canParse(uri) ? new URL(uri).host : uri.slice(0, 100);
  return new StoaError('SERVICE_UNREACHABLE', `${host} cannot be reached: ${describe(thrown)}`, { cause: thrown });
};

/** Told of an answer above its limit. */
const answerTooLarge = (maxBytes: number): StoaError =>
  new StoaError('SERVICE_FAILED', `the answer is larger than ${maxBytes} bytes`, { limit: 'maxAnswerBytes' });

/** How much of a body is read, and what is thrown when there is more. */
export interface ReadLimit {
  readonly maxBytes: number;
  readonly tooLarge: (maxBytes: number) => StoaError;
}

/** All bytes of a body within the limit; reading stops there. Throws what the limit says and what the stream throws. */
export const readAtMost = async (
  body: ReadableStream<Uint8Array> | null,
  { maxBytes, tooLarge }: ReadLimit,
): Promise<Uint8Array> => {
  if (!body) return new Uint8Array();
  const reader = body.getReader();
  const parts: Uint8Array[] = [];
  let length = 0;
  for (let step = await reader.read(); !step.done; step = await reader.read()) {
    length += step.value.length;
    if (length > maxBytes) {
      await reader.cancel();
      throw tooLarge(maxBytes);
    }
    parts.push(step.value);
  }
  const [only] = parts;
  return only && parts.length === 1 ? only : concatBytes(...parts);
};

/** A carrier over `fetch` for one method of HTTP. */
export const createCarrier =
  (fetch: Fetch, method: 'GET' | 'POST', { maxAnswerBytes = DEFAULT_MAX_ANSWER_BYTES }: FetchCarrierOptions): Carrier =>
  async ({ uri, headers, body, signal }) => {
    try {
      const answer = await fetch(uri, {
        method,
        headers: { ...headers },
        ...(method === 'POST' && { body: body.slice() }),
        signal,
        redirect: 'error',
        credentials: 'omit',
        cache: 'no-store',
      });
      const bytes = await readAtMost(answer.body, { maxBytes: maxAnswerBytes, tooLarge: answerTooLarge });
      return { status: answer.status, headers: Object.fromEntries(answer.headers), body: bytes };
    } catch (thrown) {
      throw toCarrierError(thrown, { uri, signal });
    }
  };

/**
 * A carrier over `fetch`: no redirects, no cookies, answers of bounded size. Throws `SERVICE_UNREACHABLE`,
 * `SERVICE_FAILED`, `ABORTED`.
 */
export const createFetchCarrier = (fetch: Fetch, options: FetchCarrierOptions = {}): Carrier =>
  createCarrier(fetch, 'POST', options);
