import { createSeededRandom } from '../../test/support/seeded-random.js';

/** One flat string, as a decoder gives it: V8 reads a string joined of pieces more slowly. */
const flatten = (text: string): string => new TextDecoder().decode(new TextEncoder().encode(text));

const WORDS = ['paper', 'tray', 'duplex', 'letter', 'draft', 'A4', 'colour', 'R&amp;D', 'queue', 'staple', 'n°&#160;7'];

/** A request as a client sends it: one namespace of a service, an id, a few fields. 284 bytes. */
export const MESSAGE_284 = flatten(
  '<p:print xmlns:p="urn:example:printing:1" priority="7"><p:document>letter-21.pdf</p:document><p:copies>2</p:copies>' +
    '<p:duplex>true</p:duplex><p:media size="A4" tray="2"/><p:owner>Ms Example, room 3.41</p:owner>' +
    '<p:notify>urn:example:room:3141</p:notify><p:note>Staple</p:note></p:print>',
);

/** A document of about `bytes` bytes as applications write them: indented, two namespaces, attributes, some references. */
export const createOrders = (bytes: number): string => {
  const random = createSeededRandom(bytes);
  let text =
    '<?xml version="1.0" encoding="UTF-8"?>\n<orders xmlns="urn:example:orders:1" xmlns:m="urn:example:media:1">\n';
  for (let number = 1; text.length < bytes - 160; number++) {
    const words = Array.from({ length: random.intBetween(1, 6) }, () => random.pick(WORDS)).join(' ');
    text += `  <order id="o-${number}" priority="${random.int(10)}">\n    <m:media m:size="A4" tray="${random.int(4)}"/>\n`;
    text += `    <copies>${random.int(100)}</copies>\n    <note>${words}</note>\n  </order>\n`;
  }
  return flatten(`${text}</orders>\n`);
};
