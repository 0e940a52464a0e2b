import { StoaError, isStoaError, statusOf } from '../../base/index.js';
import type { SpaceId } from '../../base/index.js';
import { ATTACHED_BINDING } from '../../advertisement/index.js';
import type { Endpoint, Method } from '../../advertisement/index.js';
import { carryInTime, timedOut } from '../exchange/deadline.js';
import { failureOf } from '../exchange/failure.js';
import type { FailureKind } from '../exchange/failure.js';
import { findBearer, toForwardedHeaders, toReturnedHeaders } from '../exchange/headers.js';
import { findAsyncPreference } from '../exchange/find-preference.js';
import { RELAYS_HEADER, countRelay } from '../exchange/relays.js';
import { outcomeOf } from '../exchange/outcome.js';
import type { Outcome } from '../exchange/conversation.js';
import { TIMEOUT_HEADER, findTimeoutMs, writeTimeout } from '../exchange/timeout.js';
import { tellNeverSent, wasNeverSent } from '../exchange/never-sent.js';
import { readAnswer } from '../exchange/read-answer.js';
import { assertXmlBody, readMessage } from '../exchange/read-message.js';
import type { CallAnswer, CallRequest, Carrier, RelayInput } from '../model.js';
import { getCarriedEndpoints } from './endpoints.js';
import type { Grant } from './grant-token.js';
import { hasNoConnection } from './has-no-connection.js';
import type { CallableService, DeskContext } from './parts.js';

/** Whether the next endpoint may be tried: nothing was answered, and calling twice does no harm. */
const mayTryNext = (thrown: unknown, method: Method): boolean =>
  isStoaError(thrown, 'SERVICE_UNREACHABLE') && (method.idempotent || wasNeverSent(thrown));

interface Attempt {
  readonly endpoints: readonly [Endpoint, ...(readonly Endpoint[])];
  readonly method: Method;
  readonly request: Omit<CallRequest, 'uri'>;
  readonly call: RelayCall;
  readonly deadline: { readonly timeoutMs: number; readonly endMs: number };
}

/** The network as one call sees it: an address is reached by HTTP, an attached service by the connection that it made. */
const carrierTo = (context: DeskContext, { binding }: Endpoint, { space, service }: RelayCall): Carrier => {
  if (binding !== ATTACHED_BINDING) return context.carrier;
  const { attachments } = context;
  if (attachments) return (request) => attachments.carry(space, service.id, request);
  throw new StoaError('BINDING_UNSUPPORTED', 'this server takes no attached services');
};

const carryToOne = async (context: DeskContext, attempt: Attempt): Promise<CallAnswer> => {
  const { endpoints, method, request, call, deadline } = attempt;
  const { clock } = context;
  const [endpoint, next, ...others] = endpoints;
  try {
    const leftMs = deadline.endMs - clock.nowMs();
    if (leftMs <= 0) throw timedOut(deadline.timeoutMs);
    const headers = { ...request.headers, [TIMEOUT_HEADER]: writeTimeout(leftMs) };
    const timed = { ...request, headers, uri: endpoint.uri };
    return await carryInTime(carrierTo(context, endpoint, call), timed, { clock, ...deadline });
  } catch (thrown) {
    if (next === undefined || !mayTryNext(thrown, method)) throw isStoaError(thrown) ? tellNeverSent(thrown) : thrown;
    context.log.info({ endpoint: endpoint.uri, next: next.uri }, 'endpoint unreachable, trying the next');
    return carryToOne(context, { ...attempt, endpoints: [next, ...others] });
  }
};

/** A call that passed the gate: which grant it used, and what it leads to. */
export interface RelayCall {
  readonly space: SpaceId;
  readonly grant: Grant;
  readonly service: CallableService;
  /** Takes the message in its turn. @throws {StoaError} `MESSAGE_OUT_OF_ORDER` */
  readonly begin: (method: string) => (outcome: Outcome) => void;
}

const assertCredentialShown = ({ service }: RelayCall, { headers }: RelayInput): boolean => {
  const restricted = service.advertisement.access === 'restricted';
  if (restricted && findBearer(headers) === undefined) {
    throw new StoaError('CREDENTIAL_REQUIRED', 'the service is restricted: send the gate credential as a bearer token');
  }
  return restricted;
};

