import { WebSocket } from 'ws';
import { attachService as attachWith } from '../client/index.js';
import type { AttachInput, AttachOptions, AttachedServiceHandle } from '../client/index.js';

/** As the client's, with the WebSocket of the package `ws`, since Node 20 has none of its own. */
export const attachService = (input: AttachInput, options: AttachOptions = {}): Promise<AttachedServiceHandle> =>
  attachWith(input, { WebSocket, ...options });
