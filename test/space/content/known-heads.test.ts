import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { readAdvertisement } from '../../../src/advertisement/index.js';
import type { XmlLimits } from '../../../src/base/index.js';
import { DEFAULT_XML_LIMITS } from '../../../src/base/index.js';
import { OWN_NAMESPACES } from '../../../src/protocol/index.js';
import type { HeadFacts } from '../../../src/space/content/known-heads.js';
import { createKnownHead } from '../../../src/space/content/known-heads.js';
import { parseXml } from '../../../src/xml/index.js';
import { PROJECT } from '../../support/source-files.js';

const UNITS = readFileSync(join(PROJECT, 'examples/unit-converter.xml'), 'utf8');
const limits = DEFAULT_XML_LIMITS;

const headOf = (text: string): string => text.slice(0, text.indexOf('<interface'));

/** What is known from an advertisement, asked with texts, behind which others may stand. */
const knownFrom = (text: string, limits = DEFAULT_XML_LIMITS) => {
  const { root } = parseXml(text, DEFAULT_XML_LIMITS);
  const known = createKnownHead({ text: headOf(text), root, advertisement: readAdvertisement(root), limits });
  return (
    known && {
      find: (head: string, given: XmlLimits): HeadFacts | undefined => {
        const end = Buffer.byteLength(head);
        const found = known.find({ bytes: Buffer.from(head), end }, given);
        t.same(known.find({ bytes: Buffer.from(`${head}<interface/></advertisement>`), end }, given), found);
        return found;
      },
    }
  );
};

t.test('a head that differs in its name, its id or its address alone is known', async (t) => {
  const text = UNITS.replace('<advertisement', '<advertisement id="urn:example:one"');
  const head = knownFrom(text);
  const other = headOf(text)
    .replace('>unit-converter<', '>two<')
    .replace('urn:example:one', 'urn:example:two')
    .replace('http://127.0.0.1:4010/', 'https://two.example/2');
  t.same(head?.find(other, limits), { kind: 'service', name: 'two', id: 'urn:example:two' });
  t.same(head?.find(headOf(text), limits), { kind: 'service', name: 'unit-converter', id: 'urn:example:one' });
  t.equal(head?.find(other.replace('kind="service"', 'kind="device"'), limits), undefined);
  t.equal(head?.find(`${other} `, limits), undefined);
});

t.test('values that would have to be parsed, or that are wrong, are not known', async (t) => {
  const head = knownFrom(UNITS);
  const withName = (name: string): unknown =>
    head?.find(headOf(UNITS).replace('>unit-converter<', `>${name}<`), limits);
  const withUri = (uri: string): unknown => head?.find(headOf(UNITS).replace('http://127.0.0.1:4010/', uri), limits);
  for (const name of ['', 'a b', 'a\n', '\ta', 'a\u0001', 'ä', '&amp;', 'a]]>', '<![CDATA[a]]>', 'n'.repeat(257)])
    t.equal(withName(name), undefined, name);
  for (const uri of ['', 'a', 'http://a/#b', 'http://a/%20', 'urn:x:y', 'http://a:b@c/', 'http://a:99999/']) {
    t.equal(withUri(uri), undefined, uri);
  }
  t.ok(withName('n'.repeat(256)));
  t.ok(withUri('http://a/b?c'));
  const text = UNITS.replace('<advertisement', '<advertisement id="urn:example:one"');
  const withId = (id: string): unknown => knownFrom(text)?.find(headOf(text).replace('urn:example:one', id), limits);
  for (const id of ['', 'a', 'http://a/', 'urn:a:b', 'urn:example:', `urn:example:${'a'.repeat(244)}`]) {
    t.equal(withId(id), undefined, id);
  }
  t.ok(withId(`urn:example:${'a'.repeat(243)}`));
});

t.test('a value that is unusual stands as it is written, beside those that differ', async (t) => {
  const text = UNITS.replace('>unit-converter<', '>ä<');
  const head = knownFrom(text);
  t.match(head?.find(headOf(text).replace('http://127.0.0.1:4010/', 'http://two/'), limits), { name: 'ä' });
  t.equal(head?.find(headOf(UNITS), limits), undefined);
});

t.test('a value is no longer than an attribute may be', async (t) => {
  const tight = { ...limits, maxAttributeLength: 40 };
  const head = knownFrom(UNITS, tight);
  const withUri = (length: number): string =>
    headOf(UNITS).replace('http://127.0.0.1:4010/', `http://a/${'b'.repeat(length - 'http://a/'.length)}`);
  t.ok(head?.find(withUri(40), tight));
  t.equal(head?.find(withUri(41), tight), undefined);
});

t.test('what asks to be shown whole only to who proved who they are is known as such', async (t) => {
  const text = UNITS.replace('<advertisement', `<advertisement xmlns:p="${OWN_NAMESPACES.policy}" p:protected="true"`);
  t.match(knownFrom(text)?.find(headOf(text).replace('>unit-converter<', '>two<'), limits), {
    name: 'two',
    guarded: true,
  });
});

t.test('an id or a name is no hole where the same text stands in another attribute', async (t) => {
  const decoys = [
    `xmlns:x=' id="urn:example:one"'`,
    'xmlns:x="urn:x" x:id="urn:example:one"',
    `xmlns:id="urn:example:one"`,
  ];
  for (const decoy of decoys) {
    const text = UNITS.replace('<advertisement', `<advertisement ${decoy} id="urn:example:one"`);
    const other = headOf(text).replace('urn:example:one', 'urn:example:two');
    const found = knownFrom(text)?.find(other, limits);
    t.ok(found === undefined || found.id === 'urn:example:one', decoy);
    t.match(knownFrom(text)?.find(headOf(text), limits), { id: 'urn:example:one' });
  }
  const text = UNITS.replace('<name>', '<name xmlns:x=">unit-converter b">');
  const other = headOf(text).replace('>unit-converter b', '>two b');
  t.equal(knownFrom(text)?.find(other, limits), undefined);
});

t.test('a head is known for the limits that it was read with', async (t) => {
  const head = knownFrom(UNITS);
  t.ok(head?.find(headOf(UNITS), limits));
  t.equal(head?.find(headOf(UNITS), { ...limits }), undefined);
});

t.test('a name is no hole where the same text stands in a comment or a description', async (t) => {
  const text = UNITS.replace('<name>unit-converter</name>', '<!-- >svc< --><name> svc </name>');
  t.equal(knownFrom(text)?.find(headOf(text).replace('>svc<', '>other<'), limits), undefined);
  t.match(knownFrom(text)?.find(headOf(text), limits), { name: 'svc' });
});

t.test('a long head is not kept', async (t) => {
  t.equal(knownFrom(UNITS.replace('<name>', `<!-- ${'c'.repeat(5000)} --><name>`)), undefined);
});
