import { findBase64, toBase64 } from '../../base/base64.js';
import type { AtomicCodec } from './model.js';
import { builtIn } from './simple.js';

/** `xs:hexBinary`. */
export const hexBinary: AtomicCodec = /* @__PURE__ */ builtIn('hexBinary');
/** `xs:base64Binary`. */
export const base64Binary: AtomicCodec = /* @__PURE__ */ builtIn('base64Binary', {
  facets: 'none',
  patterns: 0,
  read: findBase64,
  write: (value) => (value instanceof Uint8Array ? toBase64(value) : undefined),
});
