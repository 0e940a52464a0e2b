// Made from schemas/space.xsd by scripts/emit-protocol-codecs.mjs; change the schema, not this file.

import {
  any,
  anyURI,
  attribute,
  boolean,
  complex,
  dateTime,
  decode,
  double,
  duration,
  element,
  encode,
  list,
  many,
  namespace,
  one,
  optional,
  pattern,
  restrict,
  sequence,
  string,
  token,
  unsignedInt,
  unsignedLong,
  unsignedShort,
  wild,
  type MessageOptions,
  type Source,
  type TypedValue,
} from '../../schema/runtime/index.js';

const ns = namespace('urn:stoa:space:1');

const credentialType = restrict(token, { name: ns('Credential'), maxLength: 8192 });

const urnType = restrict(anyURI, { name: ns('Urn'), maxLength: 255 });

const carryType = restrict(token, { name: ns('Carry'), values: ['direct', 'relay'] });

const thumbprintType = restrict(token, {
  name: ns('Thumbprint'),
  patterns: [[pattern('[A-Za-z0-9_\\-]{43}', '^[\\-0-9A-Z_a-z]{43}$')]],
});

const namePatternType = restrict(token, { name: ns('NamePattern'), minLength: 1, maxLength: 256 });

const methodNamesType = list(token, { name: ns('MethodNames'), minLength: 1, maxLength: 1000 });

const actionType = restrict(token, {
  name: ns('Action'),
  values: ['publish', 'lookup', 'read', 'open', 'spawn', 'administer'],
});

const actionsType = list(actionType, { name: ns('Actions'), minLength: 1, maxLength: 16 });

const granteeType = restrict(token, {
  name: ns('Grantee'),
  maxLength: 512,
  patterns: [
    [pattern('anyone|authenticated|(subject|group):.+', '^(?:anyone|authenticated|(?:subject|group):[^\\n\\r]+)$')],
  ],
});

const kindType = restrict(token, { name: ns('Kind'), values: ['service', 'device', 'space', 'result', 'document'] });

const sequenceType = restrict(token, { name: ns('Sequence'), maxLength: 64 });

const eventKindType = restrict(token, {
  name: ns('EventKind'),
  values: ['published', 'updated', 'renewed', 'stale', 'removed'],
});

const gradeType = restrict(token, {
  name: ns('Grade'),
  values: ['exact', 'compatible', 'overlap', 'undecided', 'none'],
});

const verdictValue = restrict(token, { values: ['exact', 'compatible', 'incompatible', 'undecided', 'missing'] });

const kindValue = restrict(token, { values: ['element', 'type', 'method'] });

const failureKindType = restrict(token, {
  name: ns('FailureKind'),
  values: ['unreachable', 'refused', 'timed-out', 'closed', 'stale', 'mismatch', 'failed'],
});

const viewType = restrict(token, { name: ns('View'), values: ['document', 'advertisement'] });

const documentType = complex({ name: ns('Document'), content: sequence([wild(any('any'))]) });

const publishContent = complex({
  attributes: [
    attribute('name', namePatternType),
    attribute('period', duration),
    attribute('credential', credentialType),
  ],
  content: sequence([one(element(ns('document'), documentType))]),
});

const leaseType = complex({
  name: ns('Lease'),
  attributes: [
    attribute('id', urnType, { required: true }),
    attribute('period', duration, { required: true }),
    attribute('expires', dateTime, { required: true }),
    attribute('credential', credentialType),
  ],
});

const entryType = complex({
  name: ns('Entry'),
  attributes: [
    attribute('id', urnType, { required: true }),
    attribute('kind', kindType, { required: true }),
    attribute('name', namePatternType, { required: true }),
    attribute('version', unsignedInt, { required: true }),
    attribute('sequence', sequenceType, { required: true }),
    attribute('publisher', token, { required: true }),
    attribute('published', dateTime, { required: true }),
    attribute('updated', dateTime, { required: true }),
    attribute('expires', dateTime, { required: true }),
    attribute('stale', boolean, { required: true }),
    attribute('bytes', unsignedInt, { required: true }),
    attribute('lastCallAt', dateTime),
    attribute('lastFailureAt', dateTime),
    attribute('lastFailure', failureKindType),
  ],
});

const heldType = complex({
  name: ns('Held'),
  content: sequence([one(element(ns('entry'), entryType)), one(element(ns('lease'), leaseType))]),
});

