import { isStoaError } from '../../base/light.js';
import type { CodecGate } from '../api.js';
import { overlay } from '../gate/overlay.js';

/** What is said through a gate. */
const SAYING = ['call', 'callAsync', 'callMessage', 'narrow'] as const;
type Say = (...input: readonly unknown[]) => Promise<unknown>;

/**
 * A gate that is opened anew when it has expired, so that a client may be kept for as long as it is wanted. What an expired gate has
 * refused was not done, and is said again through the new one.
 */
export const createLastingGate = (first: CodecGate, open: () => Promise<CodecGate>): CodecGate => {
  let gate = first;
  let opening: Promise<CodecGate> | undefined;
  const reopen = (): Promise<CodecGate> =>
    (opening ??= open()
      .then((opened) => (gate = opened))
      .finally(() => void (opening = undefined)));
  const through =
    (name: (typeof SAYING)[number]): Say =>
    async (...input) => {
      const used = gate;
      // Each takes what it takes, and gives what it gives.
      const say = (to: CodecGate): Promise<unknown> => (to[name] as Say)(...input);
      try {
        return await say(used);
      } catch (thrown) {
        if (!isStoaError(thrown, 'GATE_EXPIRED')) throw thrown;
        return say(gate === used ? await reopen() : gate);
      }
    };
  return overlay<CodecGate>(first, {
    get id() {
      return gate.id;
    },
    get uri() {
      return gate.uri;
    },
    get expiresAtMs() {
      return gate.expiresAtMs;
    },
    ...Object.fromEntries(SAYING.map((name) => [name, through(name)])),
    close: () => gate.close(),
  });
};
