import t from 'tap';
import { UnsecuredJWT } from 'jose';
import { fromUtf8, toUtf8 } from '../../../src/base/index.js';
import type { DocumentId, Log } from '../../../src/base/index.js';
import { ServiceFault, createServiceGate } from '../../../src/gate/index.js';
import type { CallHeaders, MessageHandler } from '../../../src/gate/index.js';
import { readProblem } from '../../../src/protocol/index.js';
import {
  createCredentialSigner,
  createCredentialVerifier,
  createSigningKeys,
  toKeySet,
} from '../../../src/security/index.js';
import { createVirtualClock } from '../../support/virtual-clock.js';
import {
  OTHER_SPACE,
  PRINT,
  PRINTER,
  SPACE,
  createHouse,
  jam,
  printMessage,
  printed,
  printerAdvertisement,
  printerHandler,
  readText,
} from '../gate-house.js';

type House = Awaited<ReturnType<typeof createHouse>>;
interface Parts {
  readonly method?: string;
  readonly headers?: CallHeaders;
  readonly body?: string;
}

const ask = async ({ serviceGate }: House, { method = 'POST', headers = {}, body = printMessage() }: Parts = {}) => {
  const answer = await serviceGate({
    method,
    headers: { 'content-type': 'application/xml', ...headers },
    body: toUtf8(body),
    signal: new AbortController().signal,
  });
  return {
    ...answer,
    text: fromUtf8(answer.body),
    code: readProblem(answer.body, answer.headers['content-type'])?.code,
  };
};

t.test('a service takes POSTed XML alone', async (t) => {
  const house = await createHouse();
  t.match(await ask(house), {
    status: 200,
    headers: { 'content-type': 'application/xml; charset=utf-8' },
    text: printed(2),
  });
  t.match(await ask(house, { method: 'GET' }), { status: 405, code: 'METHOD_NOT_ALLOWED', headers: { allow: 'POST' } });
  t.match(await ask(house, { method: 'PUT' }), { status: 405 });
  t.match(await ask(house, { body: '' }), { status: 400, code: 'BODY_REQUIRED' });
  t.match(await ask(house, { headers: { 'content-type': 'application/json' }, body: '{}' }), {
    status: 415,
    code: 'CONTENT_TYPE_UNSUPPORTED',
  });
  t.match(await ask(house, { body: '<print' }), { status: 400, code: 'XML_NOT_WELL_FORMED' });
  t.match(await ask(house, { body: printMessage('-1') }), { status: 422, code: 'MESSAGE_INVALID' });
  t.match(await ask(house, { body: jam() }), { status: 422, code: 'MESSAGE_UNDECLARED' });
});

t.test('a restricted service takes credentials of its space for itself and for the methods granted', async (t) => {
  const house = await createHouse({ access: 'restricted' });
  const bearer = (token = '') => ({ headers: { authorization: `Bearer ${token}` } });
  const { credential } = await house.open();
  t.match(await ask(house, bearer(credential)), { status: 200 });
  t.match(await ask(house), { status: 401, code: 'CREDENTIAL_REQUIRED', headers: { 'www-authenticate': 'Bearer' } });
  t.match(await ask(house, { headers: { authorization: `Basic ${credential ?? ''}` } }), {
    code: 'CREDENTIAL_REQUIRED',
  });
  const narrow = await house.open({ methods: ['status'] });
  t.match(await ask(house, bearer(narrow.credential)), { status: 403, code: 'METHOD_NOT_GRANTED' });
  t.match(await ask(house, { ...bearer(narrow.credential), body: `<status xmlns="${PRINT}"/>` }), { status: 200 });
});

t.test('a forged, foreign, changed or expired credential is refused with its own code and told nowhere', async (t) => {
  const house = await createHouse({ access: 'restricted' });
  const { credential = '', id } = await house.open();
  const { clock } = house;
  const claims = { issuer: SPACE, audience: PRINTER, gate: id, methods: ['print'], notAfterMs: clock.nowMs() + 60_000 };
  const stranger = createCredentialSigner({ keys: await createSigningKeys(), clock });
  const forged = [
    (await stranger.sign(claims)).token,
    new UnsecuredJWT({ iss: SPACE, aud: PRINTER, jti: id, methods: ['print'] }).setExpirationTime('1h').encode(),
    credential.slice(0, 40) + (credential[40] === 'x' ? 'y' : 'x') + credential.slice(41),
    'made.up.token',
  ];
  for (const token of forged) {
    const answer = await ask(house, { headers: { authorization: `Bearer ${token}` } });
    t.match(answer, { status: 403, code: 'CREDENTIAL_INVALID' });
    t.notOk(answer.text.includes(token.slice(0, 12)), 'the problem does not quote it');
  }
  await clock.advance(60_000);
  t.match(await ask(house, { headers: { authorization: `Bearer ${credential}` } }), {
    status: 401,
    code: 'CREDENTIAL_EXPIRED',
  });
});

