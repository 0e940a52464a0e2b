import { StoaError } from '../../base/index.js';
import type {
  AcceptedResult,
  ClientGate,
  GateAnswer,
  MessageInterface,
  SendOptions,
  WrittenMessage,
} from '../../gate/index.js';
import type { ResultCallOptions, ResultHandle, ResultWay, SpaceClient } from '../api.js';
import type { OpenGateParts } from './parts.js';
import { createInlineResult, createSpaceResult, toAnswerReading } from './result-handle.js';

/** What a call for results needs of its gate. */
export interface ResultCallParts extends OpenGateParts {
  readonly compiled: MessageInterface;
  readonly held: ClientGate;
}

/** How each way is asked for. */
const ASKED: Readonly<Record<ResultWay, Pick<SendOptions, 'respondAsync' | 'advertise'>>> = {
  message: {},
  space: { respondAsync: true },
  'space-event': { respondAsync: true },
  advertisement: { respondAsync: true, advertise: 'message' },
  'advertisement-space': { respondAsync: true, advertise: 'space' },
  'advertisement-space-event': { respondAsync: true, advertise: 'space' },
};

type Accepted = Extract<GateAnswer, { readonly kind: 'accepted' }>;

/** The way in which the results come: as wanted, unless the service says that it does not advertise them. */
const findWay = (wanted: ResultWay, { advertise }: Accepted): ResultWay =>
  ASKED[wanted].advertise === advertise ? wanted : 'space-event';

/** The space of results with the credential that the service gave to it. */
const openResults = ({ at }: Pick<OpenGateParts, 'at'>, { uri, root, reader }: AcceptedResult): SpaceClient =>
  at(uri, [root ?? reader ?? '']);

/**
 * Calls a method for its results, in the way that is wanted or one that the service can.
 *
 * @throws {StoaError} `PARAMETER_INVALID` for a one-way method, and what sending throws
 */
export const callForResults = async (
  parts: ResultCallParts,
  message: WrittenMessage,
  { way = 'space-event', ...options }: ResultCallOptions = {},
): Promise<ResultHandle> => {
  const { held, compiled, connection, at } = parts;
  const answer = await held.send(message, { ...options, ...ASKED[way] });
  if (answer.kind === 'response') return createInlineResult(answer, compiled);
  if (answer.kind === 'taken')
    throw new StoaError('PARAMETER_INVALID', `method "${message.method}" is one-way: it has no results`);
  const { accepted, method } = answer;
  return createSpaceResult({
    accepted,
    way: findWay(way, answer),
    space: openResults(parts, accepted),
    home: at(connection.url, connection.credentials),
    clock: connection.clock,
    answer: toAnswerReading(method, compiled),
    signal: options.signal,
  });
};
