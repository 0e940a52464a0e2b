import type { Carrier } from '../gate/index.js';
import type { Fetch } from '../security/index.js';
import type { FetchCarrierOptions } from './fetch-carrier.js';
import { createCarrier } from './parts.js';

/** As `createFetchCarrier`, for what is got and not sent: the body of the request does not go along. */
export const createFetchGetter = (fetch: Fetch, options: FetchCarrierOptions = {}): Carrier =>
  createCarrier(fetch, 'GET', options);
