import { StoaError, findIdInPath, toPathSegment } from '../../base/light.js';
import type { DocumentId, GateId } from '../../base/index.js';
import { readStream } from './event-stream.js';
import type { SpaceConnection } from './exchange.js';

/** Whose closed gates are followed, and by what right. */
export interface ClosuresInput {
  /** URN of the service. */
  readonly id: DocumentId;
  /** Credential of its lease. */
  readonly credential?: string;
  readonly signal: AbortSignal;
}

const readGate = (data: string): GateId => {
  const gate = findIdInPath<GateId>(data);
  if (gate === undefined) throw new StoaError('ANSWER_INVALID', 'the space told of a closed gate that is no URN');
  return gate;
};

/** Gates of a service as they are closed; a broken connection is taken up again, and nothing is missed meanwhile. */
export const followClosures = (
  connection: SpaceConnection,
  { id, credential, signal }: ClosuresInput,
): AsyncGenerator<GateId> =>
  readStream(connection, {
    url: `${connection.url.replace(/\/$/, '')}/documents/${toPathSegment(id)}/closures`,
    signal,
    ...(credential !== undefined && { headers: { 'stoa-lease': credential } }),
    toEvent: ({ data }) => readGate(data),
    idOf: () => undefined,
  });
