import { isLanguage, isName, isNameToken, isNcName } from '../../simple/names.js';
import { ANY_URI_SPACE, BOOLEAN_SPACE, STRING_SPACE } from '../../simple/simple-spaces.js';
import { NOTATION_SPACE, QNAME_SPACE } from '../../simple/qualified-name.js';
import type { ValueSpace } from '../../simple/value-space.js';
import { builtIn, builtInList } from './built-in.js';
import type { AtomicCodec } from './built-in.js';
import type { SimpleCodec } from './model.js';

/* @__NO_SIDE_EFFECTS__ */
function named(isLexical: (text: string) => boolean): ValueSpace {
  return { ...STRING_SPACE, isLexical };
}

/** `xs:string`. */
export const string: AtomicCodec = /* @__PURE__ */ builtIn('string', STRING_SPACE, { whiteSpace: 'preserve' });
/** `xs:normalizedString`. */
export const normalizedString: AtomicCodec = /* @__PURE__ */ builtIn('normalizedString', STRING_SPACE, {
  whiteSpace: 'replace',
});
/** `xs:token`. */
export const token: AtomicCodec = /* @__PURE__ */ builtIn('token', STRING_SPACE);
/** `xs:language`. */
export const language: AtomicCodec = /* @__PURE__ */ builtIn('language', /* @__PURE__ */ named(isLanguage));
/** `xs:NMTOKEN`. */
export const NMTOKEN: AtomicCodec = /* @__PURE__ */ builtIn('NMTOKEN', /* @__PURE__ */ named(isNameToken));
/** `xs:Name`. */
export const Name: AtomicCodec = /* @__PURE__ */ builtIn('Name', /* @__PURE__ */ named(isName));
/** `xs:NCName`. */
export const NCName: AtomicCodec = /* @__PURE__ */ builtIn('NCName', /* @__PURE__ */ named(isNcName));
/** `xs:ID`. */
export const ID: AtomicCodec = /* @__PURE__ */ builtIn('ID', /* @__PURE__ */ named(isNcName));
/** `xs:IDREF`. */
export const IDREF: AtomicCodec = /* @__PURE__ */ builtIn('IDREF', /* @__PURE__ */ named(isNcName));
/** `xs:ENTITY`. */
export const ENTITY: AtomicCodec = /* @__PURE__ */ builtIn('ENTITY', /* @__PURE__ */ named(isNcName));
/** `xs:NMTOKENS`. */
export const NMTOKENS: SimpleCodec = /* @__PURE__ */ builtInList('NMTOKENS', NMTOKEN);
/** `xs:IDREFS`. */
export const IDREFS: SimpleCodec = /* @__PURE__ */ builtInList('IDREFS', IDREF);
/** `xs:ENTITIES`. */
export const ENTITIES: SimpleCodec = /* @__PURE__ */ builtInList('ENTITIES', ENTITY);
/** `xs:anyURI`. */
export const anyURI: AtomicCodec = /* @__PURE__ */ builtIn('anyURI', ANY_URI_SPACE);
/** `xs:boolean`. */
export const boolean: AtomicCodec = /* @__PURE__ */ builtIn('boolean', BOOLEAN_SPACE);
/** `xs:QName`. */
export const QName: AtomicCodec = /* @__PURE__ */ builtIn('QName', QNAME_SPACE);
/** `xs:NOTATION`. */
export const NOTATION: AtomicCodec = /* @__PURE__ */ builtIn('NOTATION', NOTATION_SPACE);
/** `xs:anySimpleType`. */
export const anySimpleType: AtomicCodec = {
  ...builtIn('anySimpleType', STRING_SPACE, { whiteSpace: 'preserve' }),
  variety: 'absent',
  primitive: undefined,
};
