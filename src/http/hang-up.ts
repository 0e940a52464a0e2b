import type { ServerResponse } from 'node:http';

/**
 * Aborted when the client hangs up before its answer is sent. The response tells it: a request closes as soon as its
 * body was read, whether anybody still waits or not.
 */
export const createHangUpSignal = (response: ServerResponse): AbortSignal => {
  const hungUp = new AbortController();
  if (response.destroyed) hungUp.abort();
  response.once('close', () => {
    if (!response.writableFinished) hungUp.abort();
  });
  return hungUp.signal;
};
