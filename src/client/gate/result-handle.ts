import { StoaError } from '../../base/index.js';
import type { Clock, LeaseId } from '../../base/index.js';
import type { Method } from '../../advertisement/index.js';
import { ServiceFault, serializeAccepted } from '../../gate/index.js';
import type { AcceptedResult, GateAnswer, MessageInterface } from '../../gate/index.js';
import type { TypedValue } from '../../schema/index.js';
import { equalNames, fromNameKey, toNameKey } from '../../xml/index.js';
import type { XmlDocument, XmlName } from '../../xml/index.js';
import type { ResultDocument, ResultHandle, SpaceClient } from '../api.js';
import type { Lease } from '../model.js';
import { awaitAdvertised } from './advertised-results.js';
import type { AdvertisedResults } from './advertised-results.js';
import { awaitStatus, findDocument, findFailure, isStatus, readDocuments } from './read-results.js';
import type { FoundDocument, Reading } from './read-results.js';

/** How the answer is told from other documents, and read. */
export interface AnswerReading {
  /** Told in errors. */
  readonly method: string;
  readonly response: XmlName | undefined;
  readonly faults: readonly XmlName[];
  /** What reads values; `undefined` where nobody said how. */
  readonly schema: Pick<MessageInterface['schema'], 'decode'> | undefined;
}

/** How the answer of a method is read. */
export const toAnswerReading = (
  { name, response, faults }: Method,
  { schema }: Pick<MessageInterface, 'schema'>,
): AnswerReading => ({ method: name, response, faults, schema });

/** The value of a document; `undefined` for what the interface does not declare. */
const readValue = async ({ schema }: AnswerReading, { root, source }: XmlDocument): Promise<TypedValue> => {
  try {
    return (await schema?.decode(root, source))?.value;
  } catch (thrown) {
    const error = StoaError.from(thrown);
    if (error.code === 'MESSAGE_UNDECLARED') return undefined;
    throw error;
  }
};

const toResultDocument = ({ name, document }: FoundDocument, reading: AnswerReading): ResultDocument => ({
  name,
  xml: document.source,
  element: toNameKey(document.root.name),
  value: () => readValue(reading, document),
});

/** The handle of an answer that came in its message: the same data, in the same shape. */
export const createInlineResult = (
  { method, document }: Extract<GateAnswer, { readonly kind: 'response' }>,
  compiled: MessageInterface,
): ResultHandle => {
  const found = { name: method.response?.local ?? method.name, document };
  const answer = toResultDocument(found, toAnswerReading(method, compiled));
  return {
    way: 'message',
    space: undefined,
    documents: async function* () {
      await Promise.resolve();
      yield answer;
    },
    final: answer.value,
    answer: () => Promise.resolve(answer),
    share: () => {
      throw new StoaError(
        'PARAMETER_INVALID',
        'the results came in a message and stand in no space: pass on the answer',
      );
    },
    release: () => undefined,
    cancel: () => Promise.resolve(),
  };
};

/** Results in a space of their own, and how they are come by. */
export interface SpaceResultParts extends AdvertisedResults {
  /** With the credential of `accepted`. */
  readonly space: SpaceClient;
  readonly clock: Clock;
  readonly answer: AnswerReading;
  /** Ends the work, and whatever waits for it, until it is over or the results are released. */
  readonly signal?: AbortSignal | undefined;
}

/** Renews the lease of the space, where this is its holder. */
const keepSpace = ({ accepted, space, clock }: SpaceResultParts): (() => void) => {
  const { root, expiresAtMs } = accepted;
  if (root === undefined) return () => undefined;
  const lease: Lease = {
    // A space and the lease that holds it have one id.
    id: accepted.space as string as LeaseId,
    expiresAtMs,
    periodMs: Math.max(1000, expiresAtMs - clock.nowMs()),
    credential: root,
  };
  return space.keepLease(lease).stop;
};

/** How the work ends before it is over. */
const createEnding = (parts: SpaceResultParts) => {
  const { accepted, space, signal } = parts;
  const stopKeeping = keepSpace(parts);
  const ending = new AbortController();
  /** Looks after the space no more: the work is over, or somebody else does. */
  const stop = (): void => {
    stopKeeping();
    signal?.removeEventListener('abort', giveUp);
  };
  const destroy = (): Promise<void> => space.destroy(accepted.root === undefined ? {} : { credential: accepted.root });
  const giveUp = (): void => {
    stop();
    ending.abort(new StoaError('ABORTED', 'the caller gave up before the work was done', { cause: signal?.reason }));
    // Where the space is not told, its lease, which nobody renews, ends the work as well, only later.
    destroy().catch(() => undefined);
  };
  const cancel = async (): Promise<void> => {
    if (ending.signal.aborted) return;
    await destroy();
    stop();
    ending.abort();
  };
  signal?.addEventListener('abort', giveUp);
  if (signal?.aborted === true) giveUp();
  return { ending: ending.signal, stop, cancel };
};

