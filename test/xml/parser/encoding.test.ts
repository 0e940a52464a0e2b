import t from 'tap';
import { parseXml } from '../../../src/xml/index.js';
import { refusalOf } from '../refusal.js';

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const bytes = (...parts: readonly (string | number)[]): Uint8Array =>
  Uint8Array.from(parts.flatMap((part) => (typeof part === 'number' ? [part] : [...utf8(part)])));
const utf16 = (text: string, littleEndian: boolean, mark: boolean): Uint8Array => {
  const units = mark ? `\ufeff${text}` : text;
  const view = new DataView(new ArrayBuffer(units.length * 2));
  for (let at = 0; at < units.length; at++) view.setUint16(at * 2, units.charCodeAt(at), littleEndian);
  return new Uint8Array(view.buffer);
};

t.test('bytes are read as UTF-8, characters of one to four bytes', async (t) => {
  t.same(parseXml(utf8('<a>a\u00e9\u20ac\u{1F600}</a>')).root.children, ['a\u00e9\u20ac\u{1F600}']);
});

t.test('a byte order mark is taken and left out of the source, from bytes and from text', async (t) => {
  for (const document of [
    bytes(0xef, 0xbb, 0xbf, '<a/>'),
    '\ufeff<a/>',
    bytes(0xef, 0xbb, 0xbf, '<?xml version="1.0"?><a/>'),
  ]) {
    const { root, source } = parseXml(document);
    t.equal(source.charCodeAt(0), 0x3c);
    t.equal(root.name.local, 'a');
  }
  t.equal(refusalOf('\ufeff\ufeff<a/>').rule, 'document', 'only one is a mark');
});

t.test('UTF-16 and UTF-32 are refused, with and without a byte order mark', async (t) => {
  const document = '<?xml version="1.0" encoding="UTF-16"?><a/>';
  for (const littleEndian of [true, false]) {
    for (const mark of [true, false]) {
      t.equal(refusalOf(utf16(document, littleEndian, mark)).code, 'XML_ENCODING_UNSUPPORTED');
      t.equal(refusalOf(utf16('<a/>', littleEndian, mark)).code, 'XML_ENCODING_UNSUPPORTED');
    }
  }
  t.equal(refusalOf(bytes(0, 0, 0xfe, 0xff, 0, 0, 0, 0x3c)).code, 'XML_ENCODING_UNSUPPORTED');
  t.equal(refusalOf(bytes(0xff, 0xfe, 0, 0, 0x3c, 0, 0, 0)).code, 'XML_ENCODING_UNSUPPORTED');
  t.equal(refusalOf(bytes(0, 0, 0, 0x3c)).code, 'XML_ENCODING_UNSUPPORTED');
});

t.test('a declared encoding other than UTF-8 is refused, in bytes and in text', async (t) => {
  for (const encoding of ['ISO-8859-1', 'US-ASCII', 'UTF-16', 'utf8', 'windows-1252', 'UTF-7']) {
    const document = `<?xml version="1.0" encoding="${encoding}"?><a/>`;
    t.equal(refusalOf(document).code, 'XML_ENCODING_UNSUPPORTED', encoding);
    t.equal(refusalOf(utf8(document)).code, 'XML_ENCODING_UNSUPPORTED', encoding);
  }
});

t.test('malformed UTF-8 is refused and never read as replacement characters', async (t) => {
  const malformed: Readonly<Record<string, readonly number[]>> = {
    'overlong slash': [0xc0, 0xaf],
    'overlong less-than, two bytes': [0xc0, 0xbc],
    'overlong less-than, three bytes': [0xe0, 0x80, 0xbc],
    'overlong less-than, four bytes': [0xf0, 0x80, 0x80, 0xbc],
    'overlong NUL': [0xc0, 0x80],
    'high surrogate': [0xed, 0xa0, 0x80],
    'surrogate pair (CESU-8)': [0xed, 0xa0, 0xbd, 0xed, 0xb8, 0x80],
    'above U+10FFFF': [0xf4, 0x90, 0x80, 0x80],
    'five bytes': [0xf8, 0x88, 0x80, 0x80, 0x80],
    'lone continuation': [0x80],
    'lead alone': [0xe2],
    'lead and one continuation': [0xe2, 0x82],
    'Latin-1 e acute': [0xe9],
    FF: [0xff],
  };
  for (const [what, piece] of Object.entries(malformed)) {
    for (const document of [
      bytes('<a>', ...piece, '</a>'),
      bytes('<a b="', ...piece, '"/>'),
      bytes('<a/>', ...piece),
      bytes(...piece, '<a/>'),
    ]) {
      t.equal(refusalOf(document).code, 'XML_ENCODING_UNSUPPORTED', what);
    }
  }
});

t.test('a document of bytes cut off in the middle of a character is refused', async (t) => {
  const whole = utf8('<a/><!--\u20ac');
  for (const missing of [1, 2]) t.equal(refusalOf(whole.slice(0, -missing)).code, 'XML_ENCODING_UNSUPPORTED');
});

t.test('a DOCTYPE before malformed bytes is the fault that is told', async (t) => {
  t.equal(refusalOf(bytes('<!DOCTYPE a [<!-- ', 0xff, ' -->]><a/>')).code, 'XML_DOCTYPE_FORBIDDEN');
  t.equal(refusalOf(bytes('<!-- <!DOCTYPE a> --><a>', 0xff, '</a>')).code, 'XML_ENCODING_UNSUPPORTED');
});

t.test('no document of two random bytes, or of one between tags, makes anything but a StoaError', async (t) => {
  for (let first = 0; first < 256; first++) {
    refusalOf(bytes(first, (first * 7) & 0xff));
    const document = bytes('<a>', first, '</a>');
    const isPlain = (first >= 0x20 && first < 0x80 && first !== 0x26 && first !== 0x3c) || [9, 10, 13].includes(first);
    if (isPlain) t.equal(parseXml(document).root.children.length, 1);
    else t.match(refusalOf(document).code, /^XML_/);
  }
});
