import t from 'tap';
import { fixtureBytes, readText, withTypes } from './fixtures.js';

const DOCUMENT = new TextDecoder().decode(fixtureBytes('document-literal.wsdl'));
const RPC = new TextDecoder().decode(fixtureBytes('rpc-literal.wsdl'));

t.test('a DOCTYPE is refused, and what is not well-formed', async (t) => {
  t.throws(() => readText(DOCUMENT.replace('<wsdl:definitions', '<!DOCTYPE x><wsdl:definitions')), {
    code: 'XML_DOCTYPE_FORBIDDEN',
  });
  t.throws(() => readText(DOCUMENT.replace('</wsdl:service>', '')), { code: 'XML_NOT_WELL_FORMED' });
  t.throws(() => readText(DOCUMENT.replace('"UTF-8"', '"EBCDIC-CP-US"')), { code: 'XML_ENCODING_UNSUPPORTED' });
});

t.test('what is no WSDL 1.1 is refused by its root', async (t) => {
  t.throws(() => readText('<description xmlns="http://www.w3.org/ns/wsdl"/>'), {
    code: 'DESCRIPTION_INVALID',
    message: /got \{http:\/\/www\.w3\.org\/ns\/wsdl\}description/,
  });
});

const unreadable: readonly [string, string, RegExp][] = [
  [
    'a port type without a name',
    DOCUMENT.replace('portType name="PrintPort"', 'portType'),
    /expected attribute "name"/,
  ],
  [
    'a message with an unbound prefix',
    DOCUMENT.replace('message="tns:PrintIn"', 'message="no:PrintIn"'),
    /got "no:PrintIn"/,
  ],
  [
    'a binding without a type',
    DOCUMENT.replace('name="PrintSoap11" type="tns:PrintPort"', 'name="PrintSoap11"'),
    /expected attribute "type"/,
  ],
];

for (const [title, wsdl, message] of unreadable) {
  t.test(`${title} makes a description unreadable`, async (t) => {
    t.throws(() => readText(wsdl), { code: 'DESCRIPTION_INVALID', message });
  });
}

const refused: readonly [string, string, string, RegExp][] = [
  [
    'a port type that is not defined',
    DOCUMENT.replaceAll('"tns:PrintPort"', '"tns:Missing"'),
    'DESCRIPTION_INVALID',
    /Missing to be defined/,
  ],
  [
    'an rpc part with an element',
    RPC.replace('<part name="from" type="t:Account"/>', '<part name="from" element="t:Account"/>'),
    'DESCRIPTION_INVALID',
    /part "from" has an element/,
  ],
  [
    'rpc parts of one name',
    RPC.replace('name="to" type', 'name="from" type'),
    'DESCRIPTION_INVALID',
    /name of its own, got "from"/,
  ],
  [
    'an rpc operation whose name is no XML name',
    RPC.replaceAll('name="transfer"', 'name="2transfer"'),
    'DESCRIPTION_INVALID',
    /needs an XML name, got "2transfer"/,
  ],
  ['a type that no schema declares', RPC.replaceAll('t:Amount', 't:Nothing'), 'SCHEMA_INVALID', /Nothing/],
  [
    'an address that is no URI',
    RPC.replaceAll(/location="[^"]*transfers"/g, 'location="over there"'),
    'ADVERTISEMENT_INVALID',
    /absolute URI, got "over there"/,
  ],
  [
    'two operations with one request element',
    DOCUMENT.replace(
      'name="CancelIn"><wsdl:part name="parameters" element="tns:cancel"/>',
      'name="CancelIn"><wsdl:part name="parameters" element="tns:print"/>',
    ),
    'METHOD_AMBIGUOUS',
    /"Print" and "Cancel"/,
  ],
];

for (const [title, wsdl, code, message] of refused) {
  t.test(`${title} refuses the port type with a reason, and no other is lost`, async (t) => {
    const { refusals, services } = readText(wsdl);
    t.match(refusals, [{ code, message }]);
    t.same(
      services.map(({ advertisement }) => advertisement.endpoints[0]?.binding),
      [wsdl.includes('Liveness') ? 'soap-1.1' : 'http-get'],
    );
  });
}

