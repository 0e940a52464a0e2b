import t from 'tap';
import { readAdvertisement } from '../../src/advertisement/index.js';
import type { Advertisement } from '../../src/advertisement/index.js';
import { StoaError } from '../../src/base/index.js';
import { parseXml } from '../../src/xml/index.js';
import { PRINTER } from './samples.js';

const read = (text: string): Advertisement => {
  const { root, source } = parseXml(text);
  return readAdvertisement(root, source);
};

t.test('a service advertisement says name, endpoints, methods, events and schema', async (t) => {
  const advertisement = read(PRINTER);
  t.match(advertisement, {
    kind: 'service',
    name: 'printer 3f',
    id: 'urn:example:printer-3f',
    description: 'Prints.',
    access: 'restricted',
  });
  t.same(advertisement.endpoints, [
    { uri: 'http://printer.example/', binding: 'stoa-http', priority: 0 },
    { uri: 'http://spare.example/', binding: 'soap-1.1', priority: 7 },
  ]);
  const { methods, events, schemas } = advertisement.interface ?? { methods: [], events: [], schemas: [] };
  t.same(methods, [
    {
      name: 'print',
      description: 'Prints one document.',
      request: { namespace: 'urn:example:print', local: 'print' },
      response: { namespace: 'urn:example:print', local: 'printed' },
      faults: [{ namespace: 'urn:example:print', local: 'noPaper' }],
      idempotent: false,
    },
    { name: 'cancel', request: { namespace: 'urn:example:print', local: 'cancel' }, faults: [], idempotent: true },
  ]);
  t.same(events, [{ namespace: 'urn:example:print', local: 'tonerLow' }]);
  t.same(
    schemas.map(({ location, root }) => [location, root.name.local]),
    [['print.xsd', 'schema']],
  );
  t.same(
    advertisement.extensions.map(({ name }) => name.local),
    ['rating'],
  );
});

t.test('what is optional is absent, and its default stands', async (t) => {
  const advertisement = read(
    '<advertisement xmlns="urn:stoa:advertisement:1" kind="space"><name> a  b </name></advertisement>',
  );
  t.same(advertisement, { kind: 'space', name: 'a b', access: 'unrestricted', endpoints: [], extensions: [] });
});

t.test('a QName without prefix is in the default namespace where it stands', async (t) => {
  const text = PRINTER.replace(
    '<request element="p:print"/>',
    '<a:request xmlns:a="urn:stoa:advertisement:1" xmlns="urn:x" element=" print "/>',
  );
  t.same(read(text).interface?.methods[0]?.request, { namespace: 'urn:x', local: 'print' });
});

const document = (attributes: string, content = '') =>
  `<advertisement xmlns="urn:stoa:advertisement:1" ${attributes}><name>x</name>${content}</advertisement>`;
const endpoint = (uri: string, binding = 'stoa-http') => `<endpoint uri="${uri}" binding="${binding}"/>`;

const refused: readonly [string, string, RegExp][] = [
  [
    'another root element',
    '<advertisement xmlns="urn:stoa:advertisement:2"/>',
    /got \{urn:stoa:advertisement:2\}advertisement/,
  ],
  ['no kind', document(''), /kind/],
  ['an unknown kind', document('kind="printer"'), /printer/],
  ['no name', '<advertisement xmlns="urn:stoa:advertisement:1" kind="space"/>', /name/],
  ['a name of 257 characters', document('kind="space"').replace('>x<', `>${'x'.repeat(257)}<`), /256/],
  ['an id that is no URN', document('kind="space" id="http://x/"'), /expected a URN.*http:\/\/x\//],
  ['an id of more than 255 characters', document(`kind="space" id="urn:x:${'y'.repeat(255)}"`), /at most 255/],
  ['an unknown element of ours', document('kind="space"', '<price/>'), /price/],
  ['elements in another order', document('kind="space"', `${endpoint('http://x/')}<description/>`), /description/],
  ['a service without endpoint', PRINTER.replace(/<endpoint.*\/>/g, ''), /needs at least one endpoint/],
  ['a service without methods', document('kind="service"', endpoint('http://x/')), /at least one method/],
  ['a device without endpoint', document('kind="device"'), /a device needs at least one endpoint/],
  ['a document without endpoint', document('kind="document"'), /a document needs at least one endpoint/],
  ['a relative endpoint', document('kind="device"', endpoint('/print')), /absolute URI, got "\/print"/],
  [
    'an endpoint of another scheme than its binding',
    document('kind="device"', endpoint('ftp://x/')),
    /needs an http or https URI/,
  ],
  [
    'an endpoint that is a script',
    document('kind="device"', endpoint('javascript:alert(1)')),
    /needs an http or https URI/,
  ],
  [
    'an endpoint with a password',
    document('kind="device"', endpoint('http://u:p@x/')),
    /without user name and password/,
  ],
  [
    'an endpoint of 2049 characters',
    document('kind="device"', endpoint(`http://x/${'y'.repeat(2040)}`)),
    /2048 characters, it has 2049/,
  ],
  ['33 endpoints', document('kind="device"', endpoint('http://x/').repeat(33)), /at most 32 endpoints, got 33/],
  [
    'a priority above 65535',
    document('kind="device"', endpoint('http://x/').replace('/>', ' priority="65536"/>')),
    /65535/,
  ],
  ['a method without request', PRINTER.replace('<request element="p:print"/>', ''), /request/],
  ['a reference with an unbound prefix', PRINTER.replace('"p:print"', '"q:print"'), /q:print/],
  [
    'a schema part that is no xs:schema',
    PRINTER.replace(/<xs:schema[^]*<\/xs:schema>/, '<xs:element xmlns:xs="http://www.w3.org/2001/XMLSchema"/>'),
    /expected \{.*\}schema, got \{.*\}element/,
  ],
];

for (const [title, text, message] of refused) {
  t.test(`an advertisement with ${title} is refused with a finding`, async (t) => {
    try {
      read(text);
      t.fail('nothing was thrown');
    } catch (error) {
      const { code, message: told, findings } = StoaError.from(error);
      t.equal(code, 'ADVERTISEMENT_INVALID');
      t.match(told, message);
      t.ok(findings.length > 0);
    }
  });
}

t.test('a device needs no methods, and an endpoint of a binding of another kind may have another scheme', async (t) => {
  t.equal(read(document('kind="device"', endpoint('coap://lamp/', 'coap'))).endpoints[0]?.uri, 'coap://lamp/');
});

t.test('findings of the schema have a path and a line', async (t) => {
  const { root, source } = parseXml(document('kind="space"', '\n<price/>'));
  try {
    readAdvertisement(root, source);
    t.fail('nothing was thrown');
  } catch (error) {
    t.match(StoaError.from(error).findings, [{ line: 2, path: /advertisement/ }]);
  }
});