const updateContent = complex({
  attributes: [
    attribute('id', urnType, { required: true }),
    attribute('version', unsignedInt),
    attribute('credential', credentialType),
  ],
  content: sequence([one(element(ns('document'), documentType))]),
});

const readContent = complex({
  attributes: [attribute('id', urnType, { required: true }), attribute('view', viewType)],
});

const readResponseContent = complex({
  content: sequence([one(element(ns('entry'), entryType)), one(element(ns('document'), documentType))]),
});

const removeContent = complex({
  attributes: [attribute('id', urnType, { required: true }), attribute('credential', credentialType)],
});

const removeResponseContent = complex({});

const wantedMethodType = complex({
  name: ns('WantedMethod'),
  attributes: [attribute('name', token), attribute('input', token), attribute('output', token)],
});

const schemaDocumentType = complex({
  name: ns('SchemaDocument'),
  attributes: [attribute('location', anyURI)],
  content: sequence([wild(any(['http://www.w3.org/2001/XMLSchema']))]),
});

const lookupContent = complex({
  content: sequence([
    optional(element(ns('name'), namePatternType)),
    many(element(ns('schema'), schemaDocumentType)),
    many(element(ns('method'), wantedMethodType), { max: 100 }),
    many(element(ns('kind'), kindType), { max: 5 }),
    optional(element(ns('publisher'), token)),
    optional(element(ns('id'), urnType)),
    optional(element(ns('fresh'), boolean)),
    optional(element(ns('grade'), gradeType)),
    optional(element(ns('explain'), boolean)),
    optional(element(ns('limit'), unsignedShort)),
    optional(element(ns('cursor'), token)),
    wild(any({ not: 'urn:stoa:space:1' }), { min: 0, max: Infinity }),
  ]),
});

const mismatchContent = complex({
  attributes: [
    attribute('path', string, { required: true }),
    attribute('rule', token, { required: true }),
    attribute('message', string, { required: true }),
    attribute('change', string, { required: true }),
  ],
});

const wantedContent = complex({
  attributes: [
    attribute('kind', kindValue, { required: true }),
    attribute('name', token, { required: true }),
    attribute('verdict', verdictValue, { required: true }),
    attribute('found', token),
    attribute('role', token),
  ],
  content: sequence([many(element(ns('mismatch'), mismatchContent))]),
});

const matchType = complex({
  name: ns('Match'),
  attributes: [attribute('grade', gradeType, { required: true }), attribute('share', double, { required: true })],
  content: sequence([many(element(ns('wanted'), wantedContent))]),
});

const nearMissContent = complex({
  content: sequence([one(element(ns('entry'), entryType)), one(element(ns('match'), matchType))]),
});

const hitContent = complex({
  content: sequence([
    one(element(ns('entry'), entryType)),
    one(element(ns('advertisement'), documentType)),
    optional(element(ns('match'), matchType)),
    wild(any({ not: 'urn:stoa:space:1' }), { min: 0, max: Infinity }),
  ]),
});

const lookupResponseContent = complex({
  attributes: [attribute('sequence', sequenceType, { required: true })],
  content: sequence([
    many(element(ns('hit'), hitContent)),
    many(element(ns('nearMiss'), nearMissContent)),
    optional(element(ns('next'), token)),
  ]),
});

const renewContent = complex({
  attributes: [
    attribute('lease', urnType, { required: true }),
    attribute('period', duration),
    attribute('credential', credentialType),
  ],
});

const renewResponseContent = complex({ content: sequence([one(element(ns('lease'), leaseType))]) });

const cancelContent = complex({
  attributes: [attribute('lease', urnType, { required: true }), attribute('credential', credentialType)],
});

const cancelResponseContent = complex({});

const subscribeContent = complex({
  attributes: [attribute('after', sequenceType), attribute('period', duration)],
  content: sequence([
    optional(element(ns('name'), namePatternType)),
    many(element(ns('schema'), schemaDocumentType)),
    many(element(ns('method'), wantedMethodType), { max: 100 }),
    many(element(ns('kind'), kindType), { max: 5 }),
    optional(element(ns('grade'), gradeType)),
    wild(any({ not: 'urn:stoa:space:1' }), { min: 0, max: Infinity }),
  ]),
});

const subscribeResponseContent = complex({
  attributes: [
    attribute('subscription', urnType, { required: true }),
    attribute('events', anyURI, { required: true }),
    attribute('after', sequenceType, { required: true }),
  ],
  content: sequence([one(element(ns('lease'), leaseType))]),
});