t.test('a credential for another service, or of another space, is refused', async (t) => {
  const clock = createVirtualClock();
  const keys = await createSigningKeys();
  const verifier = createCredentialVerifier({ keys: async () => toKeySet(keys), clock });
  const house = await createHouse({ access: 'restricted', service: { verifier, clock } });
  const signer = createCredentialSigner({ keys, clock });
  const { id: gate } = await house.open();
  const sign = async (issuer: typeof SPACE, audience: DocumentId) =>
    (await signer.sign({ issuer, audience, gate, methods: ['print'], notAfterMs: clock.nowMs() + 60_000 })).token;
  const codeOf = async (token: string) => (await ask(house, { headers: { authorization: `Bearer ${token}` } })).code;
  t.equal(await codeOf(await sign(SPACE, PRINTER)), undefined);
  t.equal(await codeOf(await sign(OTHER_SPACE, PRINTER)), 'CREDENTIAL_INVALID');
  t.equal(await codeOf(await sign(SPACE, 'urn:example:other' as DocumentId)), 'CREDENTIAL_INVALID');
  const unpublished = await createHouse({
    access: 'restricted',
    service: { verifier, clock, documentId: () => undefined },
  });
  t.match(await ask(unpublished, { headers: { authorization: `Bearer ${await sign(SPACE, PRINTER)}` } }), {
    code: 'CREDENTIAL_INVALID',
  });
});

t.test('a restricted service with nothing to verify credentials is not made, nor a gate without methods', async (t) => {
  const clock = createVirtualClock();
  const restricted = readText(printerAdvertisement({ access: 'restricted' }));
  t.throws(() => createServiceGate({ advertisement: restricted, handle: printerHandler, clock }), {
    code: 'CONFIGURATION_INVALID',
  });
  const bare = readText(
    '<advertisement xmlns="urn:stoa:advertisement:1" kind="document"><name>x</name><endpoint uri="http://a.example/" binding="stoa-http"/></advertisement>',
  );
  t.throws(() => createServiceGate({ advertisement: bare, handle: printerHandler, clock }), { code: 'NOT_A_SERVICE' });
});

t.test(
  'nothing leaves a service that its interface does not declare: a wrong answer is its own logged failure',
  async (t) => {
    const handlers: Record<string, MessageHandler> = {
      'not XML': async () => ({ bytes: toUtf8('hello') }),
      'not UTF-8': async () => ({ bytes: Uint8Array.of(0xff) }),
      'another element': async () => ({ bytes: toUtf8(`<ready xmlns="${PRINT}">true</ready>`) }),
      'a wrong value': async () => ({ bytes: toUtf8(printed('many')) }),
      'no answer': async () => undefined,
      'an undeclared fault': () =>
        Promise.reject(new ServiceFault({ element: { namespace: PRINT, local: 'secret' }, value: 'x' })),
      'a fault that does not fit': () =>
        Promise.reject(new ServiceFault({ element: { namespace: PRINT, local: 'jam' }, value: { tray: 1000 } })),
      'a crash': () => Promise.reject(new TypeError('password=hunter2')),
    };
    for (const [name, handle] of Object.entries(handlers)) {
      const logged: string[] = [];
      const ignore = (): void => undefined;
      const log: Log = { debug: ignore, info: ignore, warn: ignore, error: (_fields, message) => logged.push(message) };
      const house = await createHouse({ handle, service: { log } });
      const answer = await ask(house);
      t.match(answer, { status: 502, code: 'SERVICE_FAILED' }, name);
      t.notMatch(answer.text, /hunter2/);
      t.equal(logged.length, 1, name);
    }
  },
);

t.test('a declared fault, thrown as a value or returned as a document, is answered with 422', async (t) => {
  const element = { namespace: PRINT, local: 'jam' };
  const thrown = await createHouse({ handle: () => Promise.reject(new ServiceFault({ element, value: { tray: 3 } })) });
  t.match(await ask(thrown), {
    status: 422,
    headers: { 'content-type': /^application\/xml/ },
    text: /<tray>3<\/tray>/,
    code: undefined,
  });
  const returned = await createHouse({ handle: async () => ({ bytes: toUtf8(jam(3)) }) });
  t.match(await ask(returned), { status: 422, text: jam(3) });
});

t.test(
  'a one-way method is answered with 202 and no body, and an answer to it is a failure of the service',
  async (t) => {
    const body = `<note xmlns="${PRINT}">x</note>`;
    t.match(await ask(await createHouse(), { body }), { status: 202, text: '', headers: {} });
    const talkative = await createHouse({ handle: async () => ({ bytes: toUtf8(printed(1)) }) });
    t.match(await ask(talkative, { body }), { status: 502 });
  },
);

t.test('a handler sees the method, the element, its text and the bytes as they came', async (t) => {
  const house = await createHouse({
    handle: async ({ method, element, source, bytes, results, credential, signal }) => {
      t.equal(method.name, 'print');
      t.equal(element.name.local, 'print');
      t.equal(source, fromUtf8(bytes));
      t.equal(source, ` ${printMessage()} `);
      t.equal(results, undefined);
      t.equal(credential, undefined);
      t.equal(signal.aborted, false);
      return { bytes: toUtf8(printed(1)) };
    },
  });
  t.match(await ask(house, { body: ` ${printMessage()} ` }), { status: 200 });
});
