import { Worker } from 'node:worker_threads';
import { StoaError } from '../../base/index.js';
import type { Clock, Log, ScheduledCall, SchemaLimits } from '../../base/index.js';
import { createSchemaWorker } from '../../space/index.js';
import type { Asker, MessageWorker, SchemaWorker, SpaceMessage } from '../../space/index.js';
import { createFairQueue, refuseTask } from './fair-queue.js';
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

/** Works on schemas and large bodies for one asker. */
export type ThreadWorker = SchemaWorker & MessageWorker;

/** Workers of schemas in a thread of its own, which share it fairly. */
export interface SchemaThread {
  readonly workers: { readonly for: (asker: Asker) => ThreadWorker };
  readonly close: () => Promise<void>;
  /** Tasks at work and waiting. */
  readonly count: () => number;
}

/** Longest time for one task, in milliseconds: the limits of schemas end one long before. */
const MAX_TASK_MS = 30_000;
/** Most tasks, at work and waiting; each holds the text of a schema. */
const PLACES = 200;
/** Most of them that count for one asker: half, so that there is always room for others. */
const SHARE = 100;
/** Tasks that the thread has at once: one at work and the next, so that it need not wait for the event loop; more would have had their turn too early. */
const AT_ONCE = 2;
/** Heap of the thread in megabytes: beyond it the thread ends, and the task with an error. */
const MAX_HEAP_MB = 512;

interface Waiting {
  readonly asker: Asker;
  readonly task: ThreadTask;
  readonly input: readonly unknown[];
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
  readonly #queue = createFairQueue<Waiting>({ places: PLACES, share: SHARE });
  /** What the thread has, in the order in which it works. */
  readonly #sent = new Map<number, Waiting>();
  #thread: Worker | undefined;
  #deadline: ScheduledCall | undefined;
  #nextId = 1;
  #closed = false;

  constructor(parts: SchemaThreadParts) {
    this.#parts = parts;
  }

  count(): number {
    return this.#queue.size();
  }

  /** Has a task done by the thread, which is started when it is first needed. */
  async run(asker: Asker, task: ThreadTask, ...input: readonly unknown[]): Promise<unknown> {
    if (this.#closed) throw new StoaError('SHUTTING_DOWN', 'the server is shutting down');
    return new Promise<unknown>((resolve, reject) => {
      // What this throws rejects the promise.
      this.#queue.add(asker, { asker, task, input, resolve, reject })?.reject(refuseTask({ places: PLACES }));
      this.#send();
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#deadline?.cancel();
    const waiting = [...this.#sent.values(), ...this.#queue.clear()];
    this.#sent.clear();
    for (const { reject } of waiting) reject(new StoaError('SHUTTING_DOWN', 'the server is shutting down'));
    await this.#thread?.terminate();
  }

  /** Gives the thread what is next. */
  #send(): void {
    while (this.#sent.size < AT_ONCE) {
      const next = this.#queue.take();
      if (next === undefined) return;
      const thread = this.#start();
      const id = this.#nextId++;
      const message: TaskMessage = { id, task: next.task, input: next.input.map(toOwn) };
      this.#sent.set(id, next);
      thread.ref();
      thread.postMessage(message);
      if (this.#sent.size === 1) this.#arm();
    }
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
    const done = this.#sent.get(message.id);
    if (done === undefined) return;
    this.#sent.delete(message.id);
    this.#queue.release(done.asker);
    if ('error' in message) done.reject(fromSentError(message.error));
    else done.resolve(message.value);
    this.#deadline?.cancel();
    if (this.#sent.size > 0) this.#arm();
    this.#send();
    // An idle thread keeps no process alive.
    if (this.#sent.size === 0) thread.unref();
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

  /** A thread has ended over the task that it was at; those behind it had no part in that, and go to the next thread. */
  #end(thread: Worker, error: StoaError): void {
    if (this.#thread !== thread) return;
    this.#thread = undefined;
    this.#deadline?.cancel();
    const [atWork, ...behind] = this.#sent.values();
    this.#sent.clear();
    if (atWork) {
      this.#queue.release(atWork.asker);
      atWork.reject(error);
    }
    for (const one of behind.reverse()) this.#queue.putBack(one);
    if (!this.#closed) this.#send();
  }
}

/** A thread for schemas that are too large for the event loop. It costs nothing until the first one comes. */
export const createSchemaThread = (parts: SchemaThreadParts): SchemaThread => {
  const threaded = new ThreadedWorker(parts);
  return {
    workers: {
      for: (asker) => ({
        ...createSchemaWorker((task, ...input) => threaded.run(asker, task, ...input)),
        readMessage: async (body) => (await threaded.run(asker, 'readMessage', body)) as SpaceMessage,
      }),
    },
    close: () => threaded.close(),
    count: () => threaded.count(),
  };
};
