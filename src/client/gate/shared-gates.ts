import { StoaError, isStoaError } from '../../base/light.js';
import type { Clock } from '../../base/index.js';
import { ServiceFault } from '../../gate/light.js';
import type { CodecGate, Gate, OpenGateOptions } from '../api.js';
import type { GateCodecs, MessageCodec, WithCodecs } from './codec-interface.js';
import { overlay } from './overlay.js';

/** How a gate is asked for. */
export interface WantedGate {
  /** Document id and, where it is known, the version that was found. */
  readonly service: string;
  readonly options: OpenGateOptions & WithCodecs;
}

/** The open gates of a client: who asks for one that is there is given a handle of it, and nothing is sent. */
export interface SharedGates {
  readonly get: (wanted: WantedGate, open: () => Promise<CodecGate>) => Promise<CodecGate>;
}

/** A gate and how many handles of it are out. */
interface Shared {
  readonly codecs: GateCodecs | undefined;
  readonly gate: Promise<CodecGate>;
  handles: number;
  /** Until when others may have it too: one that is about to end is of little use. */
  untilMs: number;
}

/** Most gates that are found again; those opened first are shared no further. */
const MAX_SHARED = 1_000;

const toKey = ({ service, options }: WantedGate): string =>
  JSON.stringify([service, options], (name, value: unknown) =>
    name === 'codecs' || name === 'signal' || name === 'shared' ? undefined : value,
  );

/** What makes a message: its description, or the function that writes it. */
const partOf = (codec: MessageCodec | undefined): unknown => codec && ('codec' in codec ? codec.codec : codec.encode);

/** Codecs are the same when their parts are: each client of a contract lists them anew. */
const isSameCodecs = (one: GateCodecs = [], other: GateCodecs = []): boolean =>
  one.length === other.length &&
  one.every(
    ({ request, response }, at) =>
      partOf(request) === partOf(other[at]?.request) && partOf(response) === partOf(other[at]?.response),
  );

/** Failures after which a gate is as good as before: of the message itself, or none at all. */
const isOfMessage = (thrown: unknown): boolean =>
  thrown instanceof ServiceFault || !isStoaError(thrown) || isStoaError(thrown, 'VALUE_INVALID', 'ABORTED');

/** What a handle does to the gate behind it. */
interface Ends {
  /** Shares the gate no further. */
  readonly forget: () => void;
  readonly close: (gate: CodecGate) => Promise<void>;
}

/** One of several handles of a gate: closing it ends this one alone. */
const createHandle = (gate: CodecGate, { forget, close }: Ends): CodecGate => {
  let isClosed = false;
  let isGiven = false;
  const guard =
    <Input extends readonly unknown[], Result>(run: (...input: Input) => Promise<Result>) =>
    async (...input: Input): Promise<Result> => {
      if (isClosed) throw new StoaError('GATE_CLOSED', 'the gate was closed');
      try {
        return await run(...input);
      } catch (thrown) {
        if (!isOfMessage(thrown)) forget();
        throw thrown;
      }
    };
  const own: Partial<CodecGate> = {
    call: guard(gate.call),
    callAsync: guard(gate.callAsync),
    callMessage: guard(gate.callMessage),
    narrow: guard((options) => {
      // What is given away ends when its giver closes the gate, so nobody else gets it any more.
      isGiven = true;
      forget();
      return gate.narrow(options);
    }),
    close: async () => {
      if (isClosed) return;
      isClosed = true;
      await (isGiven ? gate.close() : close(gate));
    },
  };
  return overlay(gate, own);
};

const isDescribed = (gate: CodecGate): gate is Gate => 'interface' in gate;

/** Where messages have an order, each who sends them needs a gate of its own. */
const isOrdered = (gate: CodecGate): boolean => isDescribed(gate) && gate.interface.order !== undefined;

/** Shares the open gates of one client. */
export const createSharedGates = (clock: Clock): SharedGates => {
  const open = new Map<string, Shared>();

  const begin = (key: string, codecs: GateCodecs | undefined, gate: Promise<CodecGate>): Shared => {
    const shared: Shared = { codecs, gate, handles: 0, untilMs: Infinity };
    const startMs = clock.nowMs();
    open.set(key, shared);
    gate.then(
      (opened) => {
        if (isOrdered(opened)) forget(key, shared);
        shared.untilMs = (startMs + opened.expiresAtMs) / 2;
      },
      () => forget(key, shared),
    );
    const [oldest] = open.keys();
    if (open.size > MAX_SHARED && oldest !== undefined) open.delete(oldest);
    return shared;
  };
  const forget = (key: string, shared: Shared): void => {
    if (open.get(key) === shared) open.delete(key);
  };
  const find = (key: string, codecs: GateCodecs | undefined): Shared | undefined => {
    const found = open.get(key);
    return found !== undefined && found.untilMs > clock.nowMs() && isSameCodecs(found.codecs, codecs)
      ? found
      : undefined;
  };
  const take = async (key: string, shared: Shared): Promise<CodecGate> => {
    shared.handles++;
    return createHandle(await shared.gate, {
      forget: () => forget(key, shared),
      close: async (gate) => {
        if (--shared.handles > 0) return;
        forget(key, shared);
        await gate.close();
      },
    });
  };
  return {
    get: async (wanted, make) => {
      const { codecs, order, signal, shared: isShared = true } = wanted.options;
      if (!isShared || order !== undefined) return make();
      const key = toKey(wanted);
      const found = find(key, codecs);
      if (found === undefined) return take(key, begin(key, codecs, make()));
      try {
        return isOrdered(await found.gate) ? await make() : await take(key, found);
      } catch (thrown) {
        // Who asked first gave up; this one did not.
        if (!isStoaError(thrown, 'ABORTED') || signal?.aborted === true) throw thrown;
        return take(key, begin(key, codecs, make()));
      }
    },
  };
};
