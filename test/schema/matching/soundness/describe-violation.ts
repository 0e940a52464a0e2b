import type { Violation } from './run.js';

/** A wrong verdict with all that is needed to look at it. */
export const describeViolation = ({
  verdict,
  component,
  document,
  ours,
  libxml,
  wanted,
  advertised,
}: Violation): string =>
  [
    `${component} is said to be ${verdict}, but an instance of the wanted schema is refused`,
    `document: ${document}`,
    `ours: ${ours ?? 'valid'}`,
    `libxml2: ${libxml ?? 'valid'}`,
    ...wanted.map(({ text }) => `wanted: ${text}`),
    ...advertised.map(({ text }) => `advertised: ${text}`),
  ].join('\n');
