import { StoaError, isStoaError } from '../base/index.js';
import type { Clock, Log } from '../base/index.js';
import {
  ATTACHED_BINDING,
  ATTACHED_URI,
  readAdvertisement,
  withoutLiveness,
  writeAdvertisement,
} from '../advertisement/index.js';
import { createService } from '../client/index.js';
import type { AttachedServiceHandle, Lease, MessageHandler, PublishedService, SpaceClient } from '../client/index.js';
import { attachService } from '../serve/index.js';
import { parseXml } from '../xml/index.js';

/** A device of the link as it stands in another space. */
export interface LentDevice {
  /** URN of its document there. */
  readonly id: string;
  /** The device cannot be reached: its advertisement there becomes stale, so that gates on it are suspended. */
  readonly suspend: () => Promise<void>;
  /** It can again: the lease is renewed, or the advertisement published anew where it was deleted. */
  readonly resume: () => Promise<void>;
  /** Takes it out of the space; never throws. */
  readonly withdraw: () => Promise<void>;
}

/** What is lent, and to whom. */
export interface LentParts {
  readonly space: SpaceClient;
  /** The device's own advertisement; its schema is what is published. */
  readonly xml: string;
  /** URN by which it is known there; default: that of its advertisement. */
  readonly id?: string;
  readonly handle: MessageHandler;
  /** Lease asked for, in milliseconds. */
  readonly periodMs: number;
  readonly clock: Clock;
  readonly log: Log;
}

/** The shortest lease: what is renewed by it is stale a moment later. */
const ENDING_MS = 1000;
const RETRY_MS = 2000;

/** The advertisement of a device with the bridge as its only address: calls come over the connection that the bridge makes. */
export const toLentText = (xml: string): string => {
  const { root, source } = parseXml(xml);
  const endpoints = [{ uri: ATTACHED_URI, binding: ATTACHED_BINDING, priority: 0 }];
  const own = readAdvertisement(root, source);
  // Whether the device is there is for the bridge to find out.
  return writeAdvertisement({ ...own, endpoints, extensions: withoutLiveness(own) });
};

interface Held {
  readonly made: PublishedService;
  readonly attached: AttachedServiceHandle;
}

/** Publishes and attaches one service. */
const createPublish = ({ space, xml, handle, periodMs, clock, log }: LentParts) => {
  const input = { advertisement: toLentText(xml), onMessage: handle };
  const service = createService(input, { space, clock, log, results: false });
  return async (onLost: (reason: unknown) => void): Promise<Held> => {
    const { publish, handle: gate } = await service;
    const made = await publish({ periodMs, onLost });
    const { credential } = made.lease;
    if (credential === undefined)
      throw new StoaError('CREDENTIAL_REQUIRED', 'the space gave no lease credential, with which a service attaches');
    const attached = await attachService(
      { spaceUrl: space.url, id: made.entry.id, credential, handle: gate },
      { clock, log },
    );
    return { made, attached };
  };
};

/**
 * Publishes a device in a space in which it is not, and passes calls on to it.
 *
 * @throws {StoaError} what publishing and attaching throw
 */
export const lendDevice = async (parts: LentParts): Promise<LentDevice> => {
  const { space, periodMs, clock, log } = parts;
  const publish = createPublish(parts);
  let isOver = false;
  let isSuspended = false;
  const again = (): void => {
    clock.callAt(clock.nowMs() + RETRY_MS, () => {
      if (!isOver && !isSuspended) void replace().catch(retry);
    });
  };
  const retry = (error: unknown): void => {
    log.warn({ error }, 'a device could not be lent again; it will be tried');
    again();
  };
  let held = await publish(again);
  let lease: Lease = held.made.lease;
  let kept = held.made.kept;
  const replace = async (): Promise<void> => {
    await held.attached.close(0);
    held = await publish(again);
    ({ lease, kept } = held.made);
  };
  const resume = async (): Promise<void> => {
    try {
      lease = {
        ...(await space.renew(lease, { periodMs })),
        ...(lease.credential !== undefined && { credential: lease.credential }),
      };
      kept = space.keepLease(lease, { onLost: again });
    } catch (thrown) {
      if (!isStoaError(thrown, 'LEASE_NOT_FOUND')) throw thrown;
      await replace();
    }
  };
  return {
    id: held.made.entry.id,
    suspend: async () => {
      isSuspended = true;
      kept.stop();
      await space.renew(lease, { periodMs: ENDING_MS }).catch((error: unknown) => {
        log.warn({ error }, 'the lease of a device that cannot be reached ends by itself');
      });
    },
    resume: async () => {
      if (!isSuspended || isOver) return;
      isSuspended = false;
      await resume().catch(retry);
    },
    withdraw: async () => {
      isOver = true;
      kept.stop();
      await held.attached.close(0);
      const { credential } = lease;
      await space.remove(held.made.entry.id, credential === undefined ? {} : { credential }).catch((error: unknown) => {
        log.warn({ error }, 'a lent device was not withdrawn; it ends with its lease');
      });
    },
  };
};
