import { StoaError, findIdInPath } from '../../base/index.js';
import type { SpaceId } from '../../base/index.js';
import { readAdvertisement } from '../../advertisement/index.js';
import { carryInTime } from '../../gate/index.js';
import { parseXml } from '../../xml/index.js';
import type { SpaceDescription } from '../api.js';
import type { SpaceConnection } from './exchange.js';
import { createFetchGetter } from '../fetch-getter.js';
import { exchangeAuthorized, toSpaceError } from '../parts.js';

/**
 * Gets the space's own advertisement.
 *
 * @throws {StoaError} what the space's problem says, `ANSWER_INVALID`, `SERVICE_UNREACHABLE`, `SERVICE_TIMEOUT`
 */
export const describeSpace = async (connection: SpaceConnection): Promise<SpaceDescription> => {
  const { url, fetch, clock, timeoutMs } = connection;
  const get = createFetchGetter(fetch);
  const own = { accept: 'application/xml, application/problem+xml' };
  const answer = await exchangeAuthorized(connection, {
    request: { method: 'GET', url },
    send: (headers) =>
      carryInTime(get, { uri: url, headers: { ...own, ...headers }, body: new Uint8Array() }, { clock, timeoutMs }),
    toError: toSpaceError,
  });
  const { root, source } = parseXml(answer.body);
  const advertisement = readAdvertisement(root, source);
  const id = advertisement.id && findIdInPath<SpaceId>(advertisement.id);
  if (!id) throw new StoaError('ANSWER_INVALID', 'the advertisement of the space names no URN');
  return { id, advertisement, xml: source };
};
