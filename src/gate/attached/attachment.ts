import { StoaError, isStoaError } from '../../base/index.js';
import type { Log } from '../../base/index.js';
import { CLOSE_CODES, MAX_BUFFERED_BYTES } from './channel.js';
import type { FrameChannel } from './channel.js';
import { readFrame, writeFrame } from './frames.js';
import type { Frame } from './frames.js';
import type { WaitingCall } from './waiting-call.js';

/** The space's end of one connection. */
export interface Attachment {
  /** Sends calls that wait, as long as the service and the network have room. */
  readonly pump: () => void;
  readonly receive: (bytes: Uint8Array) => void;
  /** Tells the service that nobody waits for this call any more. */
  readonly cancel: (call: WaitingCall) => void;
  /** The connection is gone: calls that went over it have failed. */
  readonly lost: () => void;
  /** Closes the connection. */
  readonly end: (code: number, reason: string) => void;
}

export interface AttachmentParts {
  readonly channel: FrameChannel;
  /** How many calls the service takes at once. */
  readonly window: number;
  /** Calls that were not sent yet, the oldest first; shared with the connection that comes after this one. */
  readonly waiting: Set<WaitingCall>;
  readonly log: Log;
}

/** Statuses that an answer can have; there are no intermediate ones here. */
const isFinalStatus = (status: number): boolean => status >= 200 && status <= 599;

const broken = (): StoaError =>
  new StoaError('SERVICE_UNREACHABLE', 'the connection to the attached service broke while the call was under way', {
    hint: 'the service may have carried it out; call again only where that does no harm',
  });

const readAnswer = (bytes: Uint8Array): Extract<Frame, { readonly kind: 'answer' }> => {
  const frame = readFrame(bytes);
  if (frame.kind === 'answer' && isFinalStatus(frame.status)) return frame;
  throw new StoaError('REQUEST_MALFORMED', 'expected an answer from the attached service');
};

/** Calls that went over one connection. */
interface SentCalls {
  /** Calls that take room of the service. */
  readonly count: () => number;
  /** The id under which the call is sent. */
  readonly add: (call: WaitingCall) => number;
  /** The call that an answer is for; `undefined` when it was cancelled. */
  readonly take: (id: number) => WaitingCall | undefined;
  /** Its id, when it was sent; it takes room until it is answered all the same. */
  readonly cancel: (call: WaitingCall) => number | undefined;
  readonly failAll: () => void;
}

/** Ids of calls are used once in a connection, so that no answer is taken for another. */
const createSentCalls = (): SentCalls => {
  const sent = new Map<number, WaitingCall>();
  /** Calls given up that the service still works on. */
  const cancelled = new Set<number>();
  let last = 0;
  return {
    count: () => sent.size + cancelled.size,
    add: (call) => {
      sent.set(++last, call);
      return last;
    },
    take: (id) => {
      // What was cancelled and answered at the same time is nobody's answer any more.
      if (cancelled.delete(id)) return undefined;
      const call = sent.get(id);
      if (!call)
        throw new StoaError('REQUEST_MALFORMED', `the attached service answered call ${id}, which is not open`);
      sent.delete(id);
      return call;
    },
    cancel: (call) => {
      const [id] = [...sent].find(([, other]) => other === call) ?? [];
      if (id === undefined) return undefined;
      sent.delete(id);
      cancelled.add(id);
      return id;
    },
    failAll: () => {
      for (const call of sent.values()) call.fail(broken());
      sent.clear();
    },
  };
};

/** One connection over `channel`. */
export const createAttachment = ({ channel, window, waiting, log }: AttachmentParts): Attachment => {
  const calls = createSentCalls();
  let isOpen = true;

  const lost = (): void => {
    isOpen = false;
    calls.failAll();
  };

  const end = (code: number, reason: string): void => {
    if (!isOpen) return;
    lost();
    channel.close(code, reason);
  };

  const hasRoom = (): boolean => isOpen && calls.count() < window && channel.bufferedBytes() <= MAX_BUFFERED_BYTES;

  const pump = (): void => {
    for (const call of waiting) {
      if (!hasRoom()) return;
      waiting.delete(call);
      const { headers, body } = call.request;
      channel.send(writeFrame({ kind: 'call', id: calls.add(call), headers, body }));
    }
  };

  const receive = (bytes: Uint8Array): void => {
    if (!isOpen) return;
    try {
      const { id, status, headers, body } = readAnswer(bytes);
      calls.take(id)?.answer({ status, headers, body });
    } catch (error) {
      if (!isStoaError(error)) throw error;
      log.warn({ error }, 'an attached service broke the protocol, its connection is closed');
      end(CLOSE_CODES.malformed, error.message.slice(0, 100));
      return;
    }
    pump();
  };

  const cancel = (call: WaitingCall): void => {
    const id = calls.cancel(call);
    if (id !== undefined) channel.send(writeFrame({ kind: 'cancel', id }));
  };

  return { pump, end, lost, receive, cancel };
};
