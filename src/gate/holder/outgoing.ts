import { loadPart, toUtf8 } from '../../base/light.js';
import type { Method } from '../../advertisement/index.js';
import { assertGranted } from '../exchange/granted.js';
import type { ClientGateParts, WrittenMessage } from './model.js';

/** A message ready to be sent. */
export interface Outgoing {
  readonly body: Uint8Array;
  /** `undefined` only when checking is switched off and the message is none that the interface declares. */
  readonly method: Method | undefined;
}

const isWritten = (message: string | Uint8Array | WrittenMessage): message is WrittenMessage =>
  typeof message === 'object' && 'xml' in message;

/**
 * Reads what is to be sent, and holds it against the grant and the schema: what this throws was not sent.
 */
export const createReadOutgoing = ({ gate, compiled }: ClientGateParts, checkRequests: boolean) => {
  const granted = new Set(gate.methods);
  return async (message: string | Uint8Array | WrittenMessage): Promise<Outgoing> => {
    if (isWritten(message)) {
      const method = compiled.getMethod(message.method);
      if (checkRequests) assertGranted(method, granted);
      return { body: toUtf8(message.xml), method };
    }
    const { findMethod } = await loadPart(import('./raw-message.js'));
    const body = typeof message === 'string' ? toUtf8(message) : message;
    return { body, method: await findMethod(message, { compiled, granted, checkRequests }) };
  };
};
