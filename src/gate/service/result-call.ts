import { StoaError, createOneAtATime, isStoaError } from '../../base/index.js';
import type { Log } from '../../base/index.js';
import { ServiceFault } from '../exchange/service-fault.js';
import { checkHandlerAnswer, findFault, toToldError } from './answer.js';
import type { Answering, CheckedAnswer } from './answer.js';
import type { HandledMessage, MessageHandler, ResultSink, ResultSpace } from './model.js';
import { RESULT_DOCUMENTS, writeProgress, writeStatus } from './result-documents.js';
import type { StatusParts } from './result-documents.js';

/** A call whose results go to a space of their own. */
export interface ResultCall extends Answering {
  /** Whether an advertisement of the results is published where the service stands. */
  readonly announces: boolean;
  readonly space: ResultSpace;
  /** As it passed the gate; its signal, the caller's connection, does not concern the work. */
  readonly message: HandledMessage;
  readonly handle: MessageHandler;
  readonly log: Log;
}

interface OrderedSink extends ResultSink {
  /** Refuses further documents, and publishes the last ones after all that are under way. */
  readonly complete: <Last>(last: () => Promise<Last>) => Promise<Last>;
}

/** One publish at a time, in the order of the calls, so that the status is the last document whatever was awaited. */
const createSink = ({ publish, ended }: ResultSpace): OrderedSink => {
  const enqueue = createOneAtATime();
  let complete = false;
  const publishInTurn = (xml: string | Uint8Array, name?: string): Promise<void> => {
    if (complete)
      return Promise.reject(new StoaError('SPACE_GONE', 'the results are complete: nothing more can be published'));
    const done = enqueue(async () => {
      await publish(xml, name);
    });
    // A handler need not await; a failed publish must not end the process.
    done.catch(() => undefined);
    return done;
  };
  return {
    publish: publishInTurn,
    progress: async (done, of, note) => publishInTurn(writeProgress({ done, of, note }), RESULT_DOCUMENTS.progress),
    signal: ended,
    complete: (last) => {
      complete = true;
      return enqueue(last);
    },
  };
};

const describeFailure = (thrown: unknown, ended: AbortSignal): StatusParts => {
  if (ended.aborted) return { state: 'cancelled' };
  const { code, message } = toToldError(thrown);
  return { state: 'failed', code, note: message };
};

interface Outcome {
  readonly answer: CheckedAnswer | undefined;
  readonly status: StatusParts;
}

const FAULT_STATUS: StatusParts = {
  state: 'failed',
  code: 'SERVICE_FAILED',
  note: 'the service answered with a fault',
};

const work = async ({ handle, message, space, ...answering }: ResultCall, sink: ResultSink): Promise<Outcome> => {
  try {
    const returned = await handle({ ...message, signal: space.ended, results: sink });
    const answer = checkHandlerAnswer(returned, answering);
    return { answer, status: answer?.kind === 'fault' ? FAULT_STATUS : { state: 'completed' } };
  } catch (thrown) {
    if (!(thrown instanceof ServiceFault)) throw thrown;
    return { answer: findFault(thrown, answering), status: FAULT_STATUS };
  }
};

/** Local name of the answer's element: the name under which the answer stands in the space. */
const nameAnswer = ({ kind }: CheckedAnswer, { method }: Answering): string | undefined =>
  kind === 'response' ? method.response?.local : undefined;

/** Publishes the answer, how the work ended and, where it is wanted, an advertisement; gives the URL that this leads to. */
const publishOutcome = async (call: ResultCall, { answer, status }: Outcome): Promise<string> => {
  const { space, announces } = call;
  const answered = answer && (await space.publish(answer.bytes, nameAnswer(answer, call)));
  const ended = await space.publish(writeStatus(status), RESULT_DOCUMENTS.status);
  const uri = answered ?? ended;
  if (announces) await space.announce?.(space.advertise(uri));
  return uri;
};

/**
 * Does the work of a call whose results go to a space of their own: publishes the answer under the name of its
 * element and then, as the last document, how it ended. Gives the URL of the answer, or of the status where there is none;
 * `undefined` when nothing could be published. Never throws.
 */
export const runResultCall = async (call: ResultCall): Promise<string | undefined> => {
  const { space, log, method } = call;
  const sink = createSink(space);
  const outcome = await work(call, sink).catch((thrown: unknown): Outcome => {
    if (!space.ended.aborted)
      log.error({ method: method.name, error: thrown }, 'a call with results in a new space failed');
    return { answer: undefined, status: describeFailure(thrown, space.ended) };
  });
  try {
    return await sink.complete(async () => (space.ended.aborted ? undefined : publishOutcome(call, outcome)));
  } catch (thrown) {
    const gone = isStoaError(thrown, 'SPACE_GONE', 'SPACE_NOT_FOUND');
    if (!gone) log.error({ method: method.name, error: thrown }, 'results could not be published');
    return undefined;
  } finally {
    space.release();
  }
};
