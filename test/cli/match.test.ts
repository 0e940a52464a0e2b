import t from 'tap';
import { join } from 'node:path';
import { PROJECT } from '../support/source-files.js';
import { createTestCli } from './cli-run.js';

/** Neither command speaks to a space: nothing listens here. */
const NOBODY = 'http://127.0.0.1:9/spaces/main';

const schema = (body: string): string =>
  `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns="urn:t" targetNamespace="urn:t" elementFormDefault="qualified">${body}</xs:schema>`;

const order = (more: string, item = ''): string =>
  `<xs:element name="order"><xs:complexType><xs:sequence><xs:element name="item" maxOccurs="9"><xs:complexType><xs:attribute name="sku" ${item}/></xs:complexType></xs:element>${more}</xs:sequence></xs:complexType></xs:element>`;

const files = (t: Parameters<typeof createTestCli>[0], texts: Record<string, string>): ((name: string) => string) => {
  const folder = t.testdir(texts);
  return (name) => join(folder, name);
};

t.test('[space:lookup-partial] stoa match says for each way what fits, and what would make the rest fit', async (t) => {
  const cli = createTestCli(t, NOBODY);
  const file = files(t, {
    'want.xsd': schema(order('')),
    'service.xsd': schema(order('<xs:element name="note" minOccurs="0" type="xs:string"/>', 'use="required"')),
  });
  const { code, output } = await cli.run('match', file('want.xsd'), file('service.xsd'));
  t.equal(code, 1);
  t.equal(
    output,
    `element {urn:t}order
  in   incompatible
       item[]/@sku: wanted it optional, advertised it required (required-attribute)
       to match: make @sku required
  out  incompatible
       note: wanted none of that name, advertised an element note (xs:string, optional) (extra-element)
       to match: add element note after item (xs:string, optional)

in   none, 0 %  (sent to the service: what is wanted has to be among what it takes)
out  none, 0 %  (answered by the service: what it sends has to be among what is wanted)
`,
  );
});

t.test('stoa match ends with 0 when each way asked for is exact or compatible', async (t) => {
  const cli = createTestCli(t, NOBODY);
  const file = files(t, {
    'want.xsd': schema(order('')),
    'service.xsd': schema(order('<xs:element name="note" minOccurs="0" type="xs:string"/>')),
  });
  t.equal((await cli.run('match', file('want.xsd'), file('want.xsd'))).code, 0);
  const inward = await cli.run('match', file('want.xsd'), file('service.xsd'), '--direction', 'in');
  t.equal(inward.code, 0);
  t.match(inward.output, /in {3}compatible, 100 %/);
  t.notMatch(inward.output, 'out');
  t.equal((await cli.run('match', file('want.xsd'), file('service.xsd'), '--direction', 'out')).code, 1);
  t.equal((await cli.run('match', file('service.xsd'), file('want.xsd'), '--direction', 'out')).code, 0);
});

t.test('stoa match names the closest of what there is when a component is missing', async (t) => {
  const cli = createTestCli(t, NOBODY);
  const file = files(t, {
    'want.xsd': schema('<xs:element name="orderItems" type="xs:int"/><xs:element name="other" type="xs:int"/>'),
    'service.xsd': schema('<xs:element name="itemOrder" type="xs:int"/><xs:element name="other" type="xs:int"/>'),
  });
  const { code, output } = await cli.run('match', file('want.xsd'), file('service.xsd'), '--direction', 'in');
  t.equal(code, 1);
  t.match(output, 'missing (the closest name is {urn:t}itemOrder)');
  t.match(output, 'overlap, 50 %');
});

t.test('stoa match prints JSON with verdicts, reasons, grades and shares', async (t) => {
  const cli = createTestCli(t, NOBODY);
  const file = files(t, { 'want.xsd': schema(order('')), 'service.xsd': schema(order('', 'use="required"')) });
  const { output } = await cli.run('match', file('want.xsd'), file('service.xsd'), '--json');
  t.strictSame(JSON.parse(output), {
    grades: { in: { grade: 'none', share: 0 }, out: { grade: 'compatible', share: 1 } },
    components: [
      {
        kind: 'element',
        name: '{urn:t}order',
        ways: {
          in: {
            verdict: 'incompatible',
            mismatches: [
              {
                path: 'item[]/@sku',
                rule: 'required-attribute',
                message: 'wanted it optional, advertised it required',
                change: 'make @sku required',
              },
            ],
          },
          out: { verdict: 'compatible', mismatches: [] },
        },
      },
    ],
  });
});

