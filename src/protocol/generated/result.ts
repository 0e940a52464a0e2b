// Made from schemas/result.xsd by scripts/emit-protocol-codecs.mjs; change the schema, not this file.

import {
  any,
  anyURI,
  attribute,
  complex,
  dateTime,
  decimal,
  element,
  namespace,
  one,
  optional,
  restrict,
  sequence,
  string,
  token,
  wild,
  type ElementCodec,
} from '../../schema/runtime/index.js';

const ns = namespace('urn:stoa:result:1');

const stateValue = restrict(token, { values: ['completed', 'failed', 'cancelled'] });

const advertisementContent = complex({ content: sequence([wild(any(['urn:stoa:advertisement:1']))]) });

const acceptedContent = complex({
  attributes: [
    attribute('uri', anyURI, { required: true }),
    attribute('root', token),
    attribute('reader', token),
    attribute('expires', dateTime, { required: true }),
    attribute('answer', token),
  ],
  content: sequence([one(element(ns('advertisement'), advertisementContent))]),
});

const progressContent = complex({
  attributes: [attribute('done', decimal, { required: true }), attribute('of', decimal)],
  content: sequence([optional(element(ns('note'), string))]),
});

const statusContent = complex({
  attributes: [attribute('state', stateValue, { required: true }), attribute('code', token)],
  content: sequence([optional(element(ns('note'), string))]),
});

export const statusElement: ElementCodec = element(ns('status'), statusContent);

export const progressElement: ElementCodec = element(ns('progress'), progressContent);

export const acceptedElement: ElementCodec = element(ns('accepted'), acceptedContent);
