import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { OWN_NAMESPACES, ownSchemas } from '../../../src/protocol/index.js';
import type { SpaceMethod } from '../../../src/protocol/index.js';
import type { TypedValue } from '../../../src/schema/index.js';
import { SPACE_MESSAGE_SAMPLES } from '../../support/space-message-samples.js';
import type { SeededRandom } from '../../support/seeded-random.js';
import { advertisementOf, attributeOf } from '../support/test-server.js';
import { createCheckAnswer } from './check-answer.js';
import type { FuzzAnswer } from './check-answer.js';
import { makeRequest } from './make-request.js';
import type { FuzzRequest, KnownValues } from './make-request.js';
import { readOpenApi, readOperations } from './read-operations.js';
import { createSender } from './send-request.js';

/** What was wrong with an answer, and to which request. */
export interface Complaint {
  readonly operation: string;
  readonly problem: string;
  readonly request: string;
  readonly answer: string;
}

/** What a run of requests gave. */
export interface FuzzReport {
  readonly complaints: readonly Complaint[];
  /** How often each status came. */
  readonly statuses: Readonly<Record<string, number>>;
  /** Operations that succeeded at least once. */
  readonly succeeded: ReadonlySet<string>;
}

/** How often what the requests name is made anew, since they also take it away. */
const RENEW_EVERY = 70;

const XML = { 'content-type': 'application/xml' };

const spaceMessage = (local: string, content: string): string => `<${local} xmlns="urn:stoa:space:1" ${content}`;

/** A service that answers whatever it is sent. */
const startService = async () => {
  const service = createServer((request, response) => {
    request.resume();
    request.on('end', () =>
      response.writeHead(200, { 'content-type': 'application/xml' }).end('<pong xmlns="urn:test">x</pong>'),
    );
  }).listen(0, '127.0.0.1');
  await once(service, 'listening');
  return { service, uri: `http://127.0.0.1:${String((service.address() as AddressInfo).port)}/` };
};

/** Whom a run of requests is sent to and by whom. */
export interface FuzzedServer {
  readonly url: string;
  /** Values of `Authorization` that somebody is known by, the first one that may do everything in the space main. */
  readonly callers?: readonly string[];
  /** Forms that a token is had for. */
  readonly forms?: readonly string[];
  /** Name of a document that only the first caller may know of. */
  readonly hidden?: string;
}

/** One space of a server, and one spawned from it, with a document, a service, a gate, a lease and a subscription. */
const createFixture = async ({ url, callers = [], hidden }: FuzzedServer, serviceUri: string): Promise<KnownValues> => {
  const [authorization] = callers;
  const headers = authorization === undefined ? XML : { ...XML, authorization };
  const post = async (path: string, body: string): Promise<string> =>
    (await fetch(`${url}${path}`, { method: 'POST', body, headers })).text();
  const idOf = (urn: string): string => urn.replace('urn:uuid:', '');
  const note = await post('/spaces/main/documents', '<note xmlns="urn:x">buy milk</note>');
  const service = await post('/spaces/main/documents', advertisementOf('pinger', serviceUri));
  const id = attributeOf(service, 'entry', 'id');
  const gate = await post('/spaces/main/gates', spaceMessage('openGate', `id="${id}" carry="relay"/>`));
  const spawned = await post('/spaces/main/spaces', spaceMessage('spawn', '><name>fuzz</name></spawn>'));
  const subscribed = await post('/spaces/main/subscriptions', spaceMessage('subscribe', '/>'));
  const leases = [note, service, subscribed];
  const secret =
    hidden === undefined ? note : await post(`/spaces/main/documents`, advertisementOf(hidden, serviceUri));
  const address = attributeOf(gate, 'openGateResponse', 'uri').split('/').at(-1) ?? '';
  const root = attributeOf(spawned, 'spawnResponse', 'root');
  const spawnedId = idOf(attributeOf(spawned, 'spawnResponse', 'space'));
  // What has the same place in each list belongs together.
  return {
    space: ['main', 'main', 'main', spawnedId],
    id: [idOf(attributeOf(note, 'entry', 'id')), idOf(id), id, idOf(attributeOf(secret, 'entry', 'id'))],
    lease: leases.map((text) => idOf(attributeOf(text, 'lease', 'id'))),
    'Stoa-Lease': [...leases.map((text) => attributeOf(text, 'lease', 'credential')), root],
    'Stoa-Credential': [root],
    'Stoa-Control': [attributeOf(gate, 'openGateResponse', 'control')],
    gate: [idOf(attributeOf(gate, 'openGateResponse', 'gate'))],
    address: [address],
    subscription: [idOf(attributeOf(subscribed, 'subscribeResponse', 'subscription'))],
    file: ['space.xsd', 'advertisement.xsd', 'problem.xsd'],
    name: ['note', 'p*', 'pinger'],
    period: ['PT1M', '10m'],
    limit: ['1', '10'],
    'If-Match': ['"1"', '*'],
  };
};

const PING = '<ping xmlns="urn:test">1</ping>';
const NOTE = '<note xmlns="urn:x">eggs</note>';
const DEFAULT_POLICY = '<policy xmlns="urn:stoa:space:1"><access default="true"/></policy>';
const SCHEMA =
  '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:element name="a" type="xs:int"/></xs:schema>';

