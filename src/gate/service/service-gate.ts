import { StoaError, given, isStoaError, silentLog } from '../../base/index.js';
import type { Log } from '../../base/index.js';
import { compileInterface } from '../../advertisement/index.js';
import type { CompiledInterface } from '../../advertisement/index.js';
import { XML_CONTENT_TYPE } from '../../protocol/index.js';
import { writeAccepted } from '../exchange/accepted.js';
import { findAsyncPreference } from '../exchange/find-preference.js';
import type { AsyncPreference } from '../exchange/find-preference.js';
import { writeAsyncPreference } from '../exchange/preferences.js';
import { assertXmlBody, readMessage } from '../exchange/read-message.js';
import type { CallAnswer, CallHeaders } from '../model.js';
import { createAdmission } from './admission.js';
import type { Admission } from './admission.js';
import { answerInTime } from './call-deadline.js';
import type { CallLimit } from './call-deadline.js';
import { createCallCounts } from './call-counts.js';
import type { CallCounts } from './call-counts.js';
import type { Outcome } from '../exchange/conversation.js';
import { createConversations } from './conversations.js';
import type { Conversations } from './conversations.js';
import { checkHandlerAnswer, findFault, toCallAnswer, toProblemAnswer, toToldError } from './answer.js';
import type {
  HandledMessage,
  ResultSpace,
  ServiceGate,
  ServiceGateOptions,
  ServiceGateParts,
  ServiceRequest,
} from './model.js';
import { runResultCall } from './result-call.js';
import type { ResultCall } from './result-call.js';

const DEFAULT_MAX_RESULT_CALLS = 1_000;

interface GateContext extends ServiceGateParts {
  readonly compiled: CompiledInterface;
  readonly admit: Admission;
  readonly counts: CallCounts;
  readonly conversations: Conversations;
  readonly log: Log;
  readonly options: ServiceGateOptions;
  /** Calls whose results go to spaces of their own, under way now. */
  readonly resultCalls: { count: number };
}

type Passed = Omit<HandledMessage, 'results' | 'signal' | 'endsAtMs'>;

/** A message with the time that there is for its answer. */
type Timed = Omit<HandledMessage, 'results'>;

/** Headers that the answer to a request carries, known once it is admitted. */
interface Answering {
  headers: CallHeaders;
}

/** Lets a request pass, or throws why not: each check costs more than the one before it. */
const pass = async (
  { admit, compiled, options, counts, conversations }: GateContext,
  request: ServiceRequest,
  answering: Answering,
): Promise<{ readonly message: Passed; readonly settle: (outcome: Outcome) => void }> => {
  if (request.method !== 'POST')
    throw new StoaError('METHOD_NOT_ALLOWED', `a message is sent by POST, not ${request.method.slice(0, 20)}`);
  assertXmlBody(request.headers, request.body);
  const { credential, answerHeaders } = await admit(request);
  answering.headers = answerHeaders;
  const rules = {
    compiled,
    granted: credential && new Set(credential.methods),
    ...(options.xmlLimits && { limits: options.xmlLimits }),
  };
  const { method, document } = await readMessage(request.body, rules);
  const settle = conversations.begin(credential, method.name);
  try {
    counts.take(credential);
  } catch (thrown) {
    settle('undone');
    throw thrown;
  }
  const { root: element, source } = document;
  return { message: { method, element, source, bytes: request.body, ...(credential && { credential }) }, settle };
};

const answerInline = async ({ handle, compiled }: GateContext, message: Timed): Promise<CallAnswer> => {
  const answering = { compiled, method: message.method };
  try {
    return toCallAnswer(checkHandlerAnswer(await handle(message), answering));
  } catch (thrown) {
    const fault = findFault(thrown, answering);
    if (!fault) throw thrown;
    return toCallAnswer(fault);
  }
};

/** The space for the results of this call, or `undefined` where it cannot be had: then the answer comes inline. */
const spawnResults = async (
  { results, log }: GateContext,
  { method, signal }: Timed,
): Promise<ResultSpace | undefined> => {
  if (!results || method.response === undefined) return undefined;
  try {
    return await results({ method, signal });
  } catch (error) {
    log.warn({ method: method.name, error }, 'no space for results could be made, the answer comes in its message');
    return undefined;
  }
};

/** A call whose results go to a space of their own, with how they are asked for. */
interface AsyncCall extends AsyncPreference {
  readonly message: Timed;
}

const runCounted = (context: GateContext, call: Omit<ResultCall, 'compiled' | 'handle' | 'log'>) => {
  const { resultCalls, compiled, handle, log } = context;
  resultCalls.count++;
  return runResultCall({ ...call, compiled, handle, log }).finally(() => resultCalls.count--);
};

