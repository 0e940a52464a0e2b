import { Worker } from 'node:worker_threads';
import { StoaError } from '../../base/index.js';
import type { Clock, Log, ScheduledCall, SchemaLimits } from '../../base/index.js';
import { createSchemaWorker } from '../../space/index.js';
import type { MessageWorker, SchemaWorker, SpaceMessage } from '../../space/index.js';
import { fromSentError } from './messages.js';
import type { OutcomeMessage, TaskMessage, ThreadInput, ThreadTask } from './messages.js';

/** What the thread needs of its server. */
export interface SchemaThreadParts {
  readonly limits: SchemaLimits;
  readonly clock: Clock;
  readonly log: Log;
  /** The thread's program. Default: the one beside this module, once it is built. */
  readonly program?: URL;
}

/** A worker of schemas in a thread of its own. */
export interface SchemaThread {
  readonly worker: SchemaWorker & MessageWorker;
  readonly close: () => Promise<void>;
  /** Tasks at work and waiting. */
  readonly count: () => number;
}

/** Longest time for one task, in milliseconds: the limits of schemas end one long before. */
const MAX_TASK_MS = 30_000;
/** Most tasks that wait; each holds the text of a schema. */
const MAX_WAITING = 100;
/** Heap of the thread in megabytes: beyond it the thread ends, and the task with an error. */
const MAX_HEAP_MB = 512;

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: StoaError) => void;
}

const failed = (message: string, limit: string): StoaError =>
  new StoaError('SCHEMA_LIMIT_EXCEEDED', message, {
    limit,
    hint: 'Take a smaller schema, or split it.',
  });

/** Bytes are sent with the whole of the buffer that they are in. */
const toOwn = (value: unknown): unknown => (value instanceof Uint8Array ? new Uint8Array(value) : value);

class ThreadedWorker {
  readonly #parts: SchemaThreadParts;
  readonly #waiting = new Map<number, Waiting>();
  #thread: Worker | undefined;
  #deadline: ScheduledCall | undefined;
  #nextId = 1;
  #closed = false;

  constructor(parts: SchemaThreadParts) {
    this.#parts = parts;
  }

  count(): number {
    return this.#waiting.size;
  }

  /** Hands a task to the thread, which is started when it is first needed. */
  async run(task: ThreadTask, ...input: readonly unknown[]): Promise<unknown> {
    if (this.#closed) throw new StoaError('SHUTTING_DOWN', 'the server is shutting down');
    if (this.#waiting.size >= MAX_WAITING) {
      throw new StoaError('TOO_MANY_TASKS', `at most ${MAX_WAITING} large schemas wait to be read`, {
        retryAfterSeconds: 1,
        limit: 'maxWaitingSchemas',
      });
    }
    const thread = this.#start();
    const id = this.#nextId++;
    const message: TaskMessage = { id, task, input: input.map(toOwn) };
    const outcome = new Promise<unknown>((resolve, reject) => void this.#waiting.set(id, { resolve, reject }));
    thread.ref();
    thread.postMessage(message);
    if (this.#waiting.size === 1) this.#arm();
    return outcome;
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#deadline?.cancel();
    this.#failAll(new StoaError('SHUTTING_DOWN', 'the server is shutting down'));
    await this.#thread?.terminate();
  }

  #start(): Worker {
    if (this.#thread) return this.#thread;
    const { limits, log, program = new URL('./thread.js', import.meta.url) } = this.#parts;
    const input: ThreadInput = { limits };
    const thread = new Worker(program, {
      workerData: input,
      name: 'stoa-schemas',
      resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MB },
    });
    thread.on('message', (message: OutcomeMessage) => this.#settle(thread, message));
    thread.on('error', (error) => {
      log.warn({ error }, 'the thread that reads large schemas failed; it is started again when it is needed');
      const isMemory = 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
      this.#end(
        thread,
        isMemory ? failed(`reading the schema took more than ${MAX_HEAP_MB} MB`, 'maxHeap') : StoaError.from(error),
      );
    });
    thread.on('exit', () => this.#end(thread, new StoaError('SHUTTING_DOWN', 'reading the schema was ended')));
    this.#thread = thread;
    return thread;
  }

  #settle(thread: Worker, message: OutcomeMessage): void {
    const waiting = this.#waiting.get(message.id);
    this.#waiting.delete(message.id);
    if ('error' in message) waiting?.reject(fromSentError(message.error));
    else waiting?.resolve(message.value);
    this.#deadline?.cancel();
    if (this.#waiting.size > 0) this.#arm();
    // An idle thread keeps no process alive.
    else thread.unref();
  }

  /** The task at work has this long; those behind it begin to count when it is done. */
  #arm(): void {
    const { clock } = this.#parts;
    this.#deadline = clock.callAt(clock.nowMs() + MAX_TASK_MS, () => {
      const thread = this.#thread;
      if (!thread) return;
      this.#end(thread, failed(`reading the schema took longer than ${MAX_TASK_MS} ms`, 'maxTaskMs'));
      void thread.terminate();
    });
  }

  #end(thread: Worker, error: StoaError): void {
    if (this.#thread !== thread) return;
    this.#thread = undefined;
    this.#deadline?.cancel();
    this.#failAll(error);
  }

  #failAll(error: StoaError): void {
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
}

/** A thread for schemas that are too large for the event loop. It costs nothing until the first one comes. */
export const createSchemaThread = (parts: SchemaThreadParts): SchemaThread => {
  const threaded = new ThreadedWorker(parts);
  return {
    worker: {
      ...createSchemaWorker((task, ...input) => threaded.run(task, ...input)),
      readMessage: async (body) => (await threaded.run('readMessage', body)) as SpaceMessage,
    },
    close: () => threaded.close(),
    count: () => threaded.count(),
  };
};
