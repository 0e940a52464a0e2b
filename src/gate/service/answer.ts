import { StoaError, isStoaError, statusOf, toUtf8 } from '../../base/index.js';
import type { CompiledInterface, Method } from '../../advertisement/index.js';
import { PROBLEM_CONTENT_TYPES, XML_CONTENT_TYPE, writeProblem } from '../../protocol/index.js';
import { equalNames, parseXml, toNameKey } from '../../xml/index.js';
import { ServiceFault } from '../exchange/service-fault.js';
import type { CallAnswer, CallHeaders } from '../model.js';
import type { HandlerAnswer } from './model.js';

/** An answer whose kind is known, because it was checked. */
export interface CheckedAnswer {
  readonly kind: 'response' | 'fault';
  readonly bytes: Uint8Array;
}

/** What an answer is held against before it leaves. */
export interface Answering {
  readonly compiled: CompiledInterface;
  readonly method: Method;
}

/** That the service broke its own contract is its failure, never the caller's. */
const failed = (message: string, cause: unknown): StoaError => new StoaError('SERVICE_FAILED', message, { cause });

const checkBytes = ({ bytes, checked }: HandlerAnswer, { compiled, method }: Answering): CheckedAnswer => {
  if (checked) return { kind: checked, bytes };
  try {
    const { root, source } = parseXml(bytes);
    return { kind: compiled.checkAnswer(method, root, source), bytes };
  } catch (cause) {
    throw failed(`the service gave an answer to method "${method.name}" that its interface does not declare`, cause);
  }
};

/**
 * Checks what a handler returned before it is sent; `undefined` when there is nothing to send.
 *
 * @throws {StoaError} `SERVICE_FAILED`
 */
export const checkHandlerAnswer = (
  answer: HandlerAnswer | undefined,
  answering: Answering,
): CheckedAnswer | undefined => {
  const { method } = answering;
  if (answer && method.response === undefined && method.faults.length === 0) {
    throw failed(`the service gave an answer to the one-way method "${method.name}"`, undefined);
  }
  if (answer) return checkBytes(answer, answering);
  if (method.response === undefined) return undefined;
  throw failed(`the service gave no answer to method "${method.name}", which has a response`, undefined);
};

/** The fault message of a thrown `ServiceFault`, or `undefined` when something else was thrown. */
export const findFault = (thrown: unknown, { compiled, method }: Answering): CheckedAnswer | undefined => {
  if (!(thrown instanceof ServiceFault)) return undefined;
  const { element, value } = thrown;
  if (!method.faults.some((fault) => equalNames(fault, element))) {
    throw failed(
      `the service threw the fault ${toNameKey(element)}, which method "${method.name}" does not declare`,
      thrown,
    );
  }
  try {
    return { kind: 'fault', bytes: toUtf8(compiled.schema.encode({ name: element, value }, { declaration: true })) };
  } catch (cause) {
    throw failed(`the service threw the fault ${toNameKey(element)} with a value that does not fit its schema`, cause);
  }
};

/** The error to tell a caller: ours keep their code; of any other nothing is told. */
export const toToldError = (thrown: unknown): StoaError =>
  isStoaError(thrown) ? thrown : failed('the service failed; its log says why', thrown);

/** Answer with a checked document, or with nothing for a message that was taken. */
export const toCallAnswer = (answer: CheckedAnswer | undefined): CallAnswer => {
  if (!answer) return { status: 202, headers: {}, body: new Uint8Array() };
  const status = answer.kind === 'fault' ? 422 : 200;
  return { status, headers: { 'content-type': XML_CONTENT_TYPE }, body: answer.bytes };
};

/** Answer with a problem document. */
export const toProblemAnswer = (error: StoaError): CallAnswer => {
  const headers: CallHeaders = {
    'content-type': PROBLEM_CONTENT_TYPES.xml,
    ...(statusOf(error) === 401 && { 'www-authenticate': 'Bearer' }),
    ...(statusOf(error) === 405 && { allow: 'POST' }),
    ...(error.retryAfterSeconds !== undefined && { 'retry-after': String(error.retryAfterSeconds) }),
  };
  return { status: statusOf(error), headers, body: writeProblem(error, { format: 'xml' }) };
};