const eventContent = complex({
  attributes: [
    attribute('event', eventKindType, { required: true }),
    attribute('sequence', sequenceType, { required: true }),
    attribute('id', urnType, { required: true }),
    attribute('kind', kindType, { required: true }),
    attribute('name', namePatternType, { required: true }),
    attribute('version', unsignedInt, { required: true }),
    attribute('at', dateTime, { required: true }),
  ],
});

const spawnContent = complex({
  attributes: [attribute('period', duration), attribute('result', boolean)],
  content: sequence([
    one(element(ns('name'), namePatternType)),
    many(element(ns('schema'), schemaDocumentType)),
    wild(any({ not: 'urn:stoa:space:1' }), { min: 0, max: Infinity }),
  ]),
});

const spawnResponseContent = complex({
  attributes: [
    attribute('space', urnType, { required: true }),
    attribute('uri', anyURI, { required: true }),
    attribute('root', credentialType, { required: true }),
    attribute('writer', credentialType),
    attribute('reader', credentialType),
  ],
  content: sequence([one(element(ns('lease'), leaseType)), one(element(ns('advertisement'), documentType))]),
});

const destroyContent = complex({ attributes: [attribute('credential', credentialType)] });

const destroyResponseContent = complex({});

const quotaType = complex({
  name: ns('Quota'),
  attributes: [
    attribute('documents', unsignedInt),
    attribute('bytes', unsignedLong),
    attribute('spaces', unsignedInt),
    attribute('subscriptions', unsignedInt),
    attribute('gates', unsignedInt),
    attribute('calls', unsignedInt),
  ],
});

const grantType = complex({
  name: ns('Grant'),
  attributes: [
    attribute('to', granteeType, { required: true }),
    attribute('actions', actionsType, { required: true }),
    attribute('name', namePatternType),
    attribute('methods', methodNamesType),
  ],
});

const accessType = complex({
  name: ns('Access'),
  attributes: [attribute('default', boolean)],
  content: sequence([many(element(ns('grant'), grantType), { max: 1000 })]),
});

const policyContent = complex({
  attributes: [attribute('version', unsignedInt), attribute('credential', credentialType)],
  content: sequence([optional(element(ns('access'), accessType)), optional(element(ns('quota'), quotaType))]),
});

const policyResponseContent = complex({
  attributes: [attribute('version', unsignedInt, { required: true })],
  content: sequence([one(element(ns('access'), accessType)), optional(element(ns('quota'), quotaType))]),
});

const spaceContent = complex({
  attributes: [
    attribute('id', urnType, { required: true }),
    attribute('name', namePatternType, { required: true }),
    attribute('uri', anyURI, { required: true }),
    attribute('alias', token),
  ],
});

const spacesContent = complex({ content: sequence([many(element(ns('space'), spaceContent))]) });

const componentContent = complex({
  attributes: [attribute('element', token, { required: true }), attribute('fingerprint', token, { required: true })],
});

const openGateContent = complex({
  attributes: [
    attribute('id', urnType, { required: true }),
    attribute('carry', carryType),
    attribute('period', duration),
    attribute('key', thumbprintType),
  ],
  content: sequence([many(element(ns('method'), token)), many(element(ns('component'), componentContent))]),
});

const gateType = complex({
  name: ns('Gate'),
  attributes: [
    attribute('gate', urnType, { required: true }),
    attribute('uri', anyURI, { required: true }),
    attribute('carry', carryType, { required: true }),
    attribute('binding', token, { required: true }),
    attribute('expires', dateTime, { required: true }),
    attribute('credential', credentialType),
    attribute('credentialExpires', dateTime),
    attribute('control', credentialType, { required: true }),
    attribute('renewal', credentialType),
  ],
  content: sequence([many(element(ns('method'), token), { min: 1 }), one(element(ns('advertisement'), documentType))]),
});

const refreshGateContent = complex({
  attributes: [
    attribute('gate', urnType, { required: true }),
    attribute('control', credentialType, { required: true }),
  ],
});

const refreshGateResponseContent = complex({
  attributes: [
    attribute('expires', dateTime, { required: true }),
    attribute('uri', anyURI),
    attribute('credential', credentialType),
    attribute('credentialExpires', dateTime),
  ],
});

const closeGateContent = complex({
  attributes: [
    attribute('gate', urnType, { required: true }),
    attribute('control', credentialType, { required: true }),
  ],
});

