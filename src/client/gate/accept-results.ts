import { StoaError, systemClock } from '../../base/index.js';
import type { Method } from '../../advertisement/index.js';
import { readAccepted } from '../../gate/index.js';
import type { AcceptedResult, MessageInterface } from '../../gate/index.js';
import { parseXml } from '../../xml/index.js';
import type { ResultHandle } from '../api.js';
import { connect } from '../connect.js';
import type { ConnectOptions } from '../connection.js';
import { createSpaceResult, toSharedReading } from './result-handle.js';

/** How results that were passed on are read. */
export interface AcceptResultsOptions extends Omit<ConnectOptions, 'credentials' | 'auth'> {
  /** The interface of the service whose results they are, by which values are read: that of a gate, or of `compileInterface`. */
  readonly interface?: Pick<MessageInterface, 'schema'> & { readonly methods?: readonly Method[] };
  /** Whether results are fetched from that URL, for who takes them from strangers. Default: from every one. */
  readonly allow?: (url: string) => boolean;
}

const read = (xml: string | Uint8Array): AcceptedResult => {
  try {
    return readAccepted(parseXml(xml));
  } catch (thrown) {
    const { message, findings } = StoaError.from(thrown);
    throw new StoaError('PARAMETER_INVALID', `expected results that were passed on: ${message}`, {
      findings,
      cause: thrown,
    });
  }
};

/**
 * Results that somebody passed on by `share`: they are fetched from where they are as they are asked for. Whoever got the root
 * credential renews their space, and may end it; others read.
 *
 * @throws {StoaError} `PARAMETER_INVALID` when the text says of no results where they are; `DESTINATION_FORBIDDEN` for what is not allowed
 */
export const acceptResults = (xml: string | Uint8Array, options: AcceptResultsOptions = {}): ResultHandle => {
  const accepted = read(xml);
  const { interface: compiled, allow, ...others } = options;
  if (!URL.canParse(accepted.uri) || !/^https?:$/.test(new URL(accepted.uri).protocol))
    throw new StoaError('PARAMETER_INVALID', 'results are fetched by http and https');
  if (allow?.(accepted.uri) === false)
    throw new StoaError('DESTINATION_FORBIDDEN', `results are not fetched from ${accepted.uri.slice(0, 200)}`);
  const credential = accepted.root ?? accepted.reader;
  return createSpaceResult({
    accepted,
    way: 'space-event',
    space: connect(accepted.uri, { ...others, credentials: credential === undefined ? [] : [credential] }),
    clock: options.clock ?? systemClock,
    answer: toSharedReading(accepted, compiled, compiled?.methods),
  });
};
