import { toNameKey } from '../../xml/light.js';
import type { NameKey } from '../../xml/index.js';
import { XSD_NAMESPACE } from './names.js';
import type { TypeCodec } from './model.js';

/** Name key of a type that has a name. */
export const keyOfType = (type: TypeCodec): NameKey | undefined => {
  if (type.kind === 'simple' && type.made.by === 'name') return `{${XSD_NAMESPACE}}${type.made.name}`;
  const name = type.kind === 'complex' ? type.name : type.made.by === 'name' ? undefined : type.made.restriction.name;
  return name && toNameKey(name);
};
