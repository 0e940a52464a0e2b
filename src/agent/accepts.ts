import type { Advertisement } from '../advertisement/index.js';
import { isNamedLike } from '../client/index.js';
import { compareComponents, readSchema } from '../schema/index.js';
import type { Schema } from '../schema/index.js';

/** Which advertisements are wanted; each thing that is stated has to hold. */
export interface Wanted {
  /** Name, with `*` and `?`. */
  readonly name?: string;
  /** Root element of a message that it takes: a local name, or `{namespace}local`. */
  readonly type?: string;
  /** A partial schema: each of its elements is in the interface, to be sent or to be got. */
  readonly schema?: Schema;
}

const isTaken = ({ interface: face }: Advertisement, type: string): boolean =>
  face?.methods.some(({ request }) => request.local === type || `{${request.namespace}}${request.local}` === type) ??
  false;

const DIRECTIONS = ['in', 'out'] as const;

const hasSchema = ({ interface: face }: Advertisement, wanted: Schema): boolean => {
  if (face === undefined) return false;
  const advertised = readSchema(face.schemas.map(({ location, root }) => ({ location, root })));
  const others = advertised.components();
  return wanted.components().every((key) => {
    const other = others.find(({ kind, name }) => kind === key.kind && name === key.name);
    if (other === undefined) return false;
    const compare = (direction: (typeof DIRECTIONS)[number]) =>
      compareComponents({ schema: wanted, key }, { schema: advertised, key: other }, { direction });
    return DIRECTIONS.some((direction) => ['exact', 'compatible'].includes(compare(direction).verdict));
  });
};

/** Says which advertisements are wanted. */
export const createAccepts =
  ({ name, type, schema }: Wanted): ((advertisement: Advertisement) => boolean) =>
  (advertisement) =>
    (name === undefined || isNamedLike(name, advertisement.name)) &&
    (type === undefined || isTaken(advertisement, type)) &&
    (schema === undefined || hasSchema(advertisement, schema));
