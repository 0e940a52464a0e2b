import { StoaError } from '../../base/index.js';
import type { CallAnswer } from '../model.js';
import type { ServiceGate } from '../service/model.js';
import { MAX_BUFFERED_BYTES } from './channel.js';
import type { FrameChannel } from './channel.js';
import { readFrame, writeFrame } from './frames.js';
import type { Frame } from './frames.js';

/** The service's end of one connection. */
export interface ServiceEnd {
  /**
   * A frame arrived.
   *
   * @throws {StoaError} `REQUEST_MALFORMED` when the space does not speak the protocol
   */
  readonly receive: (bytes: Uint8Array) => void;
  /** The network has taken what waited. */
  readonly drained: () => void;
  /** Whether answers wait for the network. */
  readonly isHeldBack: () => boolean;
  /** The connection is gone: calls under way are aborted, and what they answer is dropped. */
  readonly closed: () => void;
  /** Resolves when no call is under way any more. */
  readonly idle: () => Promise<void>;
}

export interface ServiceEndParts {
  readonly channel: FrameChannel;
  /** Judges and answers every call; the same gate that stands behind a port. */
  readonly handle: ServiceGate;
  /** Told once, when the space has taken the attachment on. */
  readonly onAttached: () => void;
}

type Call = Extract<Frame, { readonly kind: 'call' }>;

/** Takes calls over `channel` and answers each once. */
export const createServiceEnd = ({ channel, handle, onAttached }: ServiceEndParts): ServiceEnd => {
  const open = new Map<number, AbortController>();
  /** Answers that wait until the network has taken the ones before. */
  const outgoing: Uint8Array[] = [];
  const resolveIdle: (() => void)[] = [];
  let isOpen = true;

  const flush = (): void => {
    while (isOpen && outgoing.length > 0 && channel.bufferedBytes() <= MAX_BUFFERED_BYTES) {
      const next = outgoing.shift();
      if (next) channel.send(next);
    }
  };

  const settle = (id: number): void => {
    open.delete(id);
    if (open.size > 0) return;
    for (const resolve of resolveIdle.splice(0)) resolve();
  };

  const answer = (id: number, { status, headers, body }: CallAnswer): void => {
    if (!isOpen) return;
    outgoing.push(writeFrame({ kind: 'answer', id, status, headers, body }));
    flush();
  };

  const run = async ({ id, headers, body }: Call): Promise<void> => {
    const ending = new AbortController();
    open.set(id, ending);
    // The gate never throws: what goes wrong is a problem document.
    answer(id, await handle({ method: 'POST', headers, body, signal: ending.signal }));
    settle(id);
  };

  return {
    receive: (bytes) => {
      const frame = readFrame(bytes);
      if (frame.kind === 'attached') onAttached();
      else if (frame.kind === 'call') void run(frame);
      else if (frame.kind === 'cancel') open.get(frame.id)?.abort(new StoaError('ABORTED', 'the caller gave up'));
      else throw new StoaError('REQUEST_MALFORMED', `expected calls of the space, got a frame of kind ${frame.kind}`);
    },
    drained: flush,
    isHeldBack: () => outgoing.length > 0,
    closed: () => {
      isOpen = false;
      outgoing.length = 0;
      for (const ending of open.values()) ending.abort(new StoaError('ABORTED', 'the connection to the space broke'));
    },
    idle: () => (open.size === 0 ? Promise.resolve() : new Promise((resolve) => resolveIdle.push(resolve))),
  };
};