/** The caller waits as long as it says, and the relay no longer than it does for everybody. */
const readDeadline = ({ clock, callTimeoutMs }: DeskContext, { headers }: RelayInput): Attempt['deadline'] => {
  const timeoutMs = Math.min(callTimeoutMs, findTimeoutMs(headers) ?? Infinity);
  return { timeoutMs, endMs: clock.nowMs() + timeoutMs };
};

/**
 * Forwards one message. Both ends are checked here as well: what is not declared, granted and valid is not sent on,
 * and an answer that does not conform is not passed back.
 *
 * @throws {StoaError} of the message, of the carrier, `ANSWER_INVALID`
 */
export const relayMessage = async (context: DeskContext, call: RelayCall, input: RelayInput): Promise<CallAnswer> => {
  const { compiled, advertisement } = call.service;
  const deadline = readDeadline(context, input);
  assertXmlBody(input.headers, input.body);
  const granted = call.grant.methods && new Set(call.grant.methods);
  const limits = context.xmlLimits && { limits: context.xmlLimits };
  const { method } = await readMessage(input.body, { compiled, granted, ...limits });
  const restricted = assertCredentialShown(call, input);
  const forwarded = toForwardedHeaders(input.headers, { credential: restricted });
  const headers = { ...forwarded, [RELAYS_HEADER]: countRelay(input.headers) };
  const endpoints = getCarriedEndpoints(advertisement);
  const request = { headers, body: input.body, signal: input.signal };
  const respondAsync = findAsyncPreference(input.headers) !== undefined;
  const settle = call.begin(method.name);
  const news = createNews(call.service, deadline.timeoutMs < context.callTimeoutMs);
  try {
    const answer = await carryToOne(context, { endpoints, method, request, call, deadline });
    const read = await readAnswer(answer, { compiled, method, respondAsync, ...limits });
    if (read.kind !== 'problem') news.answered();
    else if (!isOwnProblem(answer, read.error)) throw read.error;
    else news.refused(read.error);
    settle(read.kind === 'fault' ? 'undone' : read.kind === 'problem' ? outcomeOf(read.error) : 'done');
    return { status: answer.status, headers: toReturnedHeaders(answer.headers), body: answer.body };
  } catch (thrown) {
    news.failed(StoaError.from(thrown));
    settle(outcomeOf(thrown));
    throw thrown;
  }
};

/** A problem document of the service goes on as it is; what it answered otherwise is told in one of ours. */
const isOwnProblem = ({ status, headers }: CallAnswer, error: StoaError): boolean =>
  status >= 400 && statusOf(error) === status && (headers['content-type'] ?? '').includes('problem+');

/** Failures that are none of the caller's doing. */
const isServiceFailure = (error: StoaError): boolean =>
  isStoaError(error, 'SERVICE_UNREACHABLE', 'SERVICE_TIMEOUT', 'SERVICE_FAILED', 'ANSWER_INVALID', 'SHUTTING_DOWN');

/** What a call says of its service: `undefined` nothing, as when its caller was refused, or gave it too little time. */
const findNews = (error: StoaError, isCut: boolean): FailureKind | undefined => {
  if (!isServiceFailure(error) || (isCut && error.code === 'SERVICE_TIMEOUT')) return undefined;
  return failureOf(error)?.kind;
};

/** Tells what a call says of its service. */
const createNews = ({ noteCall, noteUnreached, doubt }: CallableService, isCut: boolean) => {
  const note = (error: StoaError): boolean => {
    const kind = findNews(error, isCut);
    if (kind !== undefined) noteCall?.(kind);
    return kind !== undefined;
  };
  return {
    answered: (): void => noteCall?.(),
    /** It was there, and says itself that it failed. */
    refused: note,
    failed: (error: StoaError): void => {
      if (!note(error)) return;
      if (hasNoConnection(error)) noteUnreached?.();
      else if (isStoaError(error, 'SERVICE_TIMEOUT', 'SERVICE_UNREACHABLE')) doubt?.();
    },
  };
};
