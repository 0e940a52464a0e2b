import type { XmlName } from '../../xml/index.js';

/** Namespace of XML Schema itself. */
export const XSD_NAMESPACE = 'http://www.w3.org/2001/XMLSchema';

/** Makes names of one namespace; `''` is no namespace. */
/* @__NO_SIDE_EFFECTS__ */
export function namespace(uri: string): (local: string) => XmlName {
  return (local) => ({ namespace: uri, local });
}
