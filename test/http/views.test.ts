import t from 'tap';
import { StoaError, localCaller, toUtf8 } from '../../src/base/index.js';
import type { Caller, SubjectId } from '../../src/base/index.js';
import { connect } from '../../src/client/index.js';
import type { OpenGate } from '../../src/gate/index.js';
import { isProtected, readAdvertisement } from '../../src/advertisement/index.js';
import { parseXml } from '../../src/xml/index.js';
import { getToken, startAuthServer } from '../support/auth-house.js';
import { createSeededRandom } from '../support/seeded-random.js';
import { XML, attributeOf, codeOf, startTestServer } from './support/test-server.js';

const TWO_METHODS = (uri: string): string =>
  `<advertisement xmlns="urn:stoa:advertisement:1" xmlns:t="urn:test" kind="service"><name>printer</name>` +
  `<endpoint uri="${uri}" binding="stoa-http"/><interface>` +
  `<method name="ping"><request element="t:ping"/><response element="t:pong"/></method>` +
  `<method name="stop"><request element="t:stop"/></method><schema>` +
  `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:test" elementFormDefault="qualified">` +
  `<xs:element name="ping" type="xs:int"/><xs:element name="pong" type="xs:string"/><xs:element name="stop" type="xs:int"/>` +
  `</xs:schema></schema></interface></advertisement>`;

const POLICY =
  '<policy xmlns="urn:stoa:space:1"><access><grant to="anyone" actions="lookup"/>' +
  '<grant to="group:ops" actions="lookup read publish"/>' +
  '<grant to="subject:billing" actions="open" methods="ping"/></access></policy>';

const start = async (t: Parameters<typeof startAuthServer>[0]) => {
  const server = await startAuthServer(t);
  const space = server.spaces.findByAlias('main');
  if (!space) throw new RangeError('the space is not declared');
  const root = { 'stoa-credential': server.spaces.root(space.id) };
  const publish = await server.request('/spaces/main/documents', {
    method: 'POST',
    headers: { ...XML, ...root },
    body: TWO_METHODS('http://127.0.0.1:9/'),
  });
  const id = attributeOf(await publish.text(), 'entry', 'id');
  await server.request('/spaces/main/policy', { method: 'PUT', headers: { ...XML, ...root }, body: POLICY });
  const authorization = `Bearer ${await getToken(server)}`;
  return { server, root, path: `/spaces/main/documents/${id}`, billing: { authorization }, id };
};

t.test(
  '[ad:tailored] the ETag of what is seen differs from that of the bytes, and holds as long as it is the same',
  async (t) => {
    const { server, root, path, billing } = await start(t);
    const whole = await server.request(path, { headers: root });
    t.equal(await whole.text(), TWO_METHODS('http://127.0.0.1:9/'));
    const cut = await server.request(path, { headers: billing });
    t.match(await cut.text(), /^(?!.*stop).*ping/s);
    const [one, other] = [whole.headers.get('etag') ?? '', cut.headers.get('etag') ?? ''];
    t.not(one, other);
    t.match(other, /^"\d+\.1-[\w-]+"$/);
    const again = (headers: Readonly<Record<string, string>>, tag: string) =>
      server.request(path, { headers: { ...headers, 'if-none-match': tag } });
    t.equal((await again(billing, other)).status, 304);
    t.equal((await again(billing, one)).status, 200);
    t.equal((await again(root, other)).status, 200);
  },
);

