import { readFile, readlink } from 'node:fs/promises';

/**
 * What tells a process from every other one, also from a later one with the same number: the number, when it
 * was started, in which process namespace (container), since which start of the machine. Fields that the system
 * does not tell are absent.
 */
export interface ProcessIdentity {
  readonly pid: number;
  readonly startedTicks?: string;
  readonly namespace?: string;
  readonly bootId?: string;
}

const orUndefined = async (reading: Promise<string>): Promise<string | undefined> => {
  try {
    return (await reading).trim();
  } catch {
    return undefined;
  }
};

/**
 * Fields 3 and 22 of `/proc/PID/stat` (proc(5)): state, and start time in ticks since boot. Field 2, the name, may
 * hold spaces. A process that has ended but that its parent has not asked about yet (a zombie) has no start time.
 */
const findStartedTicks = async (pid: number): Promise<string | undefined> => {
  const stat = await orUndefined(readFile(`/proc/${pid}/stat`, 'utf8'));
  const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ') ?? [];
  const state = fields[0];
  return state === 'Z' || state === 'X' ? undefined : fields[22 - 3];
};

/** Identity of the process `pid` of this namespace. */
export const readProcessIdentity = async (pid: number): Promise<ProcessIdentity> => {
  const [startedTicks, namespace, bootId] = await Promise.all([
    findStartedTicks(pid),
    orUndefined(readlink('/proc/self/ns/pid')),
    orUndefined(readFile('/proc/sys/kernel/random/boot_id', 'utf8')),
  ]);
  return {
    pid,
    ...(startedTicks === undefined ? {} : { startedTicks }),
    ...(namespace === undefined ? {} : { namespace }),
    ...(bootId === undefined ? {} : { bootId }),
  };
};

const isRunning = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it runs, but belongs to somebody else.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
};

/**
 * Whether the process that wrote `identity` still runs. One of another namespace cannot be seen from here and
 * counts as ended.
 */
export const isAlive = async (identity: ProcessIdentity): Promise<boolean> => {
  const now = await readProcessIdentity(identity.pid);
  if (identity.bootId !== now.bootId || identity.namespace !== now.namespace) return false;
  return identity.startedTicks === now.startedTicks && isRunning(identity.pid);
};

/** The identity that `text` holds, or `undefined` when it was cut off or is something else. */
export const findIdentity = (text: string): ProcessIdentity | undefined => {
  try {
    const parsed: unknown = JSON.parse(text);
    const isIdentity = typeof parsed === 'object' && parsed !== null && 'pid' in parsed && Number.isInteger(parsed.pid);
    return isIdentity ? (parsed as ProcessIdentity) : undefined;
  } catch {
    return undefined;
  }
};
