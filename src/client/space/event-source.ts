import { StoaError } from '../../base/light.js';

/** One event of a stream of server-sent events. */
export interface ServerEvent {
  /** Its type; `undefined` for a message. */
  readonly event?: string;
  readonly id?: string;
  readonly data: string;
}

/** Longest event taken, in characters; an event message has about 400. */
const MAX_EVENT_LENGTH = 65_536;

/** The event that the lines of a block say; `undefined` for one without data (comments, a retry). */
const toEvent = (block: string): ServerEvent | undefined => {
  const fields = new Map<string, string>();
  for (const line of block.split('\n')) {
    const [, name = '', value = ''] = /^([^:]*)(?:: ?(.*))?$/s.exec(line) ?? [];
    const before = name === 'data' ? fields.get(name) : undefined;
    fields.set(name, before === undefined ? value : `${before}\n${value}`);
  }
  const [data, event, id] = [fields.get('data'), fields.get('event'), fields.get('id')];
  return !data ? undefined : { data, ...(event && { event }), ...(id !== undefined && { id }) };
};

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
    return blocks.map(toEvent).filter((event) => event !== undefined);
  };
};