t.test('[ad:protected] who is unknown gets a protected advertisement by every way, and no gate', async (t) => {
  const { server, path, id } = await start(t);
  const read = async (address: string): Promise<string> => (await server.request(address)).text();
  const texts = [await read(`${path}/advertisement`), await read('/spaces/main/documents?name=printer')];
  for (const text of texts) {
    t.notMatch(text, /ping|stop|127\.0\.0\.1:9\//);
    t.match(text, 'oauth-protected-resource');
  }
  t.ok(isProtected(readAdvertisement(parseXml(texts[0] ?? '').root)));
  const gate = await server.request('/spaces/main/gates', {
    method: 'POST',
    headers: XML,
    body: `<openGate xmlns="urn:stoa:space:1" id="${id}"/>`,
  });
  t.equal(gate.status, 401);
  t.match(gate.headers.get('www-authenticate'), 'resource_metadata=');
  const problem = await gate.text();
  t.equal(codeOf(problem), 'AUTHENTICATION_REQUIRED');
  t.match(problem, `${server.url}/.well-known/oauth-protected-resource`);
});

t.test('a gate grants what the caller is granted, and its answer has the schema of that', async (t) => {
  const { server, billing, id } = await start(t);
  const open = (methods: string) =>
    server.request('/spaces/main/gates', {
      method: 'POST',
      headers: { ...XML, ...billing },
      body: `<openGate xmlns="urn:stoa:space:1" id="${id}">${methods}</openGate>`,
    });
  const text = await (await open('')).text();
  t.match(text, /<method>ping<\/method>/);
  t.notMatch(text, /stop/);
  const refused = await open('<method>stop</method>');
  t.equal(codeOf(await refused.text()), 'METHOD_NOT_GRANTED');
});

t.test('a stranger is told of the space itself where it is and no more, its callers everything', async (t) => {
  const server = await startAuthServer(t);
  const stranger = await (await server.request('/spaces/main')).text();
  t.ok(isProtected(readAdvertisement(parseXml(stranger).root)));
  t.equal(readAdvertisement(parseXml(stranger).root).name, 'main');
  const client = connect(`${server.url}/spaces/main`);
  t.equal((await client.describe()).advertisement.interface, undefined, 'which a client reads');
  const headers = { authorization: `Bearer ${await getToken(server)}` };
  const known = await (await server.request('/spaces/main', { headers })).text();
  t.notOk(isProtected(readAdvertisement(parseXml(known).root)));
  const open = await server.request('/spaces');
  t.equal(open.status, 200, 'which spaces there are is no secret');
});

t.test(
  '[ad:tailored] a gate tells nothing of what it does not grant: no component, no method, no message',
  async (t) => {
    const { server, billing, id } = await start(t);
    const open = (content: string, attributes = '') =>
      server.request('/spaces/main/gates', {
        method: 'POST',
        headers: { ...XML, ...billing },
        body: `<openGate xmlns="urn:stoa:space:1" id="${id}" ${attributes}>${content}</openGate>`,
      });
    const component = (element: string) => `<component element="{urn:test}${element}" fingerprint="s1:other"/>`;
    const known = await (await open(component('ping'))).text();
    t.match(known, /the service has s1:/);
    const hidden = await (await open(component('stop'))).text();
    t.match(hidden, /the service has no element \{urn:test\}stop/);
    const unknown = await (await open('<method>explode</method>')).text();
    t.equal(codeOf(unknown), 'METHOD_NOT_GRANTED');
    t.notMatch(unknown, /stop/);
    const relay = attributeOf(await (await open('', 'carry="relay"')).text(), 'openGateResponse', 'uri');
    const send = async (body: string): Promise<string> =>
      (await fetch(relay, { method: 'POST', headers: XML, body })).text();
    const undeclared = await send('<nothing xmlns="urn:test"/>');
    t.equal(codeOf(undeclared), 'MESSAGE_UNDECLARED');
    t.notMatch(undeclared, /stop/);
    t.equal(codeOf(await send('<stop xmlns="urn:test">wrong</stop>')), 'METHOD_NOT_GRANTED', 'before it is checked');
  },
);

interface OpenGrant {
  readonly to: string;
  readonly actions: readonly ['open'];
  readonly methods?: readonly string[];
}

const METHODS = ['ping', 'stop'];
const PEOPLE: readonly Caller[] = [
  localCaller(),
  ...[['people:ann', 'people:ops'], ['people:bob'], ['people:carl', 'people:night', 'people:ops']].map(
    ([subject = '', ...groups]) => ({
      subject: subject as SubjectId,
      groups,
      authenticated: true,
      credentials: [],
    }),
  ),
];

/** What the words of the policy say. */
const isOpenTo = (grants: readonly OpenGrant[], { authenticated, subject, groups }: Caller, method: string): boolean =>
  grants.some(
    ({ to, methods }) =>
      (to === 'anyone' ||
        (authenticated &&
          (to === 'authenticated' ||
            to === `subject:${subject}` ||
            groups.some((group) => to === `group:${group}`)))) &&
      (methods === undefined || methods.includes(method)),
  );

for (const seed of [1, 2])
  t.test(
    `whatever the policies, a gate goes on while all that it grants is granted, and not after that (seed ${seed})`,
    async (t) => {
      const issuer = { issuer: 'http://127.0.0.1:9', audience: 'urn:example:space', alias: 'people' };
      const server = await startTestServer(t, { flags: { auth: { builtin: false, issuers: [issuer] } } });
      const space = server.spaces.findByAlias('main');
      if (!space) throw new RangeError('the space is not declared');
      const root = localCaller(server.spaces.root(space.id));
      const { entry } = await space.publish(root, { bytes: toUtf8(TWO_METHODS('http://127.0.0.1:9/')) });
      const random = createSeededRandom(seed);
      const makeGrant = (): OpenGrant => ({
        to: random.pick(['anyone', 'authenticated', 'subject:people:bob', 'group:people:ops', 'group:people:night']),
        actions: ['open'],
        ...random.pick([{}, { methods: ['ping'] }, { methods: ['stop'] }]),
      });
      let grants: readonly OpenGrant[] = [];
      await server.spaces.policy(root, space.id, { access: grants });
      const gates: { readonly who: Caller; readonly gate: OpenGate; isOpen: boolean }[] = [];
      const seen = new Map<string, number>();
      for (let round = 0; round < 60; round++) {
        const who = random.pick(PEOPLE);
        const methods = random.pick([[], ['ping'], ['stop'], METHODS]);
        const wanted = methods.length > 0 ? methods : METHODS.filter((name) => isOpenTo(grants, who, name));
        const mayOpen = wanted.length > 0 && wanted.every((name) => isOpenTo(grants, who, name));
        const gate = await server.desk.open(who, space.id, { id: entry.id, methods }).catch(() => undefined);
        t.equal(gate !== undefined, mayOpen);
        if (gate) gates.push({ who, gate, isOpen: true });
        if (random.int(3) > 0) continue;
        const isMore = grants.length < 2 || (grants.length < 5 && random.int(2) > 0);
        grants = isMore ? [...grants, makeGrant()] : random.shuffle(grants).slice(1);
        await server.spaces.policy(root, space.id, { access: grants });
        await server.desk.lookAgain(space.id);
        for (const one of gates.filter(({ isOpen }) => isOpen)) {
          one.isOpen = one.gate.methods.every((name) => isOpenTo(grants, one.who, name));
          const { id, control } = one.gate;
          const code = await server.desk.refresh(space.id, id, control).then(
            () => 'open',
            (thrown: unknown) => StoaError.from(thrown).code,
          );
          t.equal(code, one.isOpen ? 'open' : 'GATE_CLOSED', `${one.who.subject} ${one.gate.methods.join(' ')}`);
          seen.set(code, (seen.get(code) ?? 0) + 1);
        }
      }
      t.ok((seen.get('open') ?? 0) > 10 && (seen.get('GATE_CLOSED') ?? 0) > 10, JSON.stringify([...seen]));
    },
  );
