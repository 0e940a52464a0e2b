import t from 'tap';
import { readAdvertisement, compileInterface } from '../../../src/advertisement/index.js';
import type { ImportedService } from '../../../src/bridge/soap/index.js';
import { parseXml, toNameKey } from '../../../src/xml/index.js';
import { writtenSchemas } from '../../support/advertised-schemas.js';
import { findLibxmlProblem } from '../../support/libxml-schemas.js';
import { fixtureBytes, readFixture, readText } from './fixtures.js';

const only = (services: readonly ImportedService[]): ImportedService => {
  const [service] = services;
  if (!service || services.length > 1) throw new TypeError(`expected one service, got ${services.length}`);
  return service;
};

const text = (file: string): string => new TextDecoder().decode(fixtureBytes(file));

const checked = (service: ImportedService, message: string): string => {
  const { root, source } = parseXml(message);
  return service.compiled.checkRequest(root, source).name;
};

t.test('a document/literal service becomes an advertisement with its ports as endpoints', async (t) => {
  const { services, repairs, refusals } = readFixture('document-literal.wsdl');
  const { advertisement } = only(services);
  t.same(refusals, []);
  t.same(repairs, []);
  t.match(advertisement, { kind: 'service', name: 'Printer', description: 'The printer on the third floor.' });
  t.same(advertisement.endpoints, [
    { uri: 'http://printer.example/soap', binding: 'soap-1.1', priority: 0 },
    { uri: 'https://printer.example/soap12', binding: 'soap-1.2', priority: 0 },
  ]);
  const [print, cancel] = advertisement.interface?.methods ?? [];
  t.match(print, { name: 'Print', description: 'Prints one document.', idempotent: false });
  t.same(print?.request, { namespace: 'urn:example:print', local: 'print' });
  t.same(print?.response, { namespace: 'urn:example:print', local: 'printResponse' });
  t.same(print?.faults, [{ namespace: 'urn:example:print', local: 'outOfPaper' }]);
  t.match(cancel, { name: 'Cancel', response: undefined, faults: [] });
});

t.test('ports of other protocols are left out and named', async (t) => {
  const { notes } = readFixture('document-literal.wsdl');
  t.match(notes, [/port "Mail" was left out: its protocol/, /port "Get" was left out: the service speaks SOAP/]);
});

t.test('the messages of an imported service are checked against its schema', async (t) => {
  const { compiled } = only(readFixture('document-literal.wsdl').services);
  const message = (copies: string) =>
    parseXml(`<print xmlns="urn:example:print"><document>x</document><copies>${copies}</copies></print>`).root;
  t.equal(compiled.checkRequest(message('99')).name, 'Print');
  t.throws(() => compiled.checkRequest(message('100')), { code: 'MESSAGE_INVALID' });
});

t.test('what is written into an advertisement is valid XSD, and reads back to the same advertisement', async (t) => {
  for (const file of ['document-literal.wsdl', 'rpc-literal.wsdl', 'repairs.wsdl']) {
    for (const { advertisement, text } of readFixture(file).services) {
      t.equal(findLibxmlProblem(writtenSchemas(text)), undefined, `${file} ${advertisement.name}`);
      const { root, source } = parseXml(text);
      const read = readAdvertisement(root, source);
      t.same(
        { ...read, interface: read.interface?.methods },
        { ...advertisement, interface: advertisement.interface?.methods },
      );
      t.same(
        compileInterface(read.interface ?? { methods: [], events: [], schemas: [] }).components(),
        compileInterface(advertisement.interface ?? { methods: [], events: [], schemas: [] }).components(),
        'the same components with the same fingerprints',
      );
    }
  }
});

t.test('imports between embedded schemas say where in the advertisement the other one stands', async (t) => {
  const { text } = only(readFixture('document-literal.wsdl').services);
  t.match(text, '<xs:import namespace="urn:example:media" schemaLocation="schema-2.xsd"/>');
  t.match(text, '<schema location="schema-2.xsd">');
});

t.test('each port type is an advertisement of its own, ports of one port type its endpoints', async (t) => {
  const { services, refusals } = readFixture('rpc-literal.wsdl');
  t.same(refusals, []);
  t.same(
    services.map(({ advertisement }) => [advertisement.name, advertisement.endpoints.map(({ uri }) => uri)]),
    [
      ['Transfers', ['http://bank.example/transfers', 'http://spare.bank.example/transfers']],
      ['Liveness', ['http://bank.example/liveness']],
    ],
  );
});

