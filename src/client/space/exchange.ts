import { StoaError } from '../../base/light.js';
import type { Clock, Log } from '../../base/index.js';
import { carryInTime, loadProblem, loadXml, toAnswerError } from '../../gate/light.js';
import type { CallAnswer, Carrier } from '../../gate/index.js';
import { XML_CONTENT_TYPE, isXmlContent } from '../../protocol/light.js';
import type { ClientKey, Fetch, Hashing } from '../../security/index.js';
import { toNameKey } from '../../xml/light.js';
import type { XmlDocument } from '../../xml/index.js';
import { elementOf, readContractMessage, writeContractMessage } from '../contract/message.js';
import type { ContractMessage } from '../contract/message.js';
import type { ContractMethod } from '../contract/model.js';
import { exchangeAuthorized } from './authorize.js';
import type { Speaker } from './authorize.js';

/** How a client reaches its space. */
export interface SpaceConnection extends Speaker {
  readonly fetch: Fetch;
  readonly carrier: Carrier;
  readonly clock: Clock;
  readonly log: Log;
  /** The key to which gates are bound. */
  readonly key?: ClientKey;
  /** What makes proofs of calls. */
  readonly hashing?: Hashing;
  /** Longest exchange in milliseconds. */
  readonly timeoutMs: number;
}

/** Sends one message to the space and gives its answer. */
export type CallSpace = <Request, Response>(
  method: ContractMethod<Request, Response>,
  request: Request,
  signal?: AbortSignal,
) => Promise<Response>;

/** The error in an answer of the space that is no success. */
export const toSpaceError = async ({ status, headers, body }: CallAnswer): Promise<StoaError> =>
  (await loadProblem(body, headers['content-type'])) ??
  new StoaError(
    'SERVICE_FAILED',
    `the space answered with status ${status} and no problem document; is there a space at this URL?`,
  );

/**
 * The value of a message of the space.
 *
 * @throws {StoaError} `ANSWER_INVALID` with findings
 */
export const readSpaceMessage = async <Value>(
  message: ContractMessage<Value>,
  document: XmlDocument,
): Promise<Value> => {
  const [wanted, found] = [elementOf(message), toNameKey(document.root.name)];
  if (found !== wanted) throw new StoaError('ANSWER_INVALID', `expected ${wanted}, got ${found}`);
  try {
    // What its codec read has the type that the message says.
    return (await readContractMessage(message, document)) as Value;
  } catch (cause) {
    throw toAnswerError('', cause);
  }
};

/** An answer is XML, or none that is looked at. */
const assertXml = ({ headers: { 'content-type': type } }: CallAnswer): void => {
  if (isXmlContent(type)) return;
  throw new StoaError('ANSWER_INVALID', `expected XML, got ${(type ?? 'no content type').slice(0, 100)}`);
};

/**
 * Speaks the messages of `schemas/space.xsd`. A message that does not conform is not sent; the answer is checked as well.
 * Calls throw `VALUE_INVALID`, what the space's problem says, `ANSWER_INVALID`, `SERVICE_UNREACHABLE`, `SERVICE_TIMEOUT`, `ABORTED`.
 */
export const createCallSpace = (connection: SpaceConnection): CallSpace => {
  const { url, carrier, clock, timeoutMs } = connection;
  const own = { 'content-type': XML_CONTENT_TYPE, accept: 'application/xml, application/problem+xml' };
  return async <Request, Response>(
    { request: message, response }: ContractMethod<Request, Response>,
    request: Request,
    signal?: AbortSignal,
  ): Promise<Response> => {
    const body = new TextEncoder().encode(await writeContractMessage(message, request));
    const answer = await exchangeAuthorized(connection, {
      request: { method: 'POST', url },
      send: (headers) =>
        carryInTime(carrier, { uri: url, headers: { ...own, ...headers }, body, signal }, { clock, timeoutMs }),
      toError: toSpaceError,
    });
    assertXml(answer);
    if (response === undefined) throw new StoaError('INTERNAL', 'every message of a space has an answer');
    return readSpaceMessage(response, await loadXml(answer.body));
  };
};
