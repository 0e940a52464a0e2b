import { builtIn } from './simple.js';
import type { AtomicCodec, SimpleCodec } from './model.js';
import { texts } from './usual-texts.js';

/** Names of XML in ASCII. */
/* @__NO_SIDE_EFFECTS__ */
function named(name: string, form: RegExp): AtomicCodec {
  return builtIn(
    name,
    texts((text) => form.test(text)),
  );
}

/** `xs:string`. */
export const string: AtomicCodec = /* @__PURE__ */ builtIn(
  'string',
  /* @__PURE__ */ texts(() => true),
);
/** `xs:normalizedString`. */
export const normalizedString: AtomicCodec = /* @__PURE__ */ builtIn(
  'normalizedString',
  /* @__PURE__ */ texts((text) => !/[\t\n\r]/.test(text)),
);
/** `xs:token`. */
export const token: AtomicCodec = /* @__PURE__ */ builtIn(
  'token',
  /* @__PURE__ */ texts((text) => !/^ |  | $|[\t\n\r]/.test(text)),
);
/** `xs:language`. */
export const language: AtomicCodec = /* @__PURE__ */ named('language', /^[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*$/);
/** `xs:NMTOKEN`. */
export const NMTOKEN: AtomicCodec = /* @__PURE__ */ named('NMTOKEN', /^[\w.:-]+$/);
/** `xs:Name`. */
export const Name: AtomicCodec = /* @__PURE__ */ named('Name', /^[A-Za-z_][\w.:-]*$/);
/** `xs:NCName`. */
export const NCName: AtomicCodec = /* @__PURE__ */ named('NCName', /^[A-Za-z_][\w.-]*$/);
/** `xs:ID`. */
export const ID: AtomicCodec = /* @__PURE__ */ builtIn('ID');
/** `xs:IDREF`. */
export const IDREF: AtomicCodec = /* @__PURE__ */ builtIn('IDREF');
/** `xs:ENTITY`. */
export const ENTITY: AtomicCodec = /* @__PURE__ */ builtIn('ENTITY');
/** `xs:NMTOKENS`. */
export const NMTOKENS: SimpleCodec = /* @__PURE__ */ builtIn('NMTOKENS');
/** `xs:IDREFS`. */
export const IDREFS: SimpleCodec = /* @__PURE__ */ builtIn('IDREFS');
/** `xs:ENTITIES`. */
export const ENTITIES: SimpleCodec = /* @__PURE__ */ builtIn('ENTITIES');
/** `xs:anyURI`: here without escapes and fragments. */
export const anyURI: AtomicCodec = /* @__PURE__ */ named('anyURI', /^(?:[A-Za-z][A-Za-z0-9+.-]*:[^\s%#]*|[^\s%#:]*)$/);
/** `xs:boolean`. */
export const boolean: AtomicCodec = /* @__PURE__ */ builtIn('boolean', {
  facets: 'none',
  patterns: 0,
  read: (text) => (/^(?:true|1)$/.test(text) ? true : /^(?:false|0)$/.test(text) ? false : undefined),
  write: (value) => (typeof value === 'boolean' ? String(value) : undefined),
});
/** `xs:QName`. */
export const QName: AtomicCodec = /* @__PURE__ */ builtIn('QName');
/** `xs:NOTATION`. */
export const NOTATION: AtomicCodec = /* @__PURE__ */ builtIn('NOTATION');
/** `xs:anySimpleType`. */
export const anySimpleType: AtomicCodec = /* @__PURE__ */ builtIn('anySimpleType');
