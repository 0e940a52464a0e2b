import type { ClientGateOptions } from '../../gate/index.js';
import type { ClientKey } from '../../security/index.js';
import type { Gate } from '../api.js';
import { connect } from '../connect.js';
import { toConnection } from '../connection.js';
import type { ConnectOptions } from '../connection.js';
import { createCallSpace } from '../space/exchange.js';
import { createDescribedGate } from './create-described-gate.js';
import { parseGate } from './given-gate.js';
import type { GivenGate } from './given-gate.js';

/** How a gate that was given away is used. */
export interface AcceptGateOptions extends ConnectOptions, Pick<ClientGateOptions, 'checkRequests' | 'refreshAheadMs'> {
  /** The key to which the gate was given. */
  readonly key: ClientKey;
}

/**
 * A gate that another holder gave away, ready to be called. It is refreshed at the space by itself, and ends with the
 * gate from which it was made; closing it here ends its use here.
 *
 * @throws {StoaError} `PARAMETER_INVALID` when the text is that of no gate, `KEY_MISMATCH` when it was given to another key
 */
export const acceptGate = (given: string | GivenGate, options: AcceptGateOptions): Gate => {
  const gate = typeof given === 'string' ? parseGate(given) : given;
  const { checkRequests, refreshAheadMs, ...connectOptions } = options;
  const connection = toConnection(gate.space, connectOptions);
  const parts = {
    connection,
    call: createCallSpace(connection),
    kept: {},
    at: (url: string, credentials: readonly string[]) => connect(url, { ...connectOptions, credentials }),
  };
  return createDescribedGate(parts, gate, {
    ...(checkRequests !== undefined && { checkRequests }),
    ...(refreshAheadMs !== undefined && { refreshAheadMs }),
  });
};
