import { StoaError, findIdInPath } from '../../base/index.js';
import type { SpaceId } from '../../base/index.js';
import { readAdvertisement } from '../../advertisement/index.js';
import { carryInTime } from '../../gate/index.js';
import { parseXml } from '../../xml/index.js';
import type { SpaceDescription } from '../api.js';
import { createFetchGetter } from '../fetch-carrier.js';
import { toCredentialHeaders, toSpaceError } from './exchange.js';
import type { SpaceConnection } from './exchange.js';

/**
 * Gets the space's own advertisement.
 *
 * @throws {StoaError} what the space's problem says, `ANSWER_INVALID`, `SERVICE_UNREACHABLE`, `SERVICE_TIMEOUT`
 */
export const describeSpace = async (connection: SpaceConnection): Promise<SpaceDescription> => {
  const { url, fetch, credentials, clock, timeoutMs } = connection;
  const headers = { accept: 'application/xml, application/problem+xml', ...toCredentialHeaders(credentials) };
  const request = { uri: url, headers, body: new Uint8Array() };
  const answer = await carryInTime(createFetchGetter(fetch), request, { clock, timeoutMs });
  if (answer.status !== 200) throw toSpaceError(answer);
  const { root, source } = parseXml(answer.body);
  const advertisement = readAdvertisement(root, source);
  const id = advertisement.id && findIdInPath<SpaceId>(advertisement.id);
  if (!id) throw new StoaError('ANSWER_INVALID', 'the advertisement of the space names no URN');
  return { id, advertisement, xml: source };
};
