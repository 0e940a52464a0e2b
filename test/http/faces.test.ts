import t from 'tap';
import type { Test } from 'tap';
import { hashSecret } from '../../src/server/auth/secret-hash.js';
import { BILLING, BILLING_SECRET, askToken, startAuthServer } from '../support/auth-house.js';
import { createSeededRandom } from '../support/seeded-random.js';
import type { SeededRandom } from '../support/seeded-random.js';
import { JSON_TYPE, XML, advertisementOf, attributeOf, codeOf } from './support/test-server.js';

const ACTIONS = ['publish', 'lookup', 'read', 'open', 'spawn'] as const;
type Action = (typeof ACTIONS)[number];

interface Grant {
  readonly to: string;
  readonly actions: readonly Action[];
  readonly name: string | undefined;
}

const makeGrants = (random: SeededRandom): readonly Grant[] =>
  Array.from({ length: random.intBetween(1, 4) }, () => ({
    to: random.pick(['anyone', 'authenticated', 'subject:guest', 'group:ops']),
    actions: random.shuffle(ACTIONS).slice(0, random.intBetween(1, 3)),
    name: random.pick([undefined, 'p*', 'x*', '*-note']),
  }));

const writePolicy = (grants: readonly Grant[]): string => {
  const write = ({ to, actions, name }: Grant): string =>
    `<grant to="${to}" actions="${actions.join(' ')}"${name === undefined ? '' : ` name="${name}"`}/>`;
  return `<policy xmlns="urn:stoa:space:1"><access>${grants.map(write).join('')}</access></policy>`;
};

/** Who asks: by which grants it is meant, and what it shows. */
interface Somebody {
  readonly who: readonly string[];
  readonly headers: Readonly<Record<string, string>>;
}

const isMatch = (pattern: string | undefined, name: string): boolean =>
  pattern === undefined || new RegExp(`^${pattern.replace('*', '.*')}$`).test(name);

/** What the words of the policy say, as somebody would read them. */
const may = (grants: readonly Grant[], { who }: Somebody, action: Action, name?: string): boolean =>
  grants.some(
    (grant) =>
      who.includes(grant.to) && grant.actions.includes(action) && (name === undefined || isMatch(grant.name, name)),
  );

const DOCUMENTS = ['printer', 'xerox', 'p-note', 'plain'] as const;
type Name = (typeof DOCUMENTS)[number];

/** One thing that can be asked, in each of the three ways of asking. */
interface Question {
  readonly what: string;
  readonly rest: readonly [method: string, path: string, body?: string];
  readonly xml: string;
  readonly json: object;
  readonly isGranted: (may: (action: Action, name?: string) => boolean) => boolean;
}

const message = (local: string, attributes: string, content = ''): string =>
  `<${local} xmlns="urn:stoa:space:1" ${attributes}>${content}</${local}>`;

const askOf = (name: Name, id: string): readonly Question[] => [
  {
    what: `lookup ${name}`,
    rest: ['GET', `/documents?name=${name}`],
    xml: message('lookup', '', `<name>${name}</name>`),
    json: { lookup: { name } },
    isGranted: (may) => may('lookup'),
  },
  {
    what: `read ${name}`,
    rest: ['GET', `/documents/${id}`],
    xml: message('read', `id="${id}"`),
    json: { read: { '@id': id } },
    isGranted: (may) => may('read', name),
  },
  {
    what: `advertisement of ${name}`,
    rest: ['GET', `/documents/${id}/advertisement`],
    xml: message('read', `id="${id}" view="advertisement"`),
    json: { read: { '@id': id, '@view': 'advertisement' } },
    isGranted: (may) => may('lookup', name) || may('read', name),
  },
  {
    what: `gate on ${name}`,
    rest: ['POST', '/gates', message('openGate', `id="${id}"`)],
    xml: message('openGate', `id="${id}"`),
    json: { openGate: { '@id': id } },
    isGranted: (may) => may('open', name) && !name.startsWith('p-') && name !== 'plain',
  },
  {
    what: `publish ${name}`,
    rest: ['POST', `/documents?name=${name}`, '<new/>'],
    xml: message('publish', `name="${name}"`, '<document><new xmlns=""/></document>'),
    json: { publish: { '@name': name, document: { '{}new': ['<new/>'] } } },
    isGranted: (may) => may('publish', name),
  },
  {
    what: `update of ${name}`,
    rest: ['PUT', `/documents/${id}`, '<new/>'],
    xml: message('update', `id="${id}"`, '<document><new xmlns=""/></document>'),
    json: { update: { '@id': id, document: { '{}new': ['<new/>'] } } },
    isGranted: () => false,
  },
  {
    what: `removal of ${name}`,
    rest: ['DELETE', `/documents/${id}`],
    xml: message('remove', `id="${id}"`),
    json: { remove: { '@id': id } },
    isGranted: () => false,
  },
  {
    what: `renewal of ${name}`,
    rest: ['PUT', `/leases/${id}`],
    xml: message('renew', `lease="${id}"`),
    json: { renew: { '@lease': id } },
    isGranted: () => false,
  },
];

const SEED = 'c2VlZA'.repeat(8);

