import t from 'tap';
import { isStoaError } from '../../../src/base/index.js';
import { parseXml } from '../../../src/xml/index.js';
import { refusalOf } from '../refusal.js';

/** Rule that is to be named, and documents that break it. */
const BROKEN: Readonly<Record<string, readonly string[]>> = {
  document: [
    '',
    ' ',
    'x',
    'x<a/>',
    '<a/>x',
    '<a/><b/>',
    '<a/>&#32;',
    '<!-- only -->',
    '\u0000',
    '<a/></a>',
    '<a/><!-- --><b>',
  ],
  element: ['<a>', '<a><b></b>', '<a>text', '<a>&lt;', '<a><!-- -->'],
  'start-tag': ['<a b="1"c="2"/>', '<a/ >', '<a', '<a b="1"', '<a\u00d7/>', '<a/', '<a"b"/>'],
  name: ['<', '<a><</a>', '< a/>', '<\u00d7/>', '<a =""/>', '<a "b"/>', '<a><></a>', '<a '],
  'ns-qualified-name': [
    '<1/>',
    '<-a/>',
    '<.a/>',
    '<:a/>',
    '<a:/>',
    '<a:b:c xmlns:a="u"/>',
    '<a :b=""/>',
    '<a b:=""/>',
    '<a:1/>',
    '<a ::=""/>',
  ],
  'element-type-match': [
    '<a></b>',
    '<a></A>',
    '<a></ab>',
    '<ab></a>',
    '<a></ a>',
    '<a></a',
    '<a></a b="">',
    '<p:a xmlns:p="u"></a>',
    '<a><b></a></b>',
  ],
  attribute: ['<a b/>', '<a b>', '<a b c="1"/>', '<a b "1"/>', '<a b'],
  'attribute-value': ['<a b=1/>', '<a b=/>', '<a b="1/>', '<a b=\'1"/>', '<a b="', '<a b='],
  'no-less-than-in-attribute': ['<a b="<"/>', "<a b='1<2'/>"],
  'unique-attribute': [
    '<a b="" b=""/>',
    '<a b="1" c="" b="2"/>',
    '<a xmlns="u" xmlns="u"/>',
    '<a xmlns:p="u" xmlns:p="v"/>',
  ],
  'ns-unique-attribute': [
    '<a xmlns:p="u" xmlns:q="u" p:b="" q:b=""/>',
    `<a xmlns:p="u" xmlns:q="u" ${'cdefghijkl'.replaceAll(/./g, 'p:$&="" ')} p:b="" q:b=""/>`,
  ],
  'ns-prefix-declared': [
    '<p:a/>',
    '<a p:b=""/>',
    '<a><b xmlns:p="u"/><p:c/></a>',
    '<a><b xmlns:p="u"><c/></b><d p:e=""/></a>',
  ],
  'ns-reserved-prefix': ['<xmlns:a/>', '<a><xmlns:b xmlns:c="u"/></a>'],
  'ns-declaration': [
    '<a xmlns:p=""/>',
    '<a xmlns:xmlns="u"/>',
    '<a xmlns:xml="u"/>',
    '<a xmlns:p="http://www.w3.org/XML/1998/namespace"/>',
    '<a xmlns="http://www.w3.org/XML/1998/namespace"/>',
    '<a xmlns="http://www.w3.org/2000/xmlns/"/>',
    '<a xmlns:p="http://www.w3.org/2000/xmlns/"/>',
  ],
  'ns-colon': ['<?p:q?><a/>', '<a><?p:q x?></a>'],
  'character-data': ['<a>]]></a>', '<a>]]]></a>', '<a>x]]>y</a>'],
  'cdata-section': ['<a><![CDATA[</a>', '<a><![CDATA[x]]</a>', '<a><![CDATA[x]] ></a>'],
  comment: ['<a><!-- -- --></a>', '<a><!-- ---></a>', '<a><!-- </a>', '<!-->', '<!--->', '<a/><!--'],
  'processing-instruction': [
    '<??><a/>',
    '<? x?><a/>',
    '<?pi?x?><a/>',
    '<?pi',
    '<?pi x<a/>',
    '<a><?xml?></a>',
    '<?XML version="1.0"?><a/>',
    ' <?xml version="1.0"?><a/>',
    '<a/><?xMl ?>',
    '<?1?><a/>',
    '<?pi+?><a/>',
  ],
  markup: [
    '<![CDATA[x]]><a/>',
    '<a><!ELEMENT a ANY></a>',
    '<a><!- - --></a>',
    '<!doctype a><a/>',
    '<a/><![CDATA[]]>',
    '<a><![cdata[x]]></a>',
    '<a><!></a>',
  ],
  reference: [
    '<a>&#;</a>',
    '<a>&#x;</a>',
    '<a>&#X41;</a>',
    '<a>&#65</a>',
    '<a>&#6a;</a>',
    '<a>&#xg;</a>',
    '<a b="&#"/>',
    '<a>&#-1;</a>',
  ],
  'entity-declared': [
    '<a>&foo;</a>',
    '<a>&</a>',
    '<a>& </a>',
    '<a>&amp</a>',
    '<a>&;</a>',
    '<a>&AMP;</a>',
    '<a b="&nbsp;"/>',
    '<a>&toString;</a>',
    '<a>&__proto__;</a>',
    '<a>&lt ;</a>',
  ],
  'legal-character': [
    '<a>\u0000</a>',
    '<a>\u0001</a>',
    '<a>\u001f</a>',
    '<a>\ufffe</a>',
    '<a>\uffff</a>',
    '<a>\ud800</a>',
    '<a>\udc00</a>',
    '<a>\udc00\ud800</a>',
    '<a>\ud800x</a>',
    '<a b="\u0000"/>',
    '<a b="\ud800"/>',
    '<a b="\uffff"/>',
    '<!-- \u0001 --><a/>',
    '<?pi \ud800?><a/>',
    '<a><![CDATA[\u0008]]></a>',
    '<a><![CDATA[\udfff]]></a>',
    '<a>&#0;</a>',
    '<a>&#1;</a>',
    '<a>&#xD800;</a>',
    '<a>&#xDFFF;</a>',
    '<a>&#xFFFE;</a>',
    '<a>&#x110000;</a>',
    '<a>&#99999999999999999999;</a>',
    '<a b="&#x1F;"/>',
    `<a>&#${'9'.repeat(10_000)};</a>`,
  ],
  'xml-declaration': [
    '<?xml ?><a/>',
    '<?xml version="1.0"><a/>',
    '<?xml version=1.0?><a/>',
    '<?xml version="1.0\'?><a/>',
    '<?xml version="2.0"?><a/>',
    '<?xml version="1."?><a/>',
    '<?xml version=""?><a/>',
    '<?xml encoding="UTF-8"?><a/>',
    '<?xml version="1.0"encoding="UTF-8"?><a/>',
    '<?xml version="1.0" standalone="yes" encoding="UTF-8"?><a/>',
    '<?xml version="1.0" encoding=""?><a/>',
    '<?xml version="1.0" encoding="U TF"?><a/>',
    '<?xml version="1.0" encoding="8"?><a/>',
    '<?xml version="1.0" standalone="Yes"?><a/>',
    '<?xml version="1.0" standalone=""?><a/>',
    '<?xml version="1.0" version="1.0"?><a/>',
    '<?xml version="1.0" foo="bar"?><a/>',
    '<?xml version="1.0" ? ><a/>',
    `<?xml version="1.0" encoding="${'a'.repeat(100)}"?><a/>`,
  ],
};

