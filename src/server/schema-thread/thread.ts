import { setPriority } from 'node:os';
import { platform } from 'node:process';
import { parentPort, workerData } from 'node:worker_threads';
import { createSchemaTasks, readMessageBody, runTask } from '../../space/index.js';
import type { MessageBody } from '../../space/index.js';
import { toSentError } from './messages.js';
import type { OutcomeMessage, TaskMessage, ThreadInput } from './messages.js';

/** The thread that works on schemas which would hold the event loop for too long: one task after the other. */
const { limits } = workerData as ThreadInput;
const tasks = createSchemaTasks(limits);

/** Where processors are few, the event loop goes before this work. */
const NICENESS = 5;

// Elsewhere than on Linux this would be the priority of the whole process.
if (platform === 'linux') setPriority(NICENESS);

const run = ({ id, task, input }: TaskMessage): OutcomeMessage => {
  try {
    if (task === 'readMessage') return { id, value: readMessageBody(...(input as [MessageBody])) };
    return { id, value: runTask(tasks, task, input) };
  } catch (thrown) {
    return { id, error: toSentError(thrown) };
  }
};

parentPort?.on('message', (message: TaskMessage) => parentPort?.postMessage(run(message)));
