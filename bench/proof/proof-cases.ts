import { Agent, request } from 'node:http';
import { systemClock, systemRandom, toUtf8 } from '../../src/base/index.js';
import { createClientKey } from '../../src/client/index.js';
import { nodeHashing } from '../../src/http/index.js';
import { createProofVerifier, createProver, portableHashing } from '../../src/security/index.js';
import type { Hashing, ProvedMessage } from '../../src/security/index.js';
import type { BenchCase, Contestant } from '../harness.js';
import { startServer } from '../servers/child.js';

const GATE = 'urn:uuid:01a1fd20-0000-7000-8000-0000000000c3';
const SERVICE = 'urn:uuid:01a1fd20-0000-7000-8000-0000000000aa';
const MESSAGE =
  '<?xml version="1.0" encoding="UTF-8"?>\n<convert xmlns="urn:example:units"><value>3</value><unit>km</unit><to>mi</to></convert>';
const BODY = toUtf8(MESSAGE);
/** As long as a credential is. */
const AUTHORIZATION = `Bearer ${'x'.repeat(620)}`;
const HEADERS = { 'content-type': 'application/xml; charset=utf-8', authorization: AUTHORIZATION };
const BATCH = 200;
const LIMIT = '15 µs of processor time';
const LIMIT_RATE = 1e6 / 15;

/** The limit as a contestant: what it would do in a second. */
const limit: Contestant = { name: LIMIT, measure: () => Promise.resolve(LIMIT_RATE) };

/** Operations in a second of this process's processor time, whoever else uses the machine; `prepare` is not counted. */
const createProcessorLoop = <Input>(
  name: string,
  prepare: () => Promise<Input>,
  run: (input: Input) => Promise<unknown>,
): Contestant => ({
  name,
  measure: async (periodMs) => {
    let [done, spentMicros] = [0, 0];
    while (spentMicros < periodMs * 1000) {
      const input = await prepare();
      const from = process.cpuUsage();
      await run(input);
      const { user, system } = process.cpuUsage(from);
      spentMicros += user + system;
      done += BATCH;
    }
    return (done / spentMicros) * 1e6;
  },
});

/** A client and a service that have agreed on a key. */
const agree = async (hashing: Hashing) => {
  const key = await createClientKey();
  const { thumbprint: keyThumbprint } = key;
  const credential = {
    issuer: 'urn:x:space',
    gate: GATE,
    methods: ['convert'],
    expiresAtMs: Infinity,
    keyThumbprint,
    links: [],
  };
  const verifyCredential = () => Promise.resolve(credential as never);
  const verifier = createProofVerifier({ verifyCredential, service: () => SERVICE, clock: systemClock, hashing });
  const prover = createProver({ key, gate: GATE, service: SERVICE, clock: systemClock, random: systemRandom, hashing });
  const prove = () => prover.prove({ method: 'POST', headers: HEADERS, body: BODY });
  const { headers, settle } = await prove();
  await settle((await verifier.verify({ method: 'POST', headers, body: BODY })).answerHeaders);
  return { prove, verifier };
};

const repeat = async (run: () => Promise<unknown>): Promise<void> => {
  for (let at = 0; at < BATCH; at++) await run();
};

/** Calls over one kept connection, read to their end. */
const createPoster = (url: string) => {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const headers = { 'content-type': 'application/xml; charset=utf-8', 'content-length': BODY.length };
  const post = () =>
    new Promise<void>((resolve, reject) => {
      const call = request(url, { method: 'POST', agent, headers }, (answer) => {
        answer.resume().on('end', resolve);
      });
      call.on('error', reject).end(BODY);
    });
  return { post, close: () => agent.destroy() };
};

const clientCase: BenchCase = {
  name: 'proof/client',
  goals: { [LIMIT]: 1 },
  open: async () => {
    const [node, portable] = [await agree(nodeHashing), await agree(portableHashing)];
    const bare = await startServer<{ url: string }>('bare', Buffer.from(MESSAGE).toString('base64'));
    const { post, close } = createPoster(bare.told.url);
    const nothing = () => Promise.resolve(undefined);
    return {
      contestants: [
        createProcessorLoop('proving a call, node:crypto', nothing, () => repeat(node.prove)),
        limit,
        createProcessorLoop('proving a call, portable', nothing, () => repeat(portable.prove)),
        createProcessorLoop('a whole call by http.request, kept alive', nothing, () => repeat(post)),
      ],
      close: async () => {
        close();
        await bare.end();
      },
    };
  },
};

const createServiceLoop = async (name: string, hashing: Hashing): Promise<Contestant> => {
  const { prove, verifier } = await agree(hashing);
  // Through JSON, so that the strings are as flat as those that come from a socket.
  const prepare = async (): Promise<readonly ProvedMessage[]> => {
    const made: ProvedMessage[] = [];
    await repeat(async () => {
      const headers = JSON.parse(JSON.stringify((await prove()).headers)) as ProvedMessage['headers'];
      made.push({ method: 'POST', headers, body: BODY });
    });
    return made;
  };
  return createProcessorLoop(name, prepare, async (messages) => {
    for (const message of messages) await verifier.verify(message);
  });
};

const serviceCase: BenchCase = {
  name: 'proof/service',
  goals: { [LIMIT]: 1 },
  open: async () => ({
    contestants: [
      await createServiceLoop('verifying a call, node:crypto', nodeHashing),
      limit,
      await createServiceLoop('verifying a call, portable', portableHashing),
    ],
  }),
};

export const proofCases: readonly BenchCase[] = [clientCase, serviceCase];
