import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { readAdvertisement } from '../../../src/advertisement/index.js';
import { DEFAULT_XML_LIMITS } from '../../../src/base/index.js';
import type { KnownHead } from '../../../src/space/content/known-heads.js';
import { createKnownHead } from '../../../src/space/content/known-heads.js';
import { parseXml } from '../../../src/xml/index.js';
import { PROJECT } from '../../support/source-files.js';

const UNITS = readFileSync(join(PROJECT, 'examples/unit-converter.xml'), 'utf8');
const limits = DEFAULT_XML_LIMITS;

const headOf = (text: string): string => text.slice(0, text.indexOf('<interface'));

const knownFrom = (text: string): KnownHead | undefined => {
  const { root } = parseXml(text, limits);
  return createKnownHead({ text: headOf(text), root, advertisement: readAdvertisement(root), limits });
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
  for (const name of ['', 'a b', 'ä', '&amp;', '<![CDATA[a]]>', 'n'.repeat(257)])
    t.equal(withName(name), undefined, name);
  for (const uri of ['', 'a', 'http://a/#b', 'http://a/%20', 'urn:x:y', 'http://a:b@c/', 'http://a:99999/']) {
    t.equal(withUri(uri), undefined, uri);
  }
  t.ok(withName('n'.repeat(256)));
  t.ok(withUri('http://a/b?c'));
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
