import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { createInterface } from 'node:readline';
import { ServiceBroker } from 'moleculer';

/** A node of Moleculer over NATS, silent. */
export const createBroker = (nodeID: string, transporter: string): ServiceBroker =>
  new ServiceBroker({ nodeID, transporter, logger: false });

const findPort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
};

/** A NATS server on this machine; `undefined` where the program is not installed. */
export const startNats = async (): Promise<{ readonly url: string; readonly end: () => Promise<void> } | undefined> => {
  const port = await findPort();
  const child: ChildProcess = spawn('nats-server', ['-a', '127.0.0.1', '-p', String(port)], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const missing = once(child, 'error').then(() => false);
  const ready = (async (): Promise<boolean> => {
    if (!child.stderr) return false;
    for await (const line of createInterface(child.stderr)) if (line.includes('Server is ready')) return true;
    return false;
  })();
  if (!(await Promise.race([missing, ready]))) return undefined;
  child.stderr?.resume();
  const end = async (): Promise<void> => {
    const exited = once(child, 'exit');
    child.kill();
    await exited;
  };
  return { url: `nats://127.0.0.1:${port}`, end };
};
