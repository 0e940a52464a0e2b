import type { CallHeaders } from '../model.js';

/** The preference by which a caller asks for its results in a new space (RFC 7240 section 4.1). */
const RESPOND_ASYNC = 'respond-async';

/**
 * Where an advertisement of the results is wanted: in the `message` that answers the call, once the work is over, or in the `space`
 * in which the service stands.
 */
export type AdvertiseIn = 'message' | 'space';

/** How results are asked for: in a new space, and advertised or not. */
export interface AsyncPreference {
  readonly advertise: AdvertiseIn | undefined;
}

/** The preference as a `Prefer` header says it, and as `Preference-Applied` says that it was heeded. */
export const writeAsyncPreference = (advertise: AdvertiseIn | undefined): string =>
  advertise === undefined ? RESPOND_ASYNC : `${RESPOND_ASYNC}; advertise=${advertise}`;

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
