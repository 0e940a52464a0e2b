import type { CallHeaders } from '../../gate/index.js';
import type { ClientKey } from '../../security/index.js';

/** A request to the space, as far as a proof of possession covers it (RFC 9449 section 4.2). */
export interface AuthorizedRequest {
  readonly method: 'GET' | 'POST';
  /** Where it goes. */
  readonly url: string;
}

/** How a client says who it is to its space. */
export interface ClientAuth {
  /** Tokens and gates are bound to it; without one they are bearer tokens. */
  readonly key?: ClientKey;
  /**
   * Headers that authenticate one request, `authorization` among them; each request needs its own. Gets a token when
   * none is held; calls that come meanwhile wait for the same one.
   *
   * @throws {StoaError} when no token can be had
   */
  readonly headersFor: (request: AuthorizedRequest) => Promise<CallHeaders>;
  /** Called when the space refused the token (401): drops it, so that the next request gets another. */
  readonly refresh?: () => Promise<void>;
}
