import t from 'tap';
import type { Schema, TypedValue } from '../../../src/schema/index.js';
import { read, thrownBy } from '../support.js';

const message = (content: string): Schema =>
  read(`<xs:element name="e"><xs:complexType>${content}</xs:complexType></xs:element>`);

const encode = (schema: Schema, value: TypedValue): string =>
  schema.encode({ name: { namespace: 'urn:t', local: 'e' }, value });

t.test('an array under a name that is not declared is refused even when it is empty', (t) => {
  const schema = message(
    '<xs:sequence><xs:element name="items" type="xs:int" minOccurs="0" maxOccurs="2"/></xs:sequence>',
  );
  t.equal(encode(schema, { items: [] }), '<e xmlns="urn:t"/>');
  t.match(thrownBy(() => encode(schema, { itmes: [] })).message, 'no element is itmes');
  t.end();
});

t.test('an empty array is taken under a name that a wildcard could let in', (t) => {
  const schema = message(
    '<xs:sequence><xs:any namespace="##other" processContents="lax" minOccurs="0"/></xs:sequence>',
  );
  t.equal(encode(schema, { '{urn:o}x': [] }), '<e xmlns="urn:t"/>');
  t.match(thrownBy(() => encode(schema, { '{urn:t}x': [] })).message, 'no element is {urn:t}x');
  t.end();
});

t.test('an attribute that a wildcard lets in has a name, and declares no namespace', (t) => {
  const schema = message('<xs:anyAttribute processContents="lax"/>');
  t.equal(encode(schema, { '@a': '1' }), '<e xmlns="urn:t" a="1"/>');
  for (const member of ['@a="1" b', '@', '@a:b', '@1', '@xmlns', '@{http://www.w3.org/2000/xmlns/}n1', '@{urn:o}x/><y'])
    t.equal(thrownBy(() => encode(schema, { [member]: 'x' })).code, 'VALUE_INVALID', member);
  t.end();
});
