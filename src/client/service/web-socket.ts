/** The part of the WebSocket interface (HTML standard) that attaching uses; browsers and the package `ws` have it. */
export interface WebSocketLike {
  binaryType: string;
  readonly bufferedAmount: number;
  readonly send: (data: Uint8Array) => void;
  readonly close: (code?: number, reason?: string) => void;
  readonly addEventListener: <Name extends keyof WebSocketEvents>(
    name: Name,
    listener: (event: WebSocketEvents[Name]) => void,
  ) => void;
}

/** Events of a WebSocket by name. */
export interface WebSocketEvents {
  readonly open: unknown;
  readonly message: { readonly data: unknown };
  readonly close: { readonly code: number; readonly reason: string };
  readonly error: unknown;
}

/** Makes a WebSocket to a URL, with the subprotocols offered. */
export type WebSocketConstructor = new (url: string, protocols: string[]) => WebSocketLike;
