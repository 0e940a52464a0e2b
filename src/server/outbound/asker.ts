import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { StoaError } from '../../base/index.js';
import type { AskAddress } from '../../space/index.js';
import { assertDestination, toAllowance } from './carrier.js';
import type { CarrierOptions } from './carrier.js';
import { createCheckedLookup, systemResolve } from './resolver.js';

/** Codes of the system that tell of trouble on this machine, and not of who was asked. */
const OWN_TROUBLE: ReadonlySet<unknown> = new Set([
  'EAI_AGAIN',
  'EMFILE',
  'ENFILE',
  'ENOBUFS',
  'ENOMEM',
  'EADDRNOTAVAIL',
  'ENETDOWN',
  'ENETUNREACH',
  'EACCES',
  'EPERM',
]);

const describe = (thrown: Error, { host }: URL): StoaError => {
  if (thrown instanceof StoaError) return thrown;
  const code = 'code' in thrown ? String(thrown.code) : 'the connection failed';
  const what = OWN_TROUBLE.has(code) ? 'INTERNAL' : 'SERVICE_UNREACHABLE';
  return new StoaError(what, `${host} could not be asked: ${code}`, { cause: thrown });
};

/**
 * Asks addresses whether anybody is there, by a GET over a connection of its own. It goes only where relays may go; redirects are not
 * followed, and no answer is read further than its status.
 */
export const createAsker = (options: Pick<CarrierOptions, 'allow' | 'resolve'>): AskAddress => {
  const isAllowed = toAllowance(options.allow);
  const lookup = createCheckedLookup(options.resolve ?? systemResolve, isAllowed);
  return async ({ url: text, signal }) => {
    assertDestination(text, isAllowed);
    const url = new URL(text);
    const send = url.protocol === 'https:' ? requestHttps : requestHttp;
    return new Promise((resolve, reject) => {
      const headers = { 'user-agent': 'stoa', accept: '*/*' };
      const request = send(url, { agent: false, lookup, headers, signal });
      request.once('response', ({ statusCode = 0 }) => {
        resolve(statusCode);
        request.destroy();
      });
      // Kept: what comes after the answer must not become an uncaught error.
      request.on('error', (thrown) => reject(describe(thrown, url)));
      request.end();
    });
  };
};
