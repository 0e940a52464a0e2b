import { XmlDocument, XsdValidator } from 'libxml2-wasm';
import t from 'tap';
import { OWN_NAMESPACES, ownSchemas, SCHEMA_TEXTS, SPACE_METHODS } from '../../src/protocol/index.js';
import type { SpaceMethod } from '../../src/protocol/index.js';
import { parseXml } from '../../src/xml/index.js';
import type { TypedValue } from '../../src/schema/index.js';
import { EVENT_SAMPLE, SPACE_MESSAGE_SAMPLES } from '../support/space-message-samples.js';

const validator = XsdValidator.fromDoc(XmlDocument.fromString(SCHEMA_TEXTS['space.xsd']));
t.teardown(() => validator.dispose());

const space = (local: string) => ({ namespace: OWN_NAMESPACES.space, local });

const cases: { title: string; local: string; value: TypedValue }[] = [];
for (const [method, { request, response }] of Object.entries(SPACE_MESSAGE_SAMPLES)) {
  for (const size of ['full', 'minimal'] as const) {
    cases.push({ title: `${size} ${method}`, local: method, value: request[size] as TypedValue });
    cases.push({ title: `${size} ${method}Response`, local: `${method}Response`, value: response[size] as TypedValue });
  }
}
cases.push({ title: 'event', local: 'event', value: EVENT_SAMPLE as unknown as TypedValue });

for (const { title, local, value } of cases) {
  t.test(`a ${title} message is written, taken by libxml2 and read back to the same value`, async (t) => {
    const text = ownSchemas.space.encode({ name: space(local), value });
    const document = XmlDocument.fromString(text);
    t.teardown(() => document.dispose());
    t.doesNotThrow(() => validator.validate(document), text);
    const parsed = parseXml(text);
    t.same(ownSchemas.space.check(parsed.root, parsed.source), []);
    t.same(ownSchemas.space.decode(parsed.root).value, value);
  });
}

t.test('there is a sample for every method, and a global element for every sample', async (t) => {
  t.same(Object.keys(SPACE_MESSAGE_SAMPLES), Object.keys(SPACE_METHODS));
  for (const method of Object.keys(SPACE_METHODS) as SpaceMethod[]) {
    t.ok(ownSchemas.space.hasElement(space(method)), method);
    t.ok(ownSchemas.space.hasElement(space(`${method}Response`)), `${method}Response`);
  }
  t.ok(ownSchemas.space.hasElement(space('event')));
});