const closeGateResponseContent = complex({});

const closeGateResponseElement = element(ns('closeGateResponse'), closeGateResponseContent);

const closeGateElement = element(ns('closeGate'), closeGateContent);

const refreshGateResponseElement = element(ns('refreshGateResponse'), refreshGateResponseContent);

const refreshGateElement = element(ns('refreshGate'), refreshGateContent);

const openGateResponseElement = element(ns('openGateResponse'), gateType);

const openGateElement = element(ns('openGate'), openGateContent);

const spacesElement = element(ns('spaces'), spacesContent);

const policyResponseElement = element(ns('policyResponse'), policyResponseContent);

const policyElement = element(ns('policy'), policyContent);

const destroyResponseElement = element(ns('destroyResponse'), destroyResponseContent);

const destroyElement = element(ns('destroy'), destroyContent);

const spawnResponseElement = element(ns('spawnResponse'), spawnResponseContent);

const spawnElement = element(ns('spawn'), spawnContent);

const eventElement = element(ns('event'), eventContent);

const subscribeResponseElement = element(ns('subscribeResponse'), subscribeResponseContent);

const subscribeElement = element(ns('subscribe'), subscribeContent);

const cancelResponseElement = element(ns('cancelResponse'), cancelResponseContent);

const cancelElement = element(ns('cancel'), cancelContent);

const renewResponseElement = element(ns('renewResponse'), renewResponseContent);

const renewElement = element(ns('renew'), renewContent);

const lookupResponseElement = element(ns('lookupResponse'), lookupResponseContent);

const lookupElement = element(ns('lookup'), lookupContent);

const removeResponseElement = element(ns('removeResponse'), removeResponseContent);

const removeElement = element(ns('remove'), removeContent);

const readResponseElement = element(ns('readResponse'), readResponseContent);

const readElement = element(ns('read'), readContent);

const updateResponseElement = element(ns('updateResponse'), heldType);

const updateElement = element(ns('update'), updateContent);

const publishResponseElement = element(ns('publishResponse'), heldType);

const publishElement = element(ns('publish'), publishContent);

/** Reads the message `publish`: its text, its bytes, or what was parsed from them. */
export function decodePublish(message: Source): TypedValue {
  return decode(publishElement, message);
}

/** Writes the message `publish`, checked as it is written. */
export function encodePublish(value: TypedValue, options?: MessageOptions): string {
  return encode(publishElement, value, options);
}

/** Reads the message `publishResponse`: its text, its bytes, or what was parsed from them. */
export function decodePublishResponse(message: Source): TypedValue {
  return decode(publishResponseElement, message);
}

/** Writes the message `publishResponse`, checked as it is written. */
export function encodePublishResponse(value: TypedValue, options?: MessageOptions): string {
  return encode(publishResponseElement, value, options);
}

/** Reads the message `update`: its text, its bytes, or what was parsed from them. */
export function decodeUpdate(message: Source): TypedValue {
  return decode(updateElement, message);
}

/** Writes the message `update`, checked as it is written. */
export function encodeUpdate(value: TypedValue, options?: MessageOptions): string {
  return encode(updateElement, value, options);
}

/** Reads the message `updateResponse`: its text, its bytes, or what was parsed from them. */
export function decodeUpdateResponse(message: Source): TypedValue {
  return decode(updateResponseElement, message);
}

/** Writes the message `updateResponse`, checked as it is written. */
export function encodeUpdateResponse(value: TypedValue, options?: MessageOptions): string {
  return encode(updateResponseElement, value, options);
}

/** Reads the message `read`: its text, its bytes, or what was parsed from them. */
export function decodeRead(message: Source): TypedValue {
  return decode(readElement, message);
}

/** Writes the message `read`, checked as it is written. */
export function encodeRead(value: TypedValue, options?: MessageOptions): string {
  return encode(readElement, value, options);
}

/** Reads the message `readResponse`: its text, its bytes, or what was parsed from them. */
export function decodeReadResponse(message: Source): TypedValue {
  return decode(readResponseElement, message);
}

/** Writes the message `readResponse`, checked as it is written. */
export function encodeReadResponse(value: TypedValue, options?: MessageOptions): string {
  return encode(readResponseElement, value, options);
}

/** Reads the message `remove`: its text, its bytes, or what was parsed from them. */
export function decodeRemove(message: Source): TypedValue {
  return decode(removeElement, message);
}

