import type { Method } from '../../advertisement/index.js';
import { readMessage } from '../exchange/read-message.js';
import type { MessageRules } from '../exchange/read-message.js';
import { parseXml } from '../../xml/index.js';

/**
 * The method that a message of whatever text calls, checked as every gate does; where it is not to be checked, `undefined` for what the
 * interface does not declare.
 *
 * @throws {StoaError} what `readMessage` throws
 */
export const findMethod = async (
  message: string | Uint8Array,
  { checkRequests, ...rules }: MessageRules & { readonly checkRequests: boolean },
): Promise<Method | undefined> => {
  if (checkRequests) return (await readMessage(message, rules)).method;
  try {
    return rules.compiled.findByRequest(parseXml(message).root.name);
  } catch {
    return undefined;
  }
};
