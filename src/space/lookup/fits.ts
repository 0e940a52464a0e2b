import type { SchemaComponent } from '../../schema/index.js';
import { isCompatible } from '../../schema/index.js';
import type { ComponentRole } from '../tables/index.js';

/** A wanted component and an advertised one of the same kind and name. */
export interface Pair {
  readonly wanted: SchemaComponent;
  readonly advertised: SchemaComponent;
}

/**
 * Whether a component can be used in its role: what is sent must be understood, so for a request all that is wanted
 * is to be in what is advertised; what comes back must be understood by who asked, so it is the other way round. A
 * component without a role may be part of either.
 */
export const fits = ({ wanted, advertised }: Pair, role: ComponentRole): boolean => {
  switch (role) {
    case 'request':
      return isCompatible(wanted, advertised);
    case 'answer':
      return isCompatible(advertised, wanted);
    case 'both':
      return isCompatible(wanted, advertised) && isCompatible(advertised, wanted);
    case 'none':
      return isCompatible(wanted, advertised) || isCompatible(advertised, wanted);
  }
};
