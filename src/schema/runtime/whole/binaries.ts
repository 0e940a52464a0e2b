import { BASE64_SPACE, HEX_SPACE } from '../../simple/binary.js';
import { builtIn } from './built-in.js';
import type { AtomicCodec } from './built-in.js';

/** `xs:hexBinary`. */
export const hexBinary: AtomicCodec = /* @__PURE__ */ builtIn('hexBinary', HEX_SPACE);
/** `xs:base64Binary`. */
export const base64Binary: AtomicCodec = builtIn('base64Binary', BASE64_SPACE);
