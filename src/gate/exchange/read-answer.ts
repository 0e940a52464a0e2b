import { StoaError, loadPart } from '../../base/light.js';
import type { XmlLimits } from '../../base/index.js';
import type { Method } from '../../advertisement/index.js';
import { findProblemFormat, isXmlContent } from '../../protocol/light.js';
import { equalNames } from '../../xml/light.js';
import type { XmlDocument } from '../../xml/index.js';
import type { MessageInterface } from '../holder/model.js';
import type { CallAnswer } from '../model.js';
import type { AcceptedResult } from './accepted.js';
import { toAnswerError } from './answer-error.js';
import { loadXml } from './load-xml.js';
import { loadProblem } from './load-problem.js';
import type { AdvertiseIn } from './preferences.js';

/** An answer, checked. */
export type ReadAnswer =
  | { readonly kind: 'response' | 'fault'; readonly document: XmlDocument }
  /** A fault that was declared after the codecs were generated, which nothing here reads. */
  | { readonly kind: 'unknown-fault'; readonly document: XmlDocument }
  /** The results will be in a space of their own. */
  | { readonly kind: 'accepted'; readonly accepted: AcceptedResult; readonly advertise?: AdvertiseIn }
  /** A one-way message was taken. */
  | { readonly kind: 'taken' }
  /** The service, or what stands before it, refused or failed. */
  | { readonly kind: 'problem'; readonly error: StoaError };

/** What an answer is held against. */
export interface AnswerRules {
  readonly compiled: Pick<MessageInterface, 'checkAnswer' | 'mayLackFaults'>;
  readonly method: Method;
  /** Whether results in a new space were asked for. */
  readonly respondAsync: boolean;
  readonly limits?: XmlLimits;
}

const answerOf = ({ name }: Method): string => `the answer of method "${name}": `;

const invalid = (method: Method, reason: string): StoaError =>
  new StoaError('ANSWER_INVALID', answerOf(method) + reason);

const parseAnswer = async ({ headers, body }: CallAnswer, { method, limits }: AnswerRules): Promise<XmlDocument> => {
  if (!isXmlContent(headers['content-type'])) {
    throw invalid(
      method,
      `expected application/xml, got ${(headers['content-type'] ?? 'no content type').slice(0, 100)}`,
    );
  }
  try {
    return await loadXml(body, limits);
  } catch (cause) {
    throw toAnswerError(answerOf(method), cause);
  }
};

/** The failure that a problem document, or another answer outside the interface, tells. */
export const readFailure = async ({ status, headers, body }: CallAnswer): Promise<StoaError> => {
  const told = await loadProblem(body, headers['content-type']);
  if (told && status >= 400) return told;
  const redirect = status >= 300 && status < 400 ? '; redirects are not followed' : '';
  return new StoaError(
    'SERVICE_FAILED',
    `the service answered with status ${status} and nothing that its interface declares${redirect}`,
  );
};

const isDeclared = ({ response, faults }: Method, { root: { name } }: XmlDocument): boolean =>
  [...faults, ...(response ? [response] : [])].some((declared) => equalNames(declared, name));

const checkDocument = async (answer: CallAnswer, rules: AnswerRules): Promise<ReadAnswer> => {
  const document = await parseAnswer(answer, rules);
  const { compiled, method } = rules;
  if (answer.status === 422 && compiled.mayLackFaults === true && !isDeclared(method, document))
    return { kind: 'unknown-fault', document };
  const kind = await compiled.checkAnswer(method, document.root, document.source);
  const wanted = kind === 'fault' ? 422 : 200;
  if (answer.status !== wanted)
    throw invalid(method, `a ${kind} comes with status ${wanted}, this one with ${answer.status}`);
  return { kind, document };
};

const checkTaken = async (answer: CallAnswer, rules: AnswerRules): Promise<ReadAnswer> => {
  const { method, respondAsync } = rules;
  if (answer.body.length > 0 && respondAsync) {
    const { readAcceptedAnswer } = await loadPart(import('./accepted.js'));
    return { kind: 'accepted', ...readAcceptedAnswer(await parseAnswer(answer, rules), answer.headers) };
  }
  if (method.response === undefined && answer.body.length === 0) return { kind: 'taken' };
  throw invalid(method, 'status 202 is for one-way methods, and for results in a new space when they were asked for');
};

/**
 * Holds an answer against the method that was called: 200 with the response, 422 with a declared fault, 202 with
 * nothing for a one-way method or with the advertisement of results that were asked for; all else is a failure. Where faults may be
 * lacking, any other document with 422 is one.
 *
 * @throws {StoaError} `ANSWER_INVALID`, with findings where it does not conform to the schema
 */
export const readAnswer = async (answer: CallAnswer, rules: AnswerRules): Promise<ReadAnswer> => {
  const isDocument = findProblemFormat(answer.headers['content-type']) === undefined;
  if (answer.status === 202 && isDocument) return checkTaken(answer, rules);
  if (answer.status === 200) return checkDocument(answer, rules);
  if (answer.status === 422 && isXmlContent(answer.headers['content-type'])) return checkDocument(answer, rules);
  return { kind: 'problem', error: await readFailure(answer) };
};
