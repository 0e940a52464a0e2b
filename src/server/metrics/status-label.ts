import { ERROR_CODES } from '../../base/index.js';

/** Statuses of our own answers; what a relay passes on may be any other. */
const OWN: ReadonlyMap<number, string> = new Map(
  [101, 200, 201, 202, 204, 304, ...Object.values(ERROR_CODES).map(({ status }) => status)].map((status) => [
    status,
    String(status),
  ]),
);

/** A status as a label: itself when it is one of ours, else its class, so that services cannot make labels. */
export const toStatusLabel = (status: number): string => OWN.get(status) ?? `${Math.trunc(status / 100)}xx`;
