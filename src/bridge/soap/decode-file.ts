/** Encodings that descriptions of older tools come in, as the Encoding Standard names them. */
const ENCODINGS: Readonly<Record<string, string>> = {
  'iso-8859-1': 'latin1',
  'us-ascii': 'latin1',
  'windows-1252': 'windows-1252',
};

const DECLARATION = /^<\?xml\s[^>]*?\sencoding\s*=\s*["']([A-Za-z][A-Za-z0-9._-]*)["'][^>]*?\?>/;

const asLatin1 = (bytes: Uint8Array): string => {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
};

const decodeAs = (encoding: string, bytes: Uint8Array): string =>
  encoding === 'latin1' ? asLatin1(bytes) : new TextDecoder(encoding).decode(bytes);

/** Encoding by a byte order mark of UTF-16, else by the XML declaration; `undefined` for UTF-8 and what is not ours. */
const findEncoding = (bytes: Uint8Array): string | undefined => {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  const name = DECLARATION.exec(asLatin1(bytes.subarray(0, 200)))?.[1]?.toLowerCase() ?? '';
  return Object.hasOwn(ENCODINGS, name) ? ENCODINGS[name] : undefined;
};

/**
 * A description file in the encoding that it declares, for the parser: what enters a space is UTF-8, but descriptions
 * of older services are often ISO-8859-1 or UTF-16. UTF-8, and any encoding not known here, is left to the parser's judgement.
 */
export const decodeFile = (bytes: Uint8Array): Uint8Array | string => {
  const encoding = findEncoding(bytes);
  return encoding === undefined ? bytes : decodeAs(encoding, bytes).replace(DECLARATION, '');
};
