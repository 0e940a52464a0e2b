import { strictEqual, throws } from 'node:assert/strict';
import fc from 'fast-check';
import t from 'tap';
import { escapeAttribute, escapeText, parseXml } from '../../src/xml/index.js';

t.test('text without special characters is the same string', async (t) => {
  for (const text of ['', 'plain', 'größe \u20ac \u{1F600}', "'"])
    t.same([escapeText(text), escapeAttribute(text)], [text, text]);
});

t.test('markup, CR and, in attributes, all white space but spaces become references', async (t) => {
  t.equal(escapeText('<a> & "b" ]]>\r\n\t'), '&lt;a&gt; &amp; "b" ]]&gt;&#13;\n\t');
  t.equal(escapeAttribute('<a> & "b"\r\n\t'), '&lt;a> &amp; &quot;b&quot;&#13;&#10;&#9;');
});

t.test('what is escaped reads back as it was, and what XML cannot hold is refused', async () => {
  const isXml = (text: string): boolean => /^[\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]*$/u.test(text);
  fc.assert(
    fc.property(
      fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)) }),
      (noise) => {
        for (const text of [noise, `\r\n\t<${noise.replaceAll(/[^\u0020-\ud7ff]/g, '')}&]]>"`]) {
          if (!isXml(text)) {
            throws(() => escapeText(text), { code: 'VALUE_INVALID' });
            throws(() => escapeAttribute(text), { code: 'VALUE_INVALID' });
            continue;
          }
          const { root } = parseXml(`<a b="${escapeAttribute(text)}">${escapeText(text)}</a>`);
          strictEqual(root.attributes[0]?.value, text);
          strictEqual(root.children[0] ?? '', text);
        }
      },
    ),
    { seed: 3, numRuns: 300 },
  );
});

t.test('a control character, a lone surrogate and a non-character are refused with their place', async (t) => {
  for (const bad of ['\u0000', '\u001f', '\ud800', '\udc00', '\udc00\ud800', '\ufffe', '\uffff']) {
    t.throws(() => escapeText(`ab${bad}`), { code: 'VALUE_INVALID', message: /offset 2$/ });
    t.throws(() => escapeAttribute(`ab${bad}`), { code: 'VALUE_INVALID', message: /offset 2$/ });
  }
});
