import { StoaError, findBase64Url, findIdInPath, fromUtf8, toBase64Url, toUtf8 } from '../../base/index.js';
import type { GateId } from '../../base/index.js';
import type { HeldGate } from '../../gate/index.js';

/** A gate that its holder gives away: no secret, since it is of use to the holder of one key alone. */
export interface GivenGate extends HeldGate {
  /** URL of the space, which refreshes its credential. */
  readonly space: string;
}

/** What the text begins with; another layout gets another number. */
const PREFIX = 'stoa-gate-1.';

/** Longest text taken, in characters: an advertisement with its schema is most of it. */
const MAX_TEXT_LENGTH = 4 * 1024 * 1024;

/** Text of a gate that is given away, for a message, a file or a QR code: one line of letters, digits, `-`, `_` and a dot. */
export const serializeGate = (given: GivenGate): string => PREFIX + toBase64Url(toUtf8(JSON.stringify(given)));

const refuse = (reason: string): StoaError =>
  new StoaError('PARAMETER_INVALID', `expected the text of a gate that was given away: ${reason}`);

const readObject = (text: string): Readonly<Record<string, unknown>> => {
  const bytes =
    text.startsWith(PREFIX) && text.length <= MAX_TEXT_LENGTH ? findBase64Url(text.slice(PREFIX.length)) : undefined;
  if (bytes === undefined) throw refuse(`it begins with ${PREFIX} and has at most ${MAX_TEXT_LENGTH} characters`);
  try {
    const value: unknown = JSON.parse(fromUtf8(bytes));
    if (typeof value === 'object' && value !== null) return { ...value };
  } catch (cause) {
    throw new StoaError('PARAMETER_INVALID', 'the text of the gate was damaged on its way', { cause });
  }
  throw refuse('it holds no gate');
};

const readNames = (value: unknown): readonly string[] => {
  if (Array.isArray(value) && value.every((name) => typeof name === 'string')) return value;
  throw refuse('its methods are no list of names');
};

/**
 * Reads the text of {@link serializeGate}. That the credential is good is judged by the service.
 *
 * @throws {StoaError} `PARAMETER_INVALID` when it is none
 */
export const parseGate = (text: string): GivenGate => {
  const parts = readObject(text);
  const getText = (name: string): string => {
    const value = parts[name];
    if (typeof value === 'string') return value;
    throw refuse(`it lacks ${name}`);
  };
  const getTime = (name: string): number => {
    const value = parts[name];
    if (typeof value === 'number' && Number.isSafeInteger(value)) return value;
    throw refuse(`it lacks ${name}`);
  };
  const id = findIdInPath<GateId>(getText('id'));
  const carry = getText('carry');
  if (id === undefined || (carry !== 'direct' && carry !== 'relay')) throw refuse('it names no gate');
  const [space, uri] = [getText('space'), getText('uri')];
  if (!URL.canParse(space) || !URL.canParse(uri)) throw refuse('it has no addresses');
  return Object.freeze({
    id,
    carry,
    space,
    uri,
    binding: getText('binding'),
    expiresAtMs: getTime('expiresAtMs'),
    methods: readNames(parts['methods']),
    credential: getText('credential'),
    credentialExpiresAtMs: getTime('credentialExpiresAtMs'),
    renewal: getText('renewal'),
    advertisement: getText('advertisement'),
  });
};
