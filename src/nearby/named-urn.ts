import { createHash } from 'node:crypto';
import type { Branded } from '../base/index.js';

/** URN made of names: the same names give the same one (RFC 9562 section 5.8). */
export const toNamedUrn = <Id extends Branded<string>>(...names: readonly string[]): Id => {
  const hex = createHash('sha256').update(JSON.stringify(names)).digest('hex');
  const parts = [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ];
  return `urn:uuid:${parts.join('-')}` as Id;
};
