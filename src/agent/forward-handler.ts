import { StoaError, toUtf8 } from '../base/index.js';
import type { Clock } from '../base/index.js';
import { createFetchCarrier } from '../client/index.js';
import type { Carrier, Gate, MessageHandler } from '../client/index.js';
import { XML_CONTENT_TYPE } from '../protocol/index.js';

/** A handler that POSTs each message to `uri`, which takes and answers messages without a gate of its own. */
export const createUrlHandler = (
  uri: string,
  carrier: Carrier = createFetchCarrier((...request) => globalThis.fetch(...request)),
): MessageHandler => {
  const headers = { 'content-type': XML_CONTENT_TYPE, accept: 'application/xml' };
  return async ({ bytes, signal }) => {
    const { status, body } = await carrier({ uri, headers, body: bytes, signal });
    if (status === 202 || status === 204) return undefined;
    if (status === 200 || status === 422) return { bytes: body };
    throw new StoaError('SERVICE_FAILED', `the service behind it answered with status ${status}`);
  };
};

/** A handler that passes messages on through another gate; faults come back as they are. */
export const createGateHandler =
  (gate: Pick<Gate, 'callMessage'>, clock: Clock): MessageHandler =>
  async ({ bytes, signal, endsAtMs }) => {
    const timeoutMs = endsAtMs === undefined ? {} : { timeoutMs: Math.max(1, endsAtMs - clock.nowMs()) };
    const answer = await gate.callMessage(bytes, { signal, ...timeoutMs });
    return answer.kind === 'response' ? { bytes: toUtf8(answer.document.source), checked: 'response' } : undefined;
  };
