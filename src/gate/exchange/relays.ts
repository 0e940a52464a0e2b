import { StoaError } from '../../base/light.js';
import type { CallHeaders } from '../model.js';

/** Header that counts the relays through which a call has come. */
export const RELAYS_HEADER = 'stoa-relays';

/** Most relays on the way of a call: from space to space, and to what is lent there, are a few. */
const MAX_RELAYS = 8;

const COUNT = /^\d{1,3}$/;

/**
 * Value of the header behind this relay. Whoever publishes a service may state the address of a relay that leads to that very
 * service: without an end, one call would take up all that may be open.
 *
 * @throws {StoaError} `DESTINATION_FORBIDDEN` when the call has come through too many
 */
export const countRelay = (headers: CallHeaders): string => {
  const text = headers[RELAYS_HEADER] ?? '0';
  if (COUNT.test(text) && Number(text) < MAX_RELAYS) return String(Number(text) + 1);
  throw new StoaError(
    'DESTINATION_FORBIDDEN',
    `the call has come through ${text.slice(0, 20)} relays, at most ${MAX_RELAYS} may be on its way`,
    { hint: 'the relays may lead in a circle: look at the address in the advertisement of the service' },
  );
};
