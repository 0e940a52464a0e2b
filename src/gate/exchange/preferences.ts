/** The preference by which a caller asks for its results in a new space (RFC 7240 section 4.1). */
export const RESPOND_ASYNC = 'respond-async';

/**
 * Where an advertisement of the results is wanted: in the `message` that answers the call, once the work is over, or in the `space`
 * in which the service stands.
 */
export type AdvertiseIn = 'message' | 'space';

/** The preference as a `Prefer` header says it, and as `Preference-Applied` says that it was heeded. */
export const writeAsyncPreference = (advertise: AdvertiseIn | undefined): string =>
  advertise === undefined ? RESPOND_ASYNC : `${RESPOND_ASYNC}; advertise=${advertise}`;
