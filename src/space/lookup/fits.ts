import type { SchemaComponent } from '../../schema/index.js';
import type { ComponentRole } from '../tables/index.js';

/** A wanted component and an advertised one of the same kind and name. */
export interface Pair {
  readonly wanted: SchemaComponent;
  readonly advertised: SchemaComponent;
}

/** Whether a component can be used in its role. */
export const fits = ({ wanted, advertised }: Pair, _role: ComponentRole): boolean =>
  wanted.key.fingerprint === advertised.key.fingerprint;