t.test('stoa match reads documents that include one another by their paths', async (t) => {
  const cli = createTestCli(t, NOBODY);
  const file = files(t, {
    'want.xsd': schema('<xs:include schemaLocation="types.xsd"/><xs:element name="e" type="T"/>'),
    'types.xsd': schema('<xs:simpleType name="T"><xs:restriction base="xs:int"/></xs:simpleType>'),
    'service.xsd': schema('<xs:element name="e" type="xs:long"/>'),
  });
  const args = ['match', file('want.xsd'), file('service.xsd'), '--direction', 'in'];
  t.equal((await cli.run(...args, '--with-wanted', file('types.xsd'))).code, 0);
  const alone = await cli.run(...args);
  t.equal(alone.code, 1);
  t.match(alone.errors, /want\.xsd: .*\[SCHEMA_INVALID\]/);
});

t.test('stoa match and stoa validate say what they expect', async (t) => {
  const cli = createTestCli(t, NOBODY);
  const file = files(t, { 'a.xsd': schema('<xs:element name="e"/>'), 'note.xml': '<note/>', 'broken.xsd': '<xs' });
  for (const args of [
    ['match', file('a.xsd')],
    ['match', file('a.xsd'), file('a.xsd'), '--direction', 'up'],
    ['match', file('a.xsd'), file('a.xsd'), '--reasons', '0'],
    ['match', file('a.xsd'), file('none.xsd')],
    ['validate'],
    ['validate', file('note.xml')],
    ['validate', file('none.xml'), '--schema', file('a.xsd')],
  ]) {
    const { code, errors } = await cli.run(...args);
    t.equal(code, 2, args.join(' '));
    t.match(errors, /\[USAGE\]/);
  }
  const broken = await cli.run('match', file('a.xsd'), file('broken.xsd'));
  t.equal(broken.code, 1);
  t.match(broken.errors, /broken\.xsd: .*\[XML_NOT_WELL_FORMED\]/);
});

t.test('stoa validate says of each document whether it is valid, and where not', async (t) => {
  const cli = createTestCli(t, NOBODY);
  const file = files(t, {
    'order.xsd': schema(order('', 'type="xs:int" use="required"')),
    'good.xml': '<order xmlns="urn:t"><item sku="1"/></order>',
    'bad.xml': '<order xmlns="urn:t">\n  <item sku="x"/>\n  <item/></order>',
    'broken.xml': '<order>',
  });
  const good = await cli.run('validate', '--schema', file('order.xsd'), file('good.xml'));
  t.strictSame([good.code, good.output], [0, `${file('good.xml')}: valid\n`]);
  const some = await cli.run(
    'validate',
    '--schema',
    file('order.xsd'),
    file('good.xml'),
    file('bad.xml'),
    file('broken.xml'),
  );
  t.equal(some.code, 1);
  const lines = some.output.split('\n').filter((line) => line.includes('bad.xml'));
  t.equal(lines.length, 2);
  t.match(lines[0], /bad\.xml:2:\d+: \S*item\S*: .*\(cvc-/);
  t.match(lines[1], /bad\.xml:3:\d+: .*sku.*\(cvc-complex-type\.4\)/);
  t.match(some.output, /broken\.xml.*\(\S+\)/);
  t.match(some.errors, '2 of 3 are not valid');
  const json = await cli.run('validate', '--schema', file('order.xsd'), file('good.xml'), file('bad.xml'), '--json');
  const [first, second] = JSON.parse(json.output);
  t.strictSame(first, { file: file('good.xml'), valid: true, findings: [] });
  t.match(second, { valid: false, findings: [{ line: 2 }, { line: 3 }] });
});

t.test('stoa validate checks advertisements and schemas by themselves', async (t) => {
  const cli = createTestCli(t, NOBODY);
  const advertisement = join(PROJECT, 'examples', 'unit-converter.xml');
  const file = files(t, {
    'good.xsd': schema('<xs:element name="e" type="xs:int"/>'),
    'bad.xsd': schema('<xs:element name="e" type="xs:nothing"/>'),
    'bad.xml': '<advertisement xmlns="urn:stoa:advertisement:1" kind="service" name="x"/>',
  });
  t.equal((await cli.run('validate', advertisement, file('good.xsd'))).code, 0);
  const bad = await cli.run('validate', file('bad.xsd'), file('bad.xml'));
  t.equal(bad.code, 1);
  t.match(bad.output, /bad\.xsd:1:\d+: .*\(src-resolve\)/);
  t.match(bad.output, /bad\.xml.*\(\S+\)/);
});

t.test('stoa validate tells how far it is with many files', async (t) => {
  const cli = createTestCli(t, NOBODY);
  const file = files(t, { 'e.xsd': schema('<xs:element name="e" type="xs:int"/>'), 'e.xml': '<e xmlns="urn:t">1</e>' });
  const { code, output } = await cli.run(
    'validate',
    '--schema',
    file('e.xsd'),
    ...Array.from({ length: 60 }, () => file('e.xml')),
  );
  t.equal(code, 0);
  t.equal(output.split('\n').length, 61);
});
