import type { SeededRandom } from '../support/seeded-random.js';

/** Documents that have a bit of everything. */
const SEEDS = [
  '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<!-- c --><a b="1" c=\'2\'>text</a>\n<?pi data?>',
  '<p:a xmlns:p="urn:p" xmlns="urn:d" p:b="1" b="2"><c xmlns=""/><p:c xmlns:p="urn:q" p:d="&#10;"/></p:a>',
  '<a>x&lt;&gt;&amp;&quot;&apos;&#65;&#x1F600;<![CDATA[<]]]]><![CDATA[>]]><!--y--><?z?>\r\n</a>',
  '<größe:x xmlns:größe="urn:ü" größe:ü="é\u20ac\u{1F600}"><\u{10400}/>\u{1F600}</größe:x>',
  '<a\n\tb\t=\t"1\n2\t3\r\n4"\n>\n<b/ ><b></b\n></a >',
  '<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body><m:get xmlns:m="urn:m" soap:mustUnderstand="1">7</m:get></soap:Body></soap:Envelope>',
  '<a><a><a xml:lang="en" xml:space="preserve"> <a/>]]<a/>]]</a></a></a>',
];

const PIECES = [
  ...'<>&;"\'=/:?!-[]# \t\n\r\u00d7\u00b7\ud800\udc00\ufffe\u0000\u0001\u007f\u0085\u2028ax1',
  '<!--',
  '-->',
  '--',
  '<![CDATA[',
  ']]>',
  '<?',
  '?>',
  '<?xml ',
  '/>',
  '</',
  '&#',
  '&#x',
  '&#0;',
  '&#xD800;',
  '&#13;',
  '&lt;',
  '&x;',
  'x',
  ' y',
  '1',
  '&amp;',
  '&#66;',
  '<!---->',
  '<![CDATA[]]>',
  '<e/>',
  '<e></e>',
  '<a>',
  '</a>',
  '<b/>',
  ' b=""',
  ' xmlns="urn:z"',
  ' xmlns=""',
  ' xmlns:p="urn:d"',
  ' xmlns:p=""',
  ' xmlns:xml="x"',
  ' xmlns:xmlns="x"',
  ' p:b="1"',
  'p:',
  'xmlns:',
  'xml:',
  ' version="1.0"',
  ' encoding="utf-8"',
  '\u{10400}',
];

const mutateText = (random: SeededRandom, text: string): string => {
  const at = random.int(text.length + 1);
  const until = Math.min(text.length, at + random.intBetween(1, 6));
  switch (random.int(5)) {
    case 0:
      return text.slice(0, at) + text.slice(until);
    case 1:
      return text.slice(0, at) + random.pick(PIECES) + text.slice(at);
    case 2:
      return text.slice(0, at) + random.pick(PIECES) + text.slice(until);
    case 3: {
      const from = random.int(text.length + 1);
      return text.slice(0, at) + text.slice(from, from + random.intBetween(1, 20)) + text.slice(at);
    }
    default:
      return text.slice(0, at) + text.slice(at, until) + text.slice(at, until) + text.slice(until);
  }
};

/** The bytes of a document with a few faults in it, or of one without. */
export const mutate = (random: SeededRandom): Uint8Array => {
  let text = random.pick(SEEDS);
  for (let left = random.pick([1, 1, 1, 1, 2, 3]); left > 0; left--) text = mutateText(random, text);
  const bytes = new TextEncoder().encode(text);
  if (random.int(8) === 0 && bytes.length > 0) bytes[random.int(bytes.length)] = random.int(256);
  return bytes;
};
