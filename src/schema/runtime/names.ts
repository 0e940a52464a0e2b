import type { XmlName } from '../../xml/index.js';

/** Makes names of one namespace; `''` is no namespace. */
/* @__NO_SIDE_EFFECTS__ */
export function namespace(uri: string): (local: string) => XmlName {
  return (local) => ({ namespace: uri, local });
}
