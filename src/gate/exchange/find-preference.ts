import type { CallHeaders } from '../model.js';
import { RESPOND_ASYNC } from './preferences.js';
import type { AdvertiseIn } from './preferences.js';

/** How results are asked for: in a new space, and advertised or not. */
export interface AsyncPreference {
  readonly advertise: AdvertiseIn | undefined;
}

const ADVERTISE = /^advertise *= *"?(message|space)"?$/;

/** How a call asks for results in a new space by its `Prefer` header, or `undefined` when it does not. */
export const findAsyncPreference = (headers: CallHeaders): AsyncPreference | undefined => {
  for (const preference of (headers['prefer'] ?? '').toLowerCase().split(',')) {
    const [name, ...parameters] = preference.split(';').map((part) => part.trim());
    if (name !== RESPOND_ASYNC) continue;
    const [where] = parameters
      .map((parameter) => ADVERTISE.exec(parameter)?.[1])
      .filter((found) => found !== undefined);
    return { advertise: where as AdvertiseIn | undefined };
  }
  return undefined;
};