t.test(
  'an rpc message is a wrapper in the namespace of soap:body, with its body parts unqualified and in order',
  async (t) => {
    const [transfers, liveness] = readFixture('rpc-literal.wsdl').services;
    if (!transfers || !liveness) throw new TypeError('expected two services');
    const [method] = transfers.advertisement.interface?.methods ?? [];
    t.equal(method && toNameKey(method.request), '{urn:example:bank:calls}transfer');
    t.equal(method?.response && toNameKey(method.response), '{urn:example:bank:calls}transferResponse');
    t.same(method?.faults.map(toNameKey), ['{urn:example:bank:types}refused']);
    const transfer = (parts: string) =>
      `<c:transfer xmlns:c="urn:example:bank:calls" xmlns:t="urn:example:bank:types">${parts}</c:transfer>`;
    const account = (name: string) => `<${name}><t:iban>DE1</t:iban></${name}>`;
    const good = transfer(`${account('from')}${account('to')}<amount>1.50</amount>`);
    t.equal(checked(transfers, good), 'transfer');
    t.throws(() => checked(transfers, transfer(`${account('to')}${account('from')}<amount>1</amount>`)), {
      code: 'MESSAGE_INVALID',
    });
    t.throws(() => checked(transfers, good.replace('1.50', '-1')), { code: 'MESSAGE_INVALID' });
    t.throws(() => checked(transfers, good.replaceAll('amount', 't:amount')), { code: 'MESSAGE_INVALID' });
    t.equal(checked(liveness, '<ping xmlns="urn:example:bank:calls"/>'), 'ping');
  },
);

t.test('rpc/encoded is read as rpc/literal', async (t) => {
  const service = only(readFixture('repairs.wsdl').services);
  t.match(service.advertisement, { name: 'PriceService' });
  t.equal(checked(service, '<p:price xmlns:p="urn:example:cars"><car>x</car></p:price>'), 'price');
});

t.test('documents given together resolve by relative location, and are parts, not services', async (t) => {
  const asked: string[] = [];
  const { services, imported } = readFixture('split/service.wsdl', {
    findFile: (location) => {
      asked.push(location);
      return fixtureBytes(location);
    },
  });
  const { advertisement, compiled, text } = only(services);
  t.same(asked, imported);
  t.same(imported, ['split/binding.wsdl', 'split/schemas/clock.xsd', 'split/types.xsd']);
  t.equal(advertisement.name, 'Clock');
  t.equal(findLibxmlProblem(writtenSchemas(text)), undefined);
  const answer = parseXml('<nowResponse xmlns="urn:example:clock">2026-11-20T10:00:00Z</nowResponse>').root;
  t.equal(compiled.checkAnswer(compiled.getMethod('now'), answer), 'response');
});

t.test('a file that is imported and was not given is named, and nothing is fetched', async (t) => {
  t.throws(() => readFixture('split/service.wsdl'), {
    code: 'DESCRIPTION_INVALID',
    message: /wsdl:import of "\.\/binding\.wsdl" needs a file that was not given/,
    hint: /nothing is fetched/,
  });
});

t.test('a service that speaks only plain HTTP is found, with bindings that say so', async (t) => {
  const wsdl = text('document-literal.wsdl')
    .replace(/<wsdl:port name="(Soap11|Soap12|Mail)".*\n/g, '')
    .replaceAll('type="tns:Nothing"', '');
  const { services } = readText(wsdl);
  t.same(only(services).advertisement.endpoints, [
    { uri: 'http://printer.example/get', binding: 'http-get', priority: 0 },
  ]);
});

t.test('a description in ISO-8859-1 or UTF-16 is read in its encoding', async (t) => {
  const wsdl = text('document-literal.wsdl').replace('third floor', 'dritten Stöckl');
  const latin = Buffer.from(wsdl.replace('"UTF-8"', '"ISO-8859-1"'), 'latin1');
  const utf16 = Buffer.from(`\ufeff${wsdl.replace('"UTF-8"', '"UTF-16"')}`, 'utf16le');
  for (const bytes of [latin, utf16]) {
    const { readWsdl } = await import('../../../src/bridge/soap/index.js');
    const { advertisement } = only(readWsdl({ location: 'a.wsdl', bytes }).services);
    t.equal(advertisement.description, 'The printer on the dritten Stöckl.');
  }
});
