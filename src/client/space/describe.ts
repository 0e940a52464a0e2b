import { StoaError, findIdInPath } from '../../base/index.js';
import type { SpaceId } from '../../base/index.js';
import { readAdvertisement } from '../../advertisement/index.js';
import { parseXml } from '../../xml/index.js';
import type { SpaceDescription } from '../api.js';
import { readAtMost, toCarrierError } from '../fetch-carrier.js';
import { toCredentialHeaders, toSpaceError } from './exchange.js';
import type { SpaceConnection } from './exchange.js';

const MAX_ADVERTISEMENT_BYTES = 4 * 1024 * 1024;

/**
 * Gets the space's own advertisement.
 *
 * @throws {StoaError} what the space's problem says, `ANSWER_INVALID`, `SERVICE_UNREACHABLE`
 */
export const describeSpace = async ({ url, fetch, credentials }: SpaceConnection): Promise<SpaceDescription> => {
  const signal = new AbortController().signal;
  try {
    const headers = { accept: 'application/xml', ...toCredentialHeaders(credentials) };
    const answer = await fetch(url, { headers, redirect: 'error', credentials: 'omit', cache: 'no-store' });
    const body = await readAtMost(answer.body, MAX_ADVERTISEMENT_BYTES);
    if (answer.status !== 200)
      throw toSpaceError({ status: answer.status, headers: Object.fromEntries(answer.headers), body });
    const { root, source } = parseXml(body);
    const advertisement = readAdvertisement(root, source);
    const id = advertisement.id && findIdInPath<SpaceId>(advertisement.id);
    if (!id) throw new StoaError('ANSWER_INVALID', 'the advertisement of the space names no URN');
    return { id, advertisement, xml: source };
  } catch (thrown) {
    throw toCarrierError(thrown, { uri: url, signal });
  }
};