const fail = async (found: FoundDocument, { schema }: AnswerReading): Promise<never> => {
  const { root, source } = found.document;
  if (schema === undefined) throw new StoaError('SERVICE_FAILED', 'the service answered with a fault');
  const { name: element, value } = await schema.decode(root, source);
  throw new ServiceFault({ element, value, xml: source });
};

/** Gives the answer, or throws the fault or the failure that a document tells instead. */
const conclude = async (found: FoundDocument, answer: AnswerReading): Promise<FoundDocument | undefined> => {
  const { root } = found.document;
  if (answer.response !== undefined && equalNames(answer.response, root.name)) return found;
  if (answer.faults.some((name) => equalNames(name, root.name))) await fail(found, answer);
  if (!isStatus(found)) return undefined;
  const failure = findFailure(root);
  if (failure !== undefined) throw failure;
  return undefined;
};

/** The document of the answer beside a status that says that there is one, or the fault. */
const findAnswer = async (reading: Reading, answer: AnswerReading, status: FoundDocument): Promise<FoundDocument> => {
  const { response, faults } = answer;
  const wanted = findFailure(status.document.root) === undefined ? (response ? [response] : []) : faults;
  for (const name of wanted) {
    const { found } = await findDocument(reading, name.local, ({ document }) => equalNames(document.root.name, name));
    const answered = found && (await conclude(found, answer));
    if (answered) return answered;
  }
  await conclude(status, answer);
  throw new StoaError('ANSWER_INVALID', `the results of method "${answer.method}" are complete and hold no answer`);
};

/**
 * The handle of results in a space of their own. Its lease is renewed, by the root credential, until the work is over
 * or cancelled, or the results are released.
 */
export const createSpaceResult = (parts: SpaceResultParts): ResultHandle => {
  const { accepted, way, space, clock, answer } = parts;
  const { stop, cancel, ending } = createEnding(parts);
  const looks = way === 'space' || way === 'advertisement-space';
  const toReading = (signal: AbortSignal): Reading => ({ space, clock, looks, signal });

  const findAnswered = async (): Promise<FoundDocument> => {
    const reading = toReading(ending);
    const advertised = await awaitAdvertised(parts, reading);
    if (advertised !== undefined) {
      stop();
      const answered = await conclude(advertised, answer);
      if (answered) return answered;
    }
    const status = await awaitStatus(reading);
    if (status === undefined) throw new StoaError('ABORTED', 'the work was cancelled before it was done');
    stop();
    return findAnswer(reading, answer, status);
  };

  return {
    way,
    space,
    documents: async function* () {
      const reading = new AbortController();
      try {
        for await (const found of readDocuments(toReading(AbortSignal.any([ending, reading.signal])))) {
          if (!isStatus(found)) yield toResultDocument(found, answer);
          else stop();
        }
        if (ending.reason instanceof StoaError) throw ending.reason;
      } finally {
        reading.abort();
      }
    },
    final: async () => {
      const { document } = await findAnswered();
      if (answer.schema !== undefined) return (await answer.schema.decode(document.root, document.source)).value;
      throw new StoaError('CONFIGURATION_INVALID', 'nobody said how the answer is read', {
        hint: 'give acceptResults the interface of the service, or take answer() as XML',
      });
    },
    answer: async () => toResultDocument(await findAnswered(), answer),
    share: ({ root = false } = {}) => {
      const { root: rootCredential, reader, ...others } = accepted;
      const credential = root ? rootCredential && { root: rootCredential } : reader && { reader };
      const key = answer.response && { answer: toNameKey(answer.response) };
      if (credential) return serializeAccepted({ ...others, ...key, ...credential });
      throw new StoaError('PARAMETER_INVALID', `there is no ${root ? 'root' : 'reader'} credential to pass on`);
    },
    release: stop,
    cancel,
  };
};

/** How the answer is told where the text of the results says so. */
export const toSharedReading = (
  { answer }: AcceptedResult,
  compiled: Pick<MessageInterface, 'schema'> | undefined,
  methods: readonly Method[] = [],
): AnswerReading => {
  const response = answer === undefined ? undefined : fromNameKey(answer);
  const method = methods.find((each) => response && each.response && equalNames(each.response, response));
  return { method: method?.name ?? '', response, faults: method?.faults ?? [], schema: compiled?.schema };
};
