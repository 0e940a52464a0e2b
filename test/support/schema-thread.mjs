// The thread's program as the sources have it: a thread does not take over the loader of the process that starts it.
import { register } from 'tsx/esm/api';

register();
await import('../../src/server/schema-thread/thread.ts');
