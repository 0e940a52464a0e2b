import { StoaError, isErrorCode } from '../../base/index.js';
import type { Method } from '../../advertisement/index.js';
import { ServiceFault } from '../../gate/index.js';
import type { GateAnswer, MessageInterface } from '../../gate/index.js';
import { OWN_NAMESPACES } from '../../protocol/light.js';
import type { TypedValue } from '../../schema/index.js';
import { equalNames, findAttribute, findChild, parseXml, textOf } from '../../xml/index.js';
import type { XmlDocument, XmlElement } from '../../xml/index.js';
import type { ResultDocument, ResultHandle, SpaceClient } from '../api.js';
import type { Lease } from '../model.js';
import type { OpenGateParts } from './parts.js';

type Inline = Extract<GateAnswer, { readonly kind: 'response' }>;
type Accepted = Extract<GateAnswer, { readonly kind: 'accepted' }>;

/** The handle of an answer that came in its message: the same data, in the same shape. */
export const createInlineResult = ({ method, document }: Inline, { schema }: MessageInterface): ResultHandle => ({
  space: undefined,
  documents: async function* () {
    await Promise.resolve();
    yield { name: method.response?.local ?? method.name, xml: document.source };
  },
  final: () => Promise.resolve(schema.decode(document.root, document.source).value),
  cancel: () => Promise.resolve(),
});

interface FoundDocument extends ResultDocument {
  readonly document: XmlDocument;
}

/** Every document of a space, each once: those that are there, then each as it is published. */
const readAll = async function* (space: SpaceClient, signal: AbortSignal): AsyncGenerator<FoundDocument> {
  const seen = new Set<string>();
  const read = async (id: string): Promise<FoundDocument> => {
    seen.add(id);
    const { entry, xml } = await space.read(id, signal);
    return { name: entry.name, xml, document: parseXml(xml) };
  };
  // Subscribed before looking, so that nothing falls between the two.
  const subscription = await space.subscribe({}, { signal });
  for await (const { entry } of space.lookupAll({}, signal)) yield await read(entry.id);
  for await (const { event, id } of subscription) {
    if (event === 'published' && !seen.has(id)) yield await read(id);
  }
};

const isStatus = ({ name }: XmlElement): boolean => name.namespace === OWN_NAMESPACES.result && name.local === 'status';

/** The error that a `status` document tells, or `undefined` when the work was completed. */
const findFailure = (status: XmlElement): StoaError | undefined => {
  const state = findAttribute(status, 'state');
  if (state === 'completed') return undefined;
  if (state === 'cancelled') return new StoaError('ABORTED', 'the work was cancelled');
  const code = findAttribute(status, 'code') ?? '';
  const note = findChild(status, { namespace: OWN_NAMESPACES.result, local: 'note' });
  return new StoaError(
    isErrorCode(code) ? code : 'SERVICE_FAILED',
    note ? textOf(note) : 'the service failed and gave no reason',
  );
};

interface Answering {
  readonly method: Method;
  readonly schema: MessageInterface['schema'];
}

/** The typed answer among the documents of a space, once the status is there. */
const conclude = (documents: readonly XmlDocument[], status: XmlElement, { method, schema }: Answering): TypedValue => {
  const fault = documents.find(({ root }) => method.faults.some((name) => equalNames(name, root.name)));
  const failure = findFailure(status);
  if (failure && fault) {
    const { name: element, value } = schema.decode(fault.root, fault.source);
    throw new ServiceFault({ element, value, xml: fault.source });
  }
  if (failure) throw failure;
  const response = documents.findLast(
    ({ root }) => method.response !== undefined && equalNames(method.response, root.name),
  );
  if (!response)
    throw new StoaError('ANSWER_INVALID', `the results of method "${method.name}" are complete and hold no answer`);
  return schema.decode(response.root, response.source).value;
};

/**
 * The handle of results in a space of their own. Its lease is renewed, by the root credential, until the work is over
 * or cancelled.
 */
export const createSpaceResult = (
  { connection, at, compiled }: OpenGateParts & { readonly compiled: MessageInterface },
  { method, accepted }: Accepted,
): ResultHandle => {
  const space = at(accepted.uri, [accepted.root]);
  const lease: Lease = {
    id: accepted.lease,
    expiresAtMs: accepted.expiresAtMs,
    periodMs: Math.max(1000, accepted.expiresAtMs - connection.clock.nowMs()),
    credential: accepted.root,
  };
  const kept = space.keepLease(lease);
  const ending = new AbortController();

  const readUntilStatus = async function* (): AsyncGenerator<FoundDocument> {
    const reading = new AbortController();
    try {
      for await (const found of readAll(space, AbortSignal.any([ending.signal, reading.signal]))) {
        yield found;
        if (isStatus(found.document.root)) {
          kept.stop();
          return;
        }
      }
    } finally {
      reading.abort();
    }
  };

  return {
    space,
    documents: async function* () {
      for await (const { name, xml, document } of readUntilStatus()) if (!isStatus(document.root)) yield { name, xml };
    },
    final: async () => {
      const documents: XmlDocument[] = [];
      for await (const { document } of readUntilStatus()) {
        if (isStatus(document.root)) return conclude(documents, document.root, { method, schema: compiled.schema });
        documents.push(document);
      }
      throw new StoaError('ABORTED', 'the work was cancelled before it was done');
    },
    cancel: async () => {
      kept.stop();
      ending.abort();
      await space.destroy({ credential: accepted.root });
    },
  };
};
