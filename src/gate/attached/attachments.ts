import { StoaError } from '../../base/index.js';
import type { Clock, DocumentId, Log, ScheduledCall, SpaceId } from '../../base/index.js';
import { NEVER_SENT } from '../exchange/never-sent.js';
import type { CallAnswer } from '../model.js';
import { CLOSE_CODES } from './channel.js';
import type { FrameChannel } from './channel.js';
import { createAttachment } from './attachment.js';
import type { Attachment } from './attachment.js';
import type { AttachedRequest, WaitingCall } from './waiting-call.js';

/** The service that an attachment leads to. */
export interface AttachedService {
  readonly space: SpaceId;
  readonly document: DocumentId;
  /** How many calls it takes at once. */
  readonly window: number;
}

/** One end of a connection, as the space holds it. */
export interface HeldAttachment {
  /** A frame arrived. */
  readonly receive: (bytes: Uint8Array) => void;
  /** The network has taken what waited. */
  readonly drained: () => void;
  /** The connection is gone. */
  readonly closed: () => void;
}

/** Services without an open port, reached by the connections that they made to their space. */
export interface Attachments {
  /** Takes a connection on; one that the service had before is closed, and ends the calls that went over it. */
  readonly attach: (service: AttachedService, channel: FrameChannel) => HeldAttachment;
  /**
   * Carries one call. A call that was not sent yet waits for a service that is on its way back; one that was sent when
   * the connection broke has failed, since nobody can say whether it was carried out.
   *
   * @throws {StoaError} `SERVICE_UNREACHABLE`, `TOO_MANY_CALLS`, `ABORTED`
   */
  readonly carry: (space: SpaceId, document: DocumentId, request: AttachedRequest) => Promise<CallAnswer>;
  /** Number of services attached. */
  readonly count: () => number;
  /** Closes every connection. */
  readonly close: () => void;
}

/** Options of {@link createAttachments}. */
export interface AttachmentOptions {
  /** How long calls wait for a service whose connection broke, in milliseconds. Default 10 s. */
  readonly reattachMs?: number;
  /** Most calls that wait for one service. Default 1,000. */
  readonly maxWaiting?: number;
}

const DEFAULTS: Required<AttachmentOptions> = { reattachMs: 10_000, maxWaiting: 1_000 };

/** How long a caller that is told `TOO_MANY_CALLS` should wait, in seconds. */
const RETRY_AFTER_SECONDS = 1;

/** What is known of one service: its connection, or that it had one a moment ago. */
interface Place {
  attachment: Attachment | undefined;
  readonly waiting: Set<WaitingCall>;
  forget: ScheduledCall | undefined;
}

const tooManyWait = (maxWaiting: number): StoaError =>
  new StoaError('TOO_MANY_CALLS', `${maxWaiting} calls wait for the service already`, {
    limit: 'maxWaiting',
    retryAfterSeconds: RETRY_AFTER_SECONDS,
  });

const notAttached = (): StoaError =>
  new StoaError('SERVICE_UNREACHABLE', 'the service is not attached to its space', {
    hint: 'it is reached through a connection that it makes itself; call again once it runs',
    findings: [NEVER_SENT],
  });

/** Attachments of a server, kept in memory: a connection lives no longer than its process. */
export const createAttachments = (
  { clock, log }: { readonly clock: Clock; readonly log: Log },
  options: AttachmentOptions = {},
): Attachments => {
  const { reattachMs, maxWaiting } = { ...DEFAULTS, ...options };
  const places = new Map<string, Place>();

  const leave = (key: string, place: Place): void => {
    place.attachment = undefined;
    place.forget = clock.callAt(clock.nowMs() + reattachMs, () => {
      places.delete(key);
      for (const call of place.waiting) call.fail(notAttached());
    });
  };

  const getPlace = (key: string): Place => {
    const place: Place = places.get(key) ?? { attachment: undefined, waiting: new Set(), forget: undefined };
    places.set(key, place);
    return place;
  };

  return {
    attach: ({ space, document, window }, channel) => {
      const key = `${space} ${document}`;
      const place = getPlace(key);
      place.forget?.cancel();
      place.attachment?.end(CLOSE_CODES.replaced, 'the service has attached anew');
      const attachment = createAttachment({ channel, window, waiting: place.waiting, log });
      place.attachment = attachment;
      log.info({ space, document, window }, 'service attached');
      attachment.pump();
      return {
        receive: attachment.receive,
        drained: attachment.pump,
        closed: () => {
          attachment.lost();
          if (place.attachment !== attachment) return;
          log.info({ space, document }, 'service detached');
          leave(key, place);
        },
      };
    },
    carry: (space, document, request) => {
      const place = places.get(`${space} ${document}`);
      if (!place) return Promise.reject(notAttached());
      if (place.waiting.size >= maxWaiting) return Promise.reject(tooManyWait(maxWaiting));
      return waitForAnswer(place, request);
    },
    count: () => [...places.values()].filter(({ attachment }) => attachment !== undefined).length,
    close: () => {
      for (const { attachment, forget, waiting } of places.values()) {
        forget?.cancel();
        attachment?.end(CLOSE_CODES.goingAway, 'the server is shutting down');
        for (const call of waiting) call.fail(new StoaError('SHUTTING_DOWN', 'the server is shutting down'));
      }
      places.clear();
    },
  };
};

/** Puts a call among those that wait; the connection takes it from there as the service has room. */
const waitForAnswer = (place: Place, request: AttachedRequest): Promise<CallAnswer> =>
  new Promise((fulfil, reject) => {
    const settle = (): void => {
      place.waiting.delete(call);
      request.signal.removeEventListener('abort', giveUp);
    };
    const call: WaitingCall = {
      request,
      answer: (answer) => {
        settle();
        fulfil(answer);
      },
      fail: (error) => {
        settle();
        reject(error);
      },
    };
    const giveUp = (): void => {
      place.attachment?.cancel(call);
      const { reason } = request.signal as { readonly reason: unknown };
      call.fail(reason instanceof StoaError ? reason : new StoaError('ABORTED', 'the caller gave up'));
    };
    if (request.signal.aborted) {
      giveUp();
      return;
    }
    request.signal.addEventListener('abort', giveUp, { once: true });
    place.waiting.add(call);
    place.attachment?.pump();
  });
