import { StoaError } from '../../base/light.js';
import type { Method } from '../../advertisement/index.js';

/**
 * Whether a gate grants a method.
 *
 * @throws {StoaError} `METHOD_NOT_GRANTED`
 */
export const assertGranted = (method: Method, granted: ReadonlySet<string> | undefined): void => {
  if (granted === undefined || granted.has(method.name)) return;
  const names = [...granted].slice(0, 20).join(', ') || 'none';
  throw new StoaError('METHOD_NOT_GRANTED', `the gate does not grant method "${method.name}"; it grants: ${names}`);
};
