import { StoaError } from '../../../base/index.js';
import { importPackage, unavailable } from '../packaged.js';
import type { LoadPackage } from '../packaged.js';

/** A signal of Avahi's daemon. */
export interface AvahiSignal {
  readonly path: string;
  readonly member: string;
  readonly body: readonly unknown[];
}

/** Signature of D-Bus, and the values it is of. */
export type AvahiInput = readonly [signature: string, body: readonly unknown[]];

/** Calls to Avahi's daemon over the system's D-Bus. */
export interface AvahiBus {
  /**
   * Calls a method. At most 64 are under way at once: the daemon cuts off who has 128.
   *
   * @throws {StoaError} `DISCOVERY_UNAVAILABLE` with what the daemon says
   */
  readonly call: (path: string, method: string, input?: AvahiInput) => Promise<readonly unknown[]>;
  readonly onSignal: (listener: (signal: AvahiSignal) => void) => void;
  /** Calls `listener` with whether the daemon is there, whenever it comes or goes. */
  readonly onDaemon: (listener: (isThere: boolean) => void) => void;
  readonly close: () => void;
}

interface BusMessage {
  readonly type?: number;
  readonly path?: string;
  readonly interface?: string;
  readonly member?: string;
  readonly body?: readonly unknown[];
}

type Invoke = (message: object, reply: (error: unknown, ...values: readonly unknown[]) => void) => void;

interface DbusClient {
  readonly invoke: Invoke;
  readonly invokeDbus: Invoke;
  readonly connection: {
    readonly on: (event: string, listener: (message: BusMessage) => void) => void;
    readonly end: () => void;
  };
}

const AVAHI = 'org.freedesktop.Avahi';
const SIGNAL = 4;
const MOST_CALLS = 64;
const PACKAGE = '@homebridge/dbus-native';

const isClient = (value: unknown): value is DbusClient =>
  typeof value === 'object' && value !== null && 'invoke' in value && 'invokeDbus' in value && 'connection' in value;

const openClient = async (load: LoadPackage): Promise<DbusClient> => {
  let loaded: unknown;
  try {
    loaded = await load(PACKAGE);
  } catch (cause) {
    throw unavailable('avahi', {
      reason: `the package ${PACKAGE} is not installed`,
      hint: `npm install ${PACKAGE}, or set discovery.backend to 'builtin'`,
      cause,
    });
  }
  const face = typeof loaded === 'object' && loaded !== null && 'default' in loaded ? loaded.default : loaded;
  const systemBus = typeof face === 'object' && face !== null && 'systemBus' in face ? face.systemBus : undefined;
  const client: unknown = typeof systemBus === 'function' ? Reflect.apply(systemBus, face, []) : undefined;
  if (!isClient(client))
    throw unavailable('avahi', {
      reason: `the package ${PACKAGE} is not the one known here`,
      hint: `npm install ${PACKAGE}@^0.7.9`,
    });
  return client;
};

const toMessage = (thrown: unknown): string => {
  if (thrown instanceof Error) return thrown.message;
  const message = typeof thrown === 'object' && thrown !== null && 'message' in thrown ? thrown.message : thrown;
  return String(message);
};

const invoke = (call: Invoke, message: object): Promise<readonly unknown[]> =>
  new Promise((resolve, reject) => {
    call(message, (error, ...values) => {
      if (error === null || error === undefined) resolve(values);
      else reject(new StoaError('DISCOVERY_UNAVAILABLE', `Avahi refuses: ${toMessage(error)}`));
    });
  });

/** At most so many at once, the others in order. */
const createThrottle = () => {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async <Value>(run: () => Promise<Value>): Promise<Value> => {
    if (running >= MOST_CALLS) await new Promise<void>((resolve) => void waiting.push(resolve));
    running += 1;
    try {
      return await run();
    } finally {
      running -= 1;
      waiting.shift()?.();
    }
  };
};

/** Which interface of Avahi a path belongs to. */
const interfaceOf = (path: string): string => {
  if (path === '/') return `${AVAHI}.Server`;
  const kind = /\/(EntryGroup|ServiceBrowser|ServiceTypeBrowser|ServiceResolver)\d*/.exec(path)?.[1] ?? '';
  return `${AVAHI}.${kind}`;
};

/**
 * Opens the system's D-Bus and asks for Avahi's daemon.
 *
 * @throws {StoaError} `DISCOVERY_UNAVAILABLE` with the remedy, when package, bus or daemon are not there
 */
export const openAvahiBus = async (load: LoadPackage = importPackage): Promise<AvahiBus> => {
  const client = await openClient(load);
  const failed = new Promise<never>((_resolve, reject) => {
    client.connection.on('error', (cause) =>
      reject(
        unavailable('avahi', {
          reason: "the system's D-Bus cannot be reached",
          hint: 'start dbus-daemon and avahi-daemon (systemctl start dbus avahi-daemon), or set discovery.backend to builtin',
          cause,
        }),
      ),
    );
  });
  failed.catch((thrown: unknown) => StoaError.from(thrown));
  const listeners: ((signal: AvahiSignal) => void)[] = [];
  const watchers: ((isThere: boolean) => void)[] = [];
  client.connection.on('message', ({ type, path = '', interface: of = '', member = '', body = [] }) => {
    if (type !== SIGNAL) return;
    if (of.startsWith(AVAHI)) for (const listener of listeners) listener({ path, member, body });
    if (member === 'NameOwnerChanged' && body[0] === AVAHI) for (const watch of watchers) watch(body[2] !== '');
  });
  const throttle = createThrottle();
  const match = (rule: string) =>
    invoke((...parts) => client.invokeDbus(...parts), { member: 'AddMatch', signature: 's', body: [rule] });
  const bus: AvahiBus = {
    call: (path, member, input) =>
      throttle(() =>
        invoke((...parts) => client.invoke(...parts), {
          destination: AVAHI,
          path,
          interface: interfaceOf(path),
          member,
          ...(input !== undefined && { signature: input[0], body: input[1] }),
        }),
      ),
    onSignal: (listener) => void listeners.push(listener),
    onDaemon: (listener) => void watchers.push(listener),
    close: () => client.connection.end(),
  };
  try {
    await Promise.race([match(`type='signal',sender='${AVAHI}'`), failed]);
    await match(`type='signal',member='NameOwnerChanged',arg0='${AVAHI}'`);
    await bus.call('/', 'GetVersionString');
  } catch (cause) {
    bus.close();
    if (cause instanceof StoaError && cause.hint !== undefined) throw cause;
    throw unavailable('avahi', {
      reason: "Avahi's daemon does not answer",
      hint: 'start it (systemctl start avahi-daemon; apt install avahi-daemon), or set discovery.backend to builtin',
      cause,
    });
  }
  return bus;
};