for (const [rule, documents] of Object.entries(BROKEN)) {
  t.test(`documents that break the rule ${rule} are refused by its name`, async (t) => {
    for (const document of documents) {
      const { code, rule: told } = refusalOf(document);
      t.same({ code, told }, { code: 'XML_NOT_WELL_FORMED', told: rule }, JSON.stringify(document.slice(0, 80)));
    }
  });
}

t.test('a well-formed document is refused when it is cut off anywhere', async (t) => {
  const whole = '<?xml version="1.0"?><!-- c --><?pi d?><a xmlns:p="u" b=\'&lt;\'>t&#65;<p:c/><![CDATA[x]]>\r\n</a>';
  parseXml(whole);
  for (let length = 0; length < whole.length; length++) {
    t.equal(refusalOf(whole.slice(0, length)).code, 'XML_NOT_WELL_FORMED', `${length}`);
  }
});

t.test('a refusal tells line and column, from 1, in the finding and in the message', async (t) => {
  t.equal(refusalOf('<a>\n  <b>\r\n\r</c></a>').place, '4:1');
  t.equal(refusalOf('<a b="1" b="2"/>').place, '1:10');
  t.equal(refusalOf('<a>\n <b xmlns:p="u" xmlns:q="u" p:c="" q:c=""/></a>').place, '2:2');
  t.equal(refusalOf('\ufeff<a>&x;</a>').place, '1:4', 'a byte order mark has no column');
  t.throws(() => parseXml('<a>\n<p:b/></a>'), {
    message: /^the prefix "p" of "p:b" is not bound to a namespace at 2:1$/,
  });
});

t.test('a DOCTYPE is refused with a code of its own, wherever other faults are in the prolog', async (t) => {
  for (const document of [
    '<!DOCTYPE a><a/>',
    '<?xml version="1.0"?>\n<!-- c --><!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>',
    '<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>',
    '<!DOCTYPE',
    '<?xml version="3"?><!DOCTYPE a><a/>',
    'x<!DOCTYPE a><a/>',
    '<a/><!DOCTYPE a>',
  ]) {
    t.equal(refusalOf(document).code, 'XML_DOCTYPE_FORBIDDEN', document);
  }
  t.equal(parseXml('<!-- <!DOCTYPE a> --><a><![CDATA[<!DOCTYPE a>]]></a>').root.children[0], '<!DOCTYPE a>');
  t.equal(refusalOf('<a><!DOCTYPE a></a>').code, 'XML_DOCTYPE_FORBIDDEN');
});

t.test('a billion laughs are refused at the DOCTYPE, before anything is expanded', async (t) => {
  const entities = Array.from({ length: 9 }, (_, at) => `<!ENTITY e${at + 1} "${`&e${at};`.repeat(10)}">`).join('');
  t.equal(refusalOf(`<!DOCTYPE a [<!ENTITY e0 "ha">${entities}]><a>&e9;</a>`).code, 'XML_DOCTYPE_FORBIDDEN');
});

t.test('an error that is thrown is a StoaError and has one finding', async (t) => {
  t.plan(2);
  try {
    parseXml('<a>');
  } catch (error) {
    t.ok(isStoaError(error, 'XML_NOT_WELL_FORMED'));
    if (isStoaError(error)) t.equal(error.findings.length, 1);
  }
});