t.test('an operation without a message of its own element is left out, and the others stay', async (t) => {
  const typed = DOCUMENT.replace(
    '<wsdl:part name="parameters" element="tns:cancel"/>',
    '<wsdl:part name="parameters" type="xs:int"/>',
  );
  const { services, notes } = readText(typed);
  t.same(
    services.map(({ advertisement }) => advertisement.interface?.methods.map(({ name }) => name)),
    [['Print']],
  );
  t.ok(
    notes.some((note) =>
      /operation "Cancel" of port "Soap11" was left out: the part of a document message needs an element/.test(note),
    ),
    notes.join('; '),
  );
});

t.test('a service that would send first has no method for it', async (t) => {
  const notify = DOCUMENT.replace('<wsdl:input message="tns:CancelIn"/>', '<wsdl:output message="tns:CancelIn"/>');
  t.ok(readText(notify).notes.some((note) => /operation "Cancel".*the service would send first/.test(note)));
});

t.test('a port whose binding makes other messages than the first is no endpoint', async (t) => {
  const twice = RPC.replace(
    '<binding name="LivenessSoap"',
    `${/<binding name="TransfersSoap"[^]*?<\/binding>/.exec(RPC)?.[0].replace('TransfersSoap', 'Other').replaceAll('bank:calls', 'bank:other')}<binding name="LivenessSoap"`,
  ).replace('name="Spare" binding="tns:TransfersSoap"', 'name="Spare" binding="tns:Other"');
  const { services, notes } = readText(twice);
  t.equal(services[0]?.advertisement.endpoints.length, 1);
  t.match(notes, [/port "Spare" was left out: its binding makes other messages/]);
});

t.test('names of objects in JavaScript are names like others', async (t) => {
  const odd = RPC.replaceAll('transfer', '__proto__')
    .replaceAll('name="from"', 'name="constructor"')
    .replace('parts="from', 'parts="constructor');
  const { services } = readText(odd);
  t.equal(services[0]?.advertisement.interface?.methods[0]?.request.local, '__proto__');
});

t.test('a chain of imports is bounded', async (t) => {
  const link = (at: number) =>
    `<definitions xmlns="http://schemas.xmlsoap.org/wsdl/"><import namespace="urn:x" location="${at}.wsdl"/></definitions>`;
  const findFile = (location: string) => new TextEncoder().encode(link(Number.parseInt(location) + 1));
  t.throws(() => readText(link(0), { findFile }), { code: 'DESCRIPTION_INVALID', message: /at most 256 files/ });
});

const repeat = (count: number, make: (at: number) => string): string =>
  Array.from({ length: count }, (_, at) => make(at)).join('');

const bounded: readonly [string, string][] = [
  [
    'a great declaration and many redeclarations of it',
    withTypes(
      `<xsd:complexType name="A"><xsd:sequence>${repeat(5000, (at) => `<xsd:element name="e${at}" type="xsd:int"/>`)}</xsd:sequence></xsd:complexType>` +
        repeat(5000, () => '<xsd:complexType name="A"/>'),
    ),
  ],
  [
    'prefixes that take every name for a new one',
    withTypes(
      `<xsd:element name="a" type="A" ${repeat(200, (at) => ` xmlns:outer${at + 1}="urn:o"`)}/><xsd:simpleType name="A"><xsd:restriction base="xsd:int"/></xsd:simpleType>` +
        repeat(20_000, () => '<xsd:annotation/>'),
    ),
  ],
  [
    'many ports of one binding',
    RPC.replace(
      '<port name="Spare"',
      `${repeat(10_000, () => '<port name="More" binding="tns:TransfersSoap"><soap:address xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/" location="http://x/"/></port>')}<port name="Spare"`,
    ),
  ],
  ['many schemas', DOCUMENT.replace('</wsdl:types>', `${repeat(20_000, () => '<xs:schema/>')}</wsdl:types>`)],
  [
    'a message of many parts',
    RPC.replace(
      '<part name="from"',
      `${repeat(20_000, (at) => `<part name="p${at}" type="xs:int"/>`)}<part name="from"`,
    ).replace('parts="from to amount"', ''),
  ],
];

for (const [title, wsdl] of bounded) {
  t.test(`${title}: read or refused in bounded time`, async (t) => {
    const start = process.cpuUsage();
    const { services, refusals } = readText(wsdl);
    const { user } = process.cpuUsage(start);
    t.ok(services.length + refusals.length > 0);
    t.ok(user < 5_000_000, `took ${user / 1000} ms`);
  });
}