/** A message of a space in XML and in JSON, full and minimal. */
const messagesNamed = (local: SpaceMethod): readonly string[] =>
  Object.values(SPACE_MESSAGE_SAMPLES[local].request).flatMap((value: unknown) => [
    ownSchemas.space.encode({ name: { namespace: OWN_NAMESPACES.space, local }, value: value as TypedValue }),
    JSON.stringify({ [local]: value }, (_key, part: unknown) => (typeof part === 'bigint' ? String(part) : part)),
  ]);

/** What each operation takes. */
const createBodies = (forms: readonly string[]): Readonly<Record<string, readonly string[]>> => {
  const methods = Object.keys(SPACE_MESSAGE_SAMPLES) as SpaceMethod[];
  return {
    sendMessage: methods.flatMap(messagesNamed),
    spawnSpace: messagesNamed('spawn'),
    changePolicy: [...messagesNamed('policy'), DEFAULT_POLICY],
    replaceRoot: messagesNamed('replaceRoot'),
    publish: [NOTE, advertisementOf('other'), advertisementOf('other', 'http://127.0.0.1:9/', 'other')],
    updateDocument: [NOTE],
    lookupBySchema: [...messagesNamed('lookup'), SCHEMA],
    subscribe: messagesNamed('subscribe'),
    openGate: messagesNamed('openGate'),
    refreshGate: messagesNamed('refreshGate'),
    relayCall: [PING],
    getToken: forms,
  };
};

/** Bodies in which the ids of samples are those of documents that there are. */
const withKnownIds = (bodies: readonly string[], random: SeededRandom, { id = [] }: KnownValues): readonly string[] =>
  bodies.map((body) =>
    body.replaceAll(
      /urn:uuid:01932b6e-7c5a-7000-8000-000000000001/g,
      `urn:uuid:${random.pick(id).replace('urn:uuid:', '')}`,
    ),
  );

const show = ({ method, target, headers, body }: FuzzRequest): string =>
  `${method} ${target.slice(0, 300)} ${JSON.stringify(headers).slice(0, 600)} ${new TextDecoder().decode(body).slice(0, 600)}`;

/** Sends `count` seeded requests to a server, and judges each answer by `openapi.yaml`. */
export const fuzzServer = async (server: FuzzedServer, random: SeededRandom, count: number): Promise<FuzzReport> => {
  const { url, callers = [], forms = [], hidden } = server;
  const openapi = readOpenApi();
  const operations = readOperations(openapi);
  const check = createCheckAnswer(openapi);
  const bodies = createBodies(forms);
  const all = Object.values(bodies).flat();
  const { service, uri } = await startService();
  const { send, close } = createSender(url);
  const complaints: Complaint[] = [];
  const statuses: Record<string, number> = {};
  const succeeded = new Set<string>();
  let values: KnownValues = {};

  const checkHidden = ({ headers, body }: FuzzRequest, answer: FuzzAnswer): string | undefined => {
    const mayKnow = hidden === undefined || headers['authorization'] === callers[0];
    const isKnown = mayKnow || new TextDecoder().decode(body).includes(hidden);
    return !isKnown && answer.body.includes(hidden) ? `tells of ${hidden}` : undefined;
  };
  const judge = (operation: (typeof operations)[number], request: FuzzRequest, answer: FuzzAnswer): void => {
    statuses[answer.status] = (statuses[answer.status] ?? 0) + 1;
    if (answer.status < 300 && request.method === operation.method) succeeded.add(operation.operationId);
    // Another method, or a path that was changed, belongs to another operation or to none.
    const isHead = request.method === 'HEAD';
    const isOther = request.method !== operation.method || !isPathOf(operation.path, request.target);
    const problem = isHead
      ? undefined
      : (check(isOther ? undefined : operation, answer) ?? checkHidden(request, answer));
    if (problem === undefined) return;
    const { status, body } = answer;
    complaints.push({
      operation: operation.operationId,
      problem,
      request: show(request),
      answer: `${status} ${String(answer.headers['content-type'])} ${body.slice(0, 500)}`,
    });
  };

  try {
    for (let at = 0; at < count; at++) {
      if (at % RENEW_EVERY === 0) values = await createFixture(server, uri);
      const operation = operations[at % operations.length] ?? random.pick(operations);
      const bodiesFor = (name: string) => withKnownIds(bodies[name] ?? [], random, values);
      const request = makeRequest(random, operation, { values: () => values, callers, bodiesFor, bodies: all });
      judge(operation, request, await send(request));
    }
  } finally {
    close();
    service.closeAllConnections();
    service.close();
  }
  return { complaints, statuses, succeeded };
};

/** Whether a target has the segments of a path, each of a parameter not empty. */
const isPathOf = (path: string, target: string): boolean => {
  const pattern = path.replaceAll(/[.]/g, '\\.').replaceAll(/\{\w+\}/g, '[^/?]+');
  return new RegExp(`^${pattern}(\\?.*)?$`, 's').test(target);
};
