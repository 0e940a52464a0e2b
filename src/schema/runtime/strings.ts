import { isLanguage, isName, isNameToken, isNcName } from '../simple/names.js';
import { ANY_URI_SPACE, BOOLEAN_SPACE, STRING_SPACE } from '../simple/simple-spaces.js';
import { NOTATION_SPACE, QNAME_SPACE } from '../simple/qualified-name.js';
import type { ValueSpace } from '../simple/value-space.js';
import { builtIn, builtInList } from './built-in.js';
import type { AtomicCodec } from './built-in.js';
import type { SimpleCodec } from './model.js';

/* @__NO_SIDE_EFFECTS__ */
function named(isLexical: (text: string) => boolean): ValueSpace {
  return { ...STRING_SPACE, isLexical };
}

/** `xs:string`. */
export const string: AtomicCodec = builtIn('string', STRING_SPACE, { whiteSpace: 'preserve' });
/** `xs:normalizedString`. */
export const normalizedString: AtomicCodec = builtIn('normalizedString', STRING_SPACE, { whiteSpace: 'replace' });
/** `xs:token`. */
export const token: AtomicCodec = builtIn('token', STRING_SPACE);
/** `xs:language`. */
export const language: AtomicCodec = builtIn('language', named(isLanguage));
/** `xs:NMTOKEN`. */
export const NMTOKEN: AtomicCodec = builtIn('NMTOKEN', named(isNameToken));
/** `xs:Name`. */
export const Name: AtomicCodec = builtIn('Name', named(isName));
/** `xs:NCName`. */
export const NCName: AtomicCodec = builtIn('NCName', named(isNcName));
/** `xs:ID`. */
export const ID: AtomicCodec = builtIn('ID', named(isNcName));
/** `xs:IDREF`. */
export const IDREF: AtomicCodec = builtIn('IDREF', named(isNcName));
/** `xs:ENTITY`. */
export const ENTITY: AtomicCodec = builtIn('ENTITY', named(isNcName));
/** `xs:NMTOKENS`. */
export const NMTOKENS: SimpleCodec = builtInList('NMTOKENS', NMTOKEN);
/** `xs:IDREFS`. */
export const IDREFS: SimpleCodec = builtInList('IDREFS', IDREF);
/** `xs:ENTITIES`. */
export const ENTITIES: SimpleCodec = builtInList('ENTITIES', ENTITY);
/** `xs:anyURI`. */
export const anyURI: AtomicCodec = builtIn('anyURI', ANY_URI_SPACE);
/** `xs:boolean`. */
export const boolean: AtomicCodec = builtIn('boolean', BOOLEAN_SPACE);
/** `xs:QName`. */
export const QName: AtomicCodec = builtIn('QName', QNAME_SPACE);
/** `xs:NOTATION`. */
export const NOTATION: AtomicCodec = builtIn('NOTATION', NOTATION_SPACE);
/** `xs:anySimpleType`. */
export const anySimpleType: AtomicCodec = {
  ...builtIn('anySimpleType', STRING_SPACE, { whiteSpace: 'preserve' }),
  variety: 'absent',
  primitive: undefined,
};
