import t from 'tap';
import { ownSchemas } from '../../../src/protocol/index.js';
import { XSD_NAMESPACE } from '../../../src/schema/index.js';
import type { TypedValue } from '../../../src/schema/index.js';
import { parseXml } from '../../../src/xml/index.js';
import { EVENT_SAMPLE, SPACE_MESSAGE_SAMPLES } from '../../support/space-message-samples.js';
import { createTwins, differenceOf, differenceOfEncoding } from './twins.js';

const NAMESPACE = 'urn:stoa:space:1';
const twins = createTwins([ownSchemas.document('space')]);

const messages: readonly { readonly name: string; readonly value: TypedValue }[] = [
  ...Object.entries(SPACE_MESSAGE_SAMPLES).flatMap(([method, { request, response }]) => [
    { name: method, value: request.full as TypedValue },
    { name: method, value: request.minimal as TypedValue },
    { name: `${method}Response`, value: response.full as TypedValue },
    { name: `${method}Response`, value: response.minimal as TypedValue },
  ]),
  { name: 'event', value: { ...EVENT_SAMPLE } },
];

t.test(
  '[marshal:same] every message of a space is read and written alike by the compiled and the interpreted codec',
  async (t) => {
    for (const { name, value } of messages) {
      const message = { name: { namespace: NAMESPACE, local: name }, value };
      t.equal(differenceOfEncoding(twins, message), undefined);
      const { root, source } = parseXml(twins.interpreted.encode(message));
      t.equal(differenceOf(twins, root, source), undefined);
    }
    t.same(twins.compiled.codecs({ namespace: NAMESPACE, local: 'lookup' })?.decode, 'compiled');
    t.same(twins.compiled.codecs({ namespace: XSD_NAMESPACE, local: 'schema' }), undefined);
  },
);