const ALWAYS: readonly Question[] = [
  {
    what: 'subscription',
    rest: ['POST', '/subscriptions', message('subscribe', '')],
    xml: message('subscribe', ''),
    json: { subscribe: {} },
    isGranted: (may) => may('lookup'),
  },
  {
    what: 'spawn x-space',
    rest: ['POST', '/spaces', message('spawn', '', '<name>x-space</name>')],
    xml: message('spawn', '', '<name>x-space</name>'),
    json: { spawn: { name: 'x-space' } },
    isGranted: (may) => may('spawn', 'x-space'),
  },
  {
    what: 'policy',
    rest: ['GET', '/policy'],
    xml: message('policy', ''),
    json: { policy: {} },
    isGranted: () => false,
  },
  {
    what: 'change of the policy',
    rest: ['PUT', '/policy', message('policy', '', '<access default="true"/>')],
    xml: message('policy', '', '<access default="true"/>'),
    json: { policy: { access: { '@default': true } } },
    isGranted: () => false,
  },
  {
    what: 'replacing of the root credential',
    rest: ['PUT', '/root', message('replaceRoot', `seed="${SEED}"`)],
    xml: message('replaceRoot', `seed="${SEED}"`),
    json: { replaceRoot: { '@seed': SEED } },
    isGranted: () => false,
  },
  {
    what: 'end of the space',
    rest: ['DELETE', ''],
    xml: message('destroy', ''),
    json: { destroy: {} },
    isGranted: () => false,
  },
];

const startHouse = async (t: Test) => {
  const secretHash = await hashSecret(BILLING_SECRET, 10);
  const clients = [
    { id: 'billing', secretHash, groups: ['ops'] },
    { id: 'guest', secretHash },
  ];
  const server = await startAuthServer(t, { auth: { clients } });
  const space = server.spaces.findByAlias('main');
  const root = { 'stoa-credential': space ? server.spaces.root(space.id) : '' };
  const ask = (path: string, init: RequestInit) => server.request(`/spaces/main${path}`, init);
  const ids = new Map<Name, string>();
  for (const name of DOCUMENTS) {
    const isService = !name.startsWith('p-') && name !== 'plain';
    const body = isService ? advertisementOf(name) : '<note xmlns="urn:x">secret words</note>';
    const path = isService ? '/documents' : `/documents?name=${name}`;
    const answer = await ask(path, { method: 'POST', headers: { ...XML, ...root }, body });
    ids.set(name, attributeOf(await answer.text(), 'entry', 'id'));
  }
  const show = async (id: string) => {
    const { body } = await askToken(server, { ...BILLING, client_id: id });
    return { authorization: `Bearer ${String(body['access_token'])}` };
  };
  const people: readonly Somebody[] = [
    { who: ['anyone'], headers: {} },
    { who: ['anyone', 'authenticated', 'subject:guest'], headers: await show('guest') },
    { who: ['anyone', 'authenticated', 'group:ops'], headers: await show('billing') },
  ];
  const setPolicy = (body: string) => ask('/policy', { method: 'PUT', headers: { ...XML, ...root }, body });
  return { server, ask, ids, people, setPolicy };
};

interface Told {
  readonly result: string;
  readonly names: readonly string[];
}

const tell = async (answer: Response): Promise<Told> => {
  const text = await answer.text();
  if (!answer.ok) return { result: codeOf(text), names: [] };
  const found = [...text.matchAll(/<entry [^>]*? name="([^"]*)"|"@name":"([^"]*)"/g)];
  return { result: 'ok', names: [...new Set(found.map((match) => match[1] ?? match[2] ?? ''))].sort() };
};

/** The same question in each way. */
const askInAllWays = async (
  ask: (path: string, init: RequestInit) => Promise<Response>,
  { rest, xml, json }: Question,
  { headers }: Somebody,
): Promise<readonly Told[]> => {
  const [method, path, body] = rest;
  return Promise.all(
    [
      ask(path, body === undefined ? { method, headers } : { method, headers: { ...XML, ...headers }, body }),
      ask('', { method: 'POST', headers: { ...XML, ...headers }, body: xml }),
      ask('', { method: 'POST', headers: { ...JSON_TYPE, ...headers }, body: JSON.stringify(json) }),
    ].map(async (answer) => tell(await answer)),
  );
};

const POLICIES = 8;

t.test('whatever the policy, resources and messages grant and refuse the same, and what its words say', async (t) => {
  const { ask, ids, people, setPolicy, server } = await startHouse(t);
  const random = createSeededRandom(20_261_121);
  const questions = [...DOCUMENTS.flatMap((name) => askOf(name, ids.get(name) ?? '')), ...ALWAYS];
  const told = { granted: 0, refused: 0 };
  for (let round = 0; round < POLICIES; round++) {
    const grants = makeGrants(random);
    t.equal((await setPolicy(writePolicy(grants))).status, 200);
    for (const somebody of people)
      for (const question of questions) {
        const [rest, ...messages] = await askInAllWays(ask, question, somebody);
        const what = `${question.what} by ${somebody.who.join(', ')} of ${writePolicy(grants)}`;
        for (const other of messages) t.equal(other.result, rest?.result, what);
        const isGranted = question.isGranted((action, name) => may(grants, somebody, action, name));
        t.equal(rest?.result === 'ok', isGranted, `${what}: ${rest?.result ?? ''}`);
        told[isGranted ? 'granted' : 'refused']++;
        if (!question.what.startsWith('lookup')) continue;
        const name = question.what.slice('lookup '.length);
        const names = isGranted && may(grants, somebody, 'lookup', name) ? [name] : [];
        for (const { names: found } of [rest, ...messages].filter((each) => each !== undefined))
          t.same(found, names, what);
      }
  }
  t.comment(JSON.stringify(told));
  t.ok(told.granted > 100 && told.refused > 100);
  t.equal((await server.request('/spaces/main')).status, 200, 'nobody has ended the space');
});
