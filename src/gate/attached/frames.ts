import { StoaError, concatBytes, fromUtf8, toUtf8 } from '../../base/index.js';
import type { CallHeaders } from '../model.js';

/** What the two ends of an attachment say to each other. A call and its answer have the same id. */
export type Frame =
  /** First frame of the service: who it is, and how many calls it takes at once. */
  | { readonly kind: 'attach'; readonly credential: string; readonly window: number }
  /** The space has taken the attachment on. */
  | { readonly kind: 'attached' }
  /** One call: headers and body as a relay forwards them. */
  | { readonly kind: 'call'; readonly id: number; readonly headers: CallHeaders; readonly body: Uint8Array }
  /** Nobody waits for the answer any more. */
  | { readonly kind: 'cancel'; readonly id: number }
  | {
      readonly kind: 'answer';
      readonly id: number;
      readonly status: number;
      readonly headers: CallHeaders;
      readonly body: Uint8Array;
    };

/** Subprotocol of the WebSocket (RFC 6455 section 1.9). */
export const ATTACH_PROTOCOL = 'stoa-attach.v1';

/** Longest head of a frame in bytes: headers of a call and a credential. */
const MAX_HEAD_BYTES = 65_536;

const LENGTH_BYTES = 4;

const NO_BODY = new Uint8Array();

/** A frame as bytes: length of its head (32 bits, big-endian), the head as JSON, then the body as it is. */
export const writeFrame = (frame: Frame): Uint8Array => {
  const { body, ...head } = 'body' in frame ? frame : { ...frame, body: NO_BODY };
  const text = toUtf8(JSON.stringify(head));
  const length = new Uint8Array(LENGTH_BYTES);
  new DataView(length.buffer).setUint32(0, text.length);
  return concatBytes(length, text, body);
};

const malformed = (reason: string, cause?: unknown): StoaError =>
  new StoaError('REQUEST_MALFORMED', `a frame of an attachment: ${reason}`, { cause });

/** What HTTP can carry as the value of a field (RFC 9110 section 5.5): an answer goes on with it. */
const FIELD_VALUE = /^[\t\x20-\x7e\x80-\xff]*$/u;

/** Most calls that a service takes at once; the space keeps in mind which are under way. */
const MAX_WINDOW = 10_000;

type Head = Readonly<Record<string, unknown>>;

const parseHead = (bytes: Uint8Array): Head => {
  try {
    const head: unknown = JSON.parse(fromUtf8(bytes));
    if (typeof head === 'object' && head !== null) return head as Head;
  } catch (cause) {
    throw malformed('its head is not JSON in UTF-8', cause);
  }
  throw malformed('its head is no object');
};

const readWhole = (head: Head, name: string, minimum: number): number => {
  const value = head[name];
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= minimum) return value;
  throw malformed(`expected ${name} to be a whole number from ${minimum}`);
};

const readText = (head: Head, name: string): string => {
  const value = head[name];
  if (typeof value === 'string') return value;
  throw malformed(`expected ${name} to be a string`);
};

const readHeaders = ({ headers }: Head): CallHeaders => {
  const isHeaders =
    typeof headers === 'object' &&
    headers !== null &&
    Object.values(headers as Head).every((value) => typeof value === 'string' && FIELD_VALUE.test(value));
  if (isHeaders) return headers as CallHeaders;
  throw malformed('expected headers to be an object of strings that HTTP can carry');
};

const toFrame = (head: Head, body: Uint8Array): Frame => {
  const { kind } = head;
  if (kind === 'attached') return { kind };
  if (kind === 'attach')
    return {
      kind,
      credential: readText(head, 'credential'),
      window: Math.min(MAX_WINDOW, readWhole(head, 'window', 1)),
    };
  const id = readWhole(head, 'id', 1);
  if (kind === 'cancel') return { kind, id };
  const headers = readHeaders(head);
  if (kind === 'call') return { kind, id, headers, body };
  if (kind === 'answer') return { kind, id, headers, status: readWhole(head, 'status', 200), body };
  throw malformed('it is of no known kind');
};

/**
 * Reads a frame.
 *
 * @throws {StoaError} `REQUEST_MALFORMED`
 */
export const readFrame = (bytes: Uint8Array): Frame => {
  if (bytes.length < LENGTH_BYTES) throw malformed('it is shorter than the length of its head');
  const length = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(0);
  if (length > MAX_HEAD_BYTES) throw malformed(`its head has ${length} bytes, at most ${MAX_HEAD_BYTES} are taken`);
  const end = LENGTH_BYTES + length;
  if (end > bytes.length) throw malformed('it is shorter than its head');
  return toFrame(parseHead(bytes.subarray(LENGTH_BYTES, end)), bytes.subarray(end));
};
