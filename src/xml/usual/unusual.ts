import { StoaError } from '../../base/light.js';

/** Leaves what is being read to the parser of everything; caught where the reading began. */
export const unusual = (): never => {
  throw new StoaError('XML_NOT_WELL_FORMED', 'not of the usual form');
};