/** Writes the message `remove`, checked as it is written. */
export function encodeRemove(value: TypedValue, options?: MessageOptions): string {
  return encode(removeElement, value, options);
}

/** Reads the message `removeResponse`: its text, its bytes, or what was parsed from them. */
export function decodeRemoveResponse(message: Source): TypedValue {
  return decode(removeResponseElement, message);
}

/** Writes the message `removeResponse`, checked as it is written. */
export function encodeRemoveResponse(value: TypedValue, options?: MessageOptions): string {
  return encode(removeResponseElement, value, options);
}

/** Reads the message `lookup`: its text, its bytes, or what was parsed from them. */
export function decodeLookup(message: Source): TypedValue {
  return decode(lookupElement, message);
}

/** Writes the message `lookup`, checked as it is written. */
export function encodeLookup(value: TypedValue, options?: MessageOptions): string {
  return encode(lookupElement, value, options);
}

/** Reads the message `lookupResponse`: its text, its bytes, or what was parsed from them. */
export function decodeLookupResponse(message: Source): TypedValue {
  return decode(lookupResponseElement, message);
}

/** Writes the message `lookupResponse`, checked as it is written. */
export function encodeLookupResponse(value: TypedValue, options?: MessageOptions): string {
  return encode(lookupResponseElement, value, options);
}

/** Reads the message `renew`: its text, its bytes, or what was parsed from them. */
export function decodeRenew(message: Source): TypedValue {
  return decode(renewElement, message);
}

/** Writes the message `renew`, checked as it is written. */
export function encodeRenew(value: TypedValue, options?: MessageOptions): string {
  return encode(renewElement, value, options);
}

/** Reads the message `renewResponse`: its text, its bytes, or what was parsed from them. */
export function decodeRenewResponse(message: Source): TypedValue {
  return decode(renewResponseElement, message);
}

/** Writes the message `renewResponse`, checked as it is written. */
export function encodeRenewResponse(value: TypedValue, options?: MessageOptions): string {
  return encode(renewResponseElement, value, options);
}

/** Reads the message `cancel`: its text, its bytes, or what was parsed from them. */
export function decodeCancel(message: Source): TypedValue {
  return decode(cancelElement, message);
}

/** Writes the message `cancel`, checked as it is written. */
export function encodeCancel(value: TypedValue, options?: MessageOptions): string {
  return encode(cancelElement, value, options);
}

/** Reads the message `cancelResponse`: its text, its bytes, or what was parsed from them. */
export function decodeCancelResponse(message: Source): TypedValue {
  return decode(cancelResponseElement, message);
}

/** Writes the message `cancelResponse`, checked as it is written. */
export function encodeCancelResponse(value: TypedValue, options?: MessageOptions): string {
  return encode(cancelResponseElement, value, options);
}

/** Reads the message `subscribe`: its text, its bytes, or what was parsed from them. */
export function decodeSubscribe(message: Source): TypedValue {
  return decode(subscribeElement, message);
}

/** Writes the message `subscribe`, checked as it is written. */
export function encodeSubscribe(value: TypedValue, options?: MessageOptions): string {
  return encode(subscribeElement, value, options);
}

/** Reads the message `subscribeResponse`: its text, its bytes, or what was parsed from them. */
export function decodeSubscribeResponse(message: Source): TypedValue {
  return decode(subscribeResponseElement, message);
}

/** Writes the message `subscribeResponse`, checked as it is written. */
export function encodeSubscribeResponse(value: TypedValue, options?: MessageOptions): string {
  return encode(subscribeResponseElement, value, options);
}

/** Reads the message `event`: its text, its bytes, or what was parsed from them. */
export function decodeEvent(message: Source): TypedValue {
  return decode(eventElement, message);
}

/** Writes the message `event`, checked as it is written. */
export function encodeEvent(value: TypedValue, options?: MessageOptions): string {
  return encode(eventElement, value, options);
}

/** Reads the message `spawn`: its text, its bytes, or what was parsed from them. */
export function decodeSpawn(message: Source): TypedValue {
  return decode(spawnElement, message);
}

/** Writes the message `spawn`, checked as it is written. */
export function encodeSpawn(value: TypedValue, options?: MessageOptions): string {
  return encode(spawnElement, value, options);
}

/** Reads the message `spawnResponse`: its text, its bytes, or what was parsed from them. */
export function decodeSpawnResponse(message: Source): TypedValue {
  return decode(spawnResponseElement, message);
}

