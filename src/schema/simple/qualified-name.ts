import { fromNameKey, toNameKey } from '../../xml/index.js';
import type { NameKey } from '../../xml/index.js';
import { isNcName } from './names.js';
import type { PrimitiveName, QNameContext } from './model.js';
import type { ValueSpace } from './value-space.js';

/** The name that a QName text means, or `undefined` when it is none or its prefix is not bound. */
const findNameKey = (text: string, qnames: QNameContext | undefined): NameKey | undefined => {
  const colon = text.indexOf(':');
  const prefix = colon < 0 ? '' : text.slice(0, colon);
  const local = text.slice(colon + 1);
  if (!isNcName(local) || (colon >= 0 && !isNcName(prefix))) return undefined;
  const namespace = qnames?.resolve(prefix);
  if (namespace !== undefined) return toNameKey({ namespace, local });
  return prefix === '' ? local : undefined;
};

const createQNameSpace = (primitive: PrimitiveName): ValueSpace => ({
  primitive,
  shape: 'qname',
  isLexical: (text, qnames) => findNameKey(text, qnames) !== undefined,
  canonical: (text, qnames) => findNameKey(text, qnames) ?? text,
  toValue: (text, qnames) => findNameKey(text, qnames) ?? text,
});

/** `xs:QName`. The length facets, which XSD 1.0 lists for it, mean nothing for a name (erratum E2-36), so any length fits. */
export const QNAME_SPACE = /* @__PURE__ */ createQNameSpace('QName');

/** `xs:NOTATION`: names of notations; which ones are declared is the schema's affair. */
export const NOTATION_SPACE = /* @__PURE__ */ createQNameSpace('NOTATION');

/** Whether a value is the key of a name: a local name that is an NCName, maybe with a namespace. */
export const isNameKey = (text: string): boolean => isNcName(fromNameKey(text).local);
