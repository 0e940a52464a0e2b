import { toPathSegment } from '../../base/index.js';
import type { DocumentId, GateId } from '../../base/index.js';
import type { ReadStream } from './event-stream.js';
import type { SpaceConnection } from './exchange.js';
import { toId } from '../parts.js';

/** Whose closed gates are followed, and by what right. */
export interface ClosuresInput {
  /** URN of the service. */
  readonly id: DocumentId;
  /** Credential of its lease. */
  readonly credential?: string;
  readonly signal: AbortSignal;
}

/**
 * Gates of a service as they are closed, read by `readStream`; a broken connection is taken up again, and nothing is missed meanwhile.
 */
export const followClosures = (
  { connection, readStream }: { readonly connection: SpaceConnection; readonly readStream: ReadStream },
  { id, credential, signal }: ClosuresInput,
): AsyncGenerator<GateId> =>
  readStream(connection, {
    url: `${connection.url.replace(/\/$/, '')}/documents/${toPathSegment(id)}/closures`,
    signal,
    ...(credential !== undefined && { headers: { 'stoa-lease': credential } }),
    toEvent: ({ data }) => toId<GateId>(data),
    idOf: () => undefined,
  });
