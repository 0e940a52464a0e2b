/** A connection that carries whole frames both ways: a WebSocket, seen from either end. */
export interface FrameChannel {
  readonly send: (frame: Uint8Array) => void;
  /** Bytes handed over that the peer's side of the network has not taken yet. */
  readonly bufferedBytes: () => number;
  /** Ends the connection; `code` and `reason` are those of RFC 6455 section 7.4. */
  readonly close: (code: number, reason: string) => void;
}

/** Why an end of an attachment closes the connection: 4000 to 4999 are free for applications. */
export const CLOSE_CODES = {
  goingAway: 1001,
  malformed: 4400,
  refused: 4403,
  /** The same service has attached anew. */
  replaced: 4409,
} as const;

/** Frames are held back while more than this waits for the network, in bytes. */
export const MAX_BUFFERED_BYTES = 1_048_576;
