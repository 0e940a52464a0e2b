import { isStoaError, localCaller, toUtf8 } from '../base/index.js';
import type { Caller, DocumentId } from '../base/index.js';
import type { NeighbourShelf } from '../nearby/index.js';
import type { GrantedLease, Space } from '../space/index.js';

/** A neighbour as it was published last. */
interface Published {
  readonly xml: string;
  readonly lease: GrantedLease;
}

/** Failures after which a lease can be renewed no more, and the document is published anew. */
const LOST = ['LEASE_NOT_FOUND', 'DOCUMENT_NOT_FOUND'] as const;

/** Publishes neighbours in a space of this server, as its own publisher. */
export const createNeighbourShelf = (
  space: Space,
  root: () => string,
): NeighbourShelf & { readonly clear: () => Promise<void> } => {
  const published = new Map<DocumentId, Published>();
  const admitted = (credential?: string): Caller =>
    localCaller(root(), ...(credential === undefined ? [] : [credential]));
  const publish = async (id: DocumentId, xml: string, periodMs: number): Promise<void> => {
    const credential = published.get(id)?.lease.credential;
    const held = await space.publish(admitted(credential), {
      bytes: toUtf8(xml),
      periodMs,
      ...(credential !== undefined && { credential }),
    });
    const lease = credential === undefined ? held.lease : { ...held.lease, credential };
    published.set(id, { xml, lease });
  };
  const remove = async (id: DocumentId): Promise<void> => {
    const credential = published.get(id)?.lease.credential;
    published.delete(id);
    const input = { id, ...(credential !== undefined && { credential }) };
    await space.remove(admitted(credential), input);
  };
  return {
    put: async ({ id, xml, periodMs }) => {
      const known = published.get(id);
      if (known?.xml !== xml) {
        await publish(id, xml, periodMs);
        return;
      }
      const { id: lease, credential } = known.lease;
      try {
        await space.renew(admitted(credential), { lease, periodMs, ...(credential !== undefined && { credential }) });
      } catch (thrown) {
        if (!isStoaError(thrown, ...LOST)) throw thrown;
        published.delete(id);
        await publish(id, xml, periodMs);
      }
    },
    remove,
    clear: async () => {
      await Promise.all(Array.from(published.keys(), (id) => remove(id).catch(() => undefined)));
    },
  };
};
