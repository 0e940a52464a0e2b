import { isStoaError } from '../../src/base/index.js';
import { connect } from '../../src/client/index.js';
import { startServerChild } from './server-child.js';

const PUBLISHERS = 16;

/** One round: the data folder that it goes on with, and when the server dies. */
export interface ServerKillRound {
  readonly data: string;
  readonly round: number;
  /** Acknowledged publishes after which the server is killed. */
  readonly killAfter: number;
  /** Documents acknowledged in earlier rounds: XML by id. */
  readonly before: ReadonlyMap<string, string>;
}

/** What was found after a restart. */
export interface ServerKillOutcome {
  readonly acknowledged: ReadonlyMap<string, string>;
  readonly problems: readonly string[];
}

/** Publishes from many connections at once until the server dies. */
const publishUntilKilled = async ({
  data,
  round,
  killAfter,
  before,
}: ServerKillRound): Promise<Map<string, string>> => {
  const server = await startServerChild(data);
  const space = connect(server.url);
  const acknowledged = new Map(before);
  let next = 0;
  let killed: Promise<unknown> | undefined;
  const publisher = async (): Promise<void> => {
    for (;;) {
      const xml = `<note xmlns="urn:test" round="${String(round)}">${String(next++)}${'.'.repeat(next % 700)}</note>`;
      try {
        const { entry } = await space.publish(xml, { name: `note-${String(round)}`, periodMs: 3_600_000 });
        acknowledged.set(entry.id, xml);
      } catch (thrown) {
        if (!isStoaError(thrown, 'SERVICE_UNREACHABLE', 'ANSWER_INVALID')) throw thrown;
        return;
      }
      if (acknowledged.size - before.size >= killAfter) killed ??= server.end('SIGKILL');
    }
  };
  await Promise.all(Array.from({ length: PUBLISHERS }, publisher));
  await killed;
  return acknowledged;
};

/**
 * Publishes over HTTP, kills the server with SIGKILL, starts it again and looks: every acknowledged document is found and
 * read as it was published, and the index has no document that cannot be read.
 */
export const runServerKillRound = async (input: ServerKillRound): Promise<ServerKillOutcome> => {
  const acknowledged = await publishUntilKilled(input);
  const problems: string[] = [];
  const server = await startServerChild(input.data);
  const space = connect(server.url);
  const found = new Set<string>();
  for await (const { entry } of space.lookupAll({ limit: 500 })) {
    if (found.has(entry.id)) problems.push(`${entry.id} is listed twice`);
    found.add(entry.id);
    const { xml } = await space.read(entry.id);
    const wanted = acknowledged.get(entry.id) ?? xml;
    if (xml !== wanted) problems.push(`${entry.id} has other content`);
  }
  for (const id of acknowledged.keys()) if (!found.has(id)) problems.push(`acknowledged ${id} is gone`);
  const exitCode = await server.end('SIGTERM');
  if (exitCode !== 0) problems.push(`the server ended with ${String(exitCode)} when it was asked to stop`);
  return { acknowledged, problems };
};
