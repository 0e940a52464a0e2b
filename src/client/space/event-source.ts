import { StoaError } from '../../base/light.js';

/** One event of a stream of server-sent events. */
export interface ServerEvent {
  /** Its type; `undefined` for a message. */
  readonly event: string | undefined;
  readonly data: string;
}

/** Longest event taken, in characters; an event message has about 400. */
const MAX_EVENT_LENGTH = 65_536;

/** The values of the lines of a block that say a field. */
const fieldsOf = (block: string, name: string): readonly string[] =>
  block
    .split('\n')
    .filter((line) => line === name || line.startsWith(`${name}:`))
    .map((line) => line.slice(name.length + 1).replace(/^ /, ''));

const toEvent = (block: string): ServerEvent => ({
  event: fieldsOf(block, 'event').at(-1),
  data: fieldsOf(block, 'data').join('\n'),
});

/**
 * Reads a stream of server-sent events (HTML, section 9.2.6) as its text comes: each call gives the events that are complete by then.
 *
 * @throws {StoaError} `SERVICE_FAILED` for an event that is too long
 */
export const createEventReader = (): ((text: string) => readonly ServerEvent[]) => {
  let rest = '';
  let isFirst = true;
  return (text) => {
    rest += isFirst ? text.replace(/^\uFEFF/, '') : text;
    isFirst &&= rest === '';
    // A CR at the very end may be half of a line end.
    const held = rest.endsWith('\r') ? '\r' : '';
    const blocks = rest
      .slice(0, rest.length - held.length)
      .replace(/\r\n?/g, '\n')
      .split('\n\n');
    rest = (blocks.pop() ?? '') + held;
    if ([rest, ...blocks].some(({ length }) => length > MAX_EVENT_LENGTH))
      throw new StoaError('SERVICE_FAILED', `an event is longer than ${MAX_EVENT_LENGTH} characters`);
    // Comments and what else has no data is no event.
    return blocks.map(toEvent).filter(({ data }) => data !== '');
  };
};