/** Writes the message `spawnResponse`, checked as it is written. */
export function encodeSpawnResponse(value: TypedValue, options?: MessageOptions): string {
  return encode(spawnResponseElement, value, options);
}

/** Reads the message `destroy`: its text, its bytes, or what was parsed from them. */
export function decodeDestroy(message: Source): TypedValue {
  return decode(destroyElement, message);
}

/** Writes the message `destroy`, checked as it is written. */
export function encodeDestroy(value: TypedValue, options?: MessageOptions): string {
  return encode(destroyElement, value, options);
}

/** Reads the message `destroyResponse`: its text, its bytes, or what was parsed from them. */
export function decodeDestroyResponse(message: Source): TypedValue {
  return decode(destroyResponseElement, message);
}

/** Writes the message `destroyResponse`, checked as it is written. */
export function encodeDestroyResponse(value: TypedValue, options?: MessageOptions): string {
  return encode(destroyResponseElement, value, options);
}

/** Reads the message `policy`: its text, its bytes, or what was parsed from them. */
export function decodePolicy(message: Source): TypedValue {
  return decode(policyElement, message);
}

/** Writes the message `policy`, checked as it is written. */
export function encodePolicy(value: TypedValue, options?: MessageOptions): string {
  return encode(policyElement, value, options);
}

/** Reads the message `policyResponse`: its text, its bytes, or what was parsed from them. */
export function decodePolicyResponse(message: Source): TypedValue {
  return decode(policyResponseElement, message);
}

/** Writes the message `policyResponse`, checked as it is written. */
export function encodePolicyResponse(value: TypedValue, options?: MessageOptions): string {
  return encode(policyResponseElement, value, options);
}

/** Reads the message `spaces`: its text, its bytes, or what was parsed from them. */
export function decodeSpaces(message: Source): TypedValue {
  return decode(spacesElement, message);
}

/** Writes the message `spaces`, checked as it is written. */
export function encodeSpaces(value: TypedValue, options?: MessageOptions): string {
  return encode(spacesElement, value, options);
}

/** Reads the message `openGate`: its text, its bytes, or what was parsed from them. */
export function decodeOpenGate(message: Source): TypedValue {
  return decode(openGateElement, message);
}

/** Writes the message `openGate`, checked as it is written. */
export function encodeOpenGate(value: TypedValue, options?: MessageOptions): string {
  return encode(openGateElement, value, options);
}

/** Reads the message `openGateResponse`: its text, its bytes, or what was parsed from them. */
export function decodeOpenGateResponse(message: Source): TypedValue {
  return decode(openGateResponseElement, message);
}

/** Writes the message `openGateResponse`, checked as it is written. */
export function encodeOpenGateResponse(value: TypedValue, options?: MessageOptions): string {
  return encode(openGateResponseElement, value, options);
}

/** Reads the message `refreshGate`: its text, its bytes, or what was parsed from them. */
export function decodeRefreshGate(message: Source): TypedValue {
  return decode(refreshGateElement, message);
}

/** Writes the message `refreshGate`, checked as it is written. */
export function encodeRefreshGate(value: TypedValue, options?: MessageOptions): string {
  return encode(refreshGateElement, value, options);
}

/** Reads the message `refreshGateResponse`: its text, its bytes, or what was parsed from them. */
export function decodeRefreshGateResponse(message: Source): TypedValue {
  return decode(refreshGateResponseElement, message);
}

/** Writes the message `refreshGateResponse`, checked as it is written. */
export function encodeRefreshGateResponse(value: TypedValue, options?: MessageOptions): string {
  return encode(refreshGateResponseElement, value, options);
}

/** Reads the message `closeGate`: its text, its bytes, or what was parsed from them. */
export function decodeCloseGate(message: Source): TypedValue {
  return decode(closeGateElement, message);
}

/** Writes the message `closeGate`, checked as it is written. */
export function encodeCloseGate(value: TypedValue, options?: MessageOptions): string {
  return encode(closeGateElement, value, options);
}

/** Reads the message `closeGateResponse`: its text, its bytes, or what was parsed from them. */
export function decodeCloseGateResponse(message: Source): TypedValue {
  return decode(closeGateResponseElement, message);
}

/** Writes the message `closeGateResponse`, checked as it is written. */
export function encodeCloseGateResponse(value: TypedValue, options?: MessageOptions): string {
  return encode(closeGateResponseElement, value, options);
}
