import t from 'tap';
import { ownSchemas } from '../../../src/protocol/index.js';
import type { TypedValue } from '../../../src/schema/index.js';
import { parseXml } from '../../../src/xml/index.js';
import { EVENT_SAMPLE, SPACE_MESSAGE_SAMPLES } from '../../support/space-message-samples.js';
import { differenceInReading, differenceInWriting, loadStandalone } from './standalone.js';

const NAMESPACE = 'urn:stoa:space:1';

const messages: readonly { readonly name: string; readonly value: TypedValue }[] = [
  ...Object.entries(SPACE_MESSAGE_SAMPLES).flatMap(([method, { request, response }]) => [
    { name: method, value: request.full as TypedValue },
    { name: method, value: request.minimal as TypedValue },
    { name: `${method}Response`, value: response.full as TypedValue },
    { name: `${method}Response`, value: response.minimal as TypedValue },
  ]),
  { name: 'event', value: { ...EVENT_SAMPLE } },
];

t.test('[marshal:same] every message of a space is read and written alike by emitted codecs', async (t) => {
  const schema = ownSchemas.space;
  const standalone = await loadStandalone(schema);
  for (const { name, value } of messages) {
    const message = { name: { namespace: NAMESPACE, local: name }, value };
    t.equal(differenceInWriting(standalone, schema, message), undefined);
    t.equal(differenceInReading(standalone, schema, parseXml(schema.encode(message))), undefined);
  }
});
