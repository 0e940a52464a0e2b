import type { StoaError } from '../../base/index.js';
import type { CallAnswer, CallRequest } from '../model.js';

/** A call to an attached service. */
export type AttachedRequest = Omit<CallRequest, 'uri'>;

/** A call on its way to an attached service; it is settled once. */
export interface WaitingCall {
  readonly request: AttachedRequest;
  readonly answer: (answer: CallAnswer) => void;
  readonly fail: (error: StoaError) => void;
}