/** What is told of the results once the work is over: an advertisement that leads to the answer. The work is the caller's: it ends with the call. */
const awaitResults = async (context: GateContext, space: ResultSpace, { message }: AsyncCall): Promise<ResultSpace> => {
  const ended = AbortSignal.any([space.ended, message.signal]);
  const call = { space: { ...space, ended }, method: message.method, message, announces: false };
  const uri = await runCounted(context, call);
  if (uri === undefined) throw new StoaError('SERVICE_FAILED', 'the results could not be published');
  return { ...space, accepted: { ...space.accepted, advertisement: space.advertise(uri) } };
};

/** Starts the work and says where its results will be; `undefined` where no space can be had for them. */
const startResultCall = async (context: GateContext, call: AsyncCall): Promise<CallAnswer | undefined> => {
  const { message, advertise } = call;
  const space = await spawnResults(context, message);
  if (!space) return undefined;
  const announces = advertise === 'space' && space.announce !== undefined;
  const applied = advertise === 'space' && !announces ? undefined : advertise;
  let { accepted } = space;
  if (advertise === 'message') ({ accepted } = await awaitResults(context, space, call));
  else void runCounted(context, { space, method: message.method, message, announces });
  return {
    status: 202,
    headers: { 'content-type': XML_CONTENT_TYPE, 'preference-applied': writeAsyncPreference(applied) },
    body: writeAccepted(accepted),
  };
};

const answerAsync = async (context: GateContext, call: AsyncCall): Promise<CallAnswer | undefined> => {
  const { resultCalls, options } = context;
  const limit = options.maxResultCalls ?? DEFAULT_MAX_RESULT_CALLS;
  if (resultCalls.count >= limit) {
    throw new StoaError('TOO_MANY_CALLS', `${resultCalls.count} calls publish results now, at most ${limit} may`, {
      limit: 'maxResultCalls',
    });
  }
  // Counted while its space is made as well, or many calls at once would slip through.
  resultCalls.count++;
  try {
    return await startResultCall(context, call);
  } finally {
    resultCalls.count--;
  }
};

/** Codes that say what a caller did wrong; they are no news for the service's log. */
const isOwnFailure = (error: StoaError): boolean => isStoaError(error, 'SERVICE_FAILED', 'INTERNAL', 'ANSWER_INVALID');

/** Answers a message that passed: in a space of results where that is wanted and can be, else inline. */
const answerPassed = async (context: GateContext, message: Timed, { headers }: ServiceRequest): Promise<CallAnswer> => {
  // Work whose results go to a space of their own takes the time that it takes.
  const { endsAtMs, ...toSpace } = message;
  const preference = findAsyncPreference(headers);
  const answer = preference && (await answerAsync(context, { ...preference, message: toSpace }));
  return answer ?? (await answerInline(context, { ...toSpace, ...given('endsAtMs', endsAtMs) }));
};

const toLimit = ({ clock, options: { callTimeoutMs } }: GateContext): CallLimit => ({ clock, callTimeoutMs });

const answerRequest = async (
  context: GateContext,
  request: ServiceRequest,
  answering: Answering,
): Promise<CallAnswer> => {
  try {
    return await answerInTime(request, toLimit(context), async (deadline) => {
      const { message, settle } = await pass(context, request, answering);
      try {
        const answer = await answerPassed(context, { ...message, ...deadline }, request);
        settle(answer.status === 422 ? 'undone' : 'done');
        return answer;
      } catch (thrown) {
        settle('undone');
        throw thrown;
      }
    });
  } catch (thrown) {
    const error = toToldError(thrown);
    const { name } = context.advertisement;
    if (isOwnFailure(error)) context.log.error({ service: name, error: thrown }, 'a call failed');
    return toProblemAnswer(error);
  }
};

/**
 * The service's own gate: whatever came through other gates is checked again on arrival, and nothing that the
 * interface does not declare leaves.
 *
 * @throws {StoaError} `NOT_A_SERVICE` for an advertisement without methods, `CONFIGURATION_INVALID` when a restricted
 * service cannot verify credentials, and what compiling the interface throws
 */
export const createServiceGate = (parts: ServiceGateParts, options: ServiceGateOptions = {}): ServiceGate => {
  const { interface: description, name } = parts.advertisement;
  if (!description || description.methods.length === 0)
    throw new StoaError('NOT_A_SERVICE', `"${name}" has no methods to call`);
  const compiled = compileInterface(description);
  const context: GateContext = {
    ...parts,
    log: parts.log ?? silentLog,
    compiled,
    conversations: createConversations(compiled.order, options.maxConversations),
    admit: createAdmission(parts, options),
    counts: createCallCounts(parts.clock, options.maxCountedGates),
    options,
    resultCalls: { count: 0 },
  };
  return async (request) => {
    const answering: Answering = { headers: {} };
    const answer = await answerRequest(context, request, answering);
    return { ...answer, headers: { ...answer.headers, ...answering.headers } };
  };
};
