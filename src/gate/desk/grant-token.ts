import { LRUCache } from 'lru-cache';
import { StoaError, findBase64Url, findIdInPath, fromUtf8, toBase64Url, toUtf8 } from '../../base/index.js';
import type { DocumentId, GateId, SpaceId, SubjectId } from '../../base/index.js';
import type { CredentialMint } from '../../security/index.js';
import type { Carry, Opener } from '../model.js';
import { coverText, findCovered } from './cover.js';

/** What was granted when a gate was opened. Identities alone: the service's address is looked up at each call. */
export interface Grant {
  readonly gate: GateId;
  readonly document: DocumentId;
  readonly expiresAtMs: number;
  /** Names of the methods granted; `undefined` grants whatever the interface has. */
  readonly methods: readonly string[] | undefined;
  /** Who opened the gate. */
  readonly subject: SubjectId;
  /** By what right. */
  readonly opener: Opener;
  /** Who had published the service. */
  readonly publisher?: SubjectId;
  /** Thumbprint of the key that the gate is bound to; absent for one whose possession is enough. */
  readonly keyThumbprint?: string;
  /** How messages reach the service. */
  readonly carry: Carry;
}

/** What a token is for: where messages are sent, the right to refresh and to close, or the right to refresh alone. */
export type TokenPurpose = 'gate-address' | 'gate-control' | 'gate-renewal';

/**
 * Longest token, in characters: what `schemas/space.xsd` takes for a credential, and half of what servers take for a
 * request line. It holds about 200 method names.
 */
const MAX_TOKEN_LENGTH = 8192;

/** First member of every payload; another layout gets another number. */
const LAYOUT = 6;

const SEAL_LENGTH = 43;

/** Writes and reads tokens that hold a grant and prove it, so that nothing is stored for an open gate. */
export interface GrantTokens {
  /** @throws {StoaError} `PARAMETER_INVALID` when the methods' names are too long for a token */
  readonly write: (purpose: TokenPurpose, space: SpaceId, grant: Grant) => string;
  /** The grant, or `undefined` when the token was not made here for this purpose and this space. */
  readonly find: (purpose: TokenPurpose, space: SpaceId, token: string) => Grant | undefined;
}

const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value);

const isNameList = (value: unknown): value is readonly string[] =>
  isList(value) && value.every((name) => typeof name === 'string');

const isText = (value: unknown): value is string => typeof value === 'string';

const isRootOpener = (value: unknown): value is 'root' | `root ${number}` =>
  isText(value) && /^root(?: \d+)?$/.test(value);

const isOpener = (value: unknown): value is Opener => value === 'anyone' || isRootOpener(value) || isNameList(value);

const isCarry = (value: unknown): value is Carry => value === 'direct' || value === 'relay';

/** What is readable of a payload; the rest of it is read by `uncover`. */
type Uncover = (covered: string, gate: GateId) => string | undefined;

const parsePayload = (payload: string, uncover: Uncover): Grant | undefined => {
  const bytes = findBase64Url(payload);
  const parts: unknown = bytes && JSON.parse(fromUtf8(bytes));
  return isList(parts) && parts[0] === LAYOUT ? readParts(parts, uncover) : undefined;
};

/** Who opened a gate, and by what right. */
const parseOpener = (text: string | undefined): Pick<Grant, 'subject' | 'opener'> | undefined => {
  const parts: unknown = text === undefined ? undefined : JSON.parse(text);
  const [subject, opener] = isList(parts) ? parts : [];
  return isText(subject) && isOpener(opener) ? { subject: subject as SubjectId, opener } : undefined;
};

const readParts = (parts: readonly unknown[], uncover: Uncover): Grant | undefined => {
  const [, gateText, documentText, expiresAtMs, methods, covered, keyThumbprint, carry, publisher] = parts;
  if (!isText(gateText) || !isText(documentText) || !isText(covered) || !isCarry(carry)) return undefined;
  const [gate, document] = [findIdInPath<GateId>(gateText), findIdInPath<DocumentId>(documentText)];
  if (gate === undefined || document === undefined || typeof expiresAtMs !== 'number') return undefined;
  const opened = parseOpener(uncover(covered, gate));
  return (
    opened && {
      gate,
      document,
      expiresAtMs,
      methods: isNameList(methods) ? methods : undefined,
      ...opened,
      ...(typeof keyThumbprint === 'string' && { keyThumbprint }),
      carry,
      ...(isText(publisher) && { publisher: publisher as SubjectId }),
    }
  );
};

/** Most addresses whose seal was checked and that are kept; a gate in use saves that check at each call. */
const MAX_KEPT = 2_000;

/** Tokens sealed by `mint`; another server with the same key takes them too. */
export const createGrantTokens = (mint: CredentialMint): GrantTokens => {
  const checked = new LRUCache<string, Grant>({ max: MAX_KEPT });
  const tokens = createUncachedTokens(mint);
  return {
    write: tokens.write,
    find: (purpose, space, token) => {
      const key = `${purpose} ${space} ${token}`;
      const kept = checked.get(key);
      if (kept) return kept;
      const grant = tokens.find(purpose, space, token);
      if (grant) checked.set(key, grant);
      return grant;
    },
  };
};

const createUncachedTokens = (mint: CredentialMint): GrantTokens => ({
  write: (purpose, space, grant) => {
    const { gate, document, expiresAtMs, methods = null, subject, keyThumbprint = null, carry, opener } = grant;
    // A gate may be given away with its address: who opened it, and by what groups, is nobody else's to know.
    const opened = coverText(mint, JSON.stringify([subject, opener]), space, gate);
    const granted = [LAYOUT, gate, document, expiresAtMs, methods, opened, keyThumbprint, carry];
    const parts = [...granted, grant.publisher ?? null];
    const payload = toBase64Url(toUtf8(JSON.stringify(parts)));
    const token = `${payload}.${mint.mint(purpose, space, payload)}`;
    if (token.length <= MAX_TOKEN_LENGTH) return token;
    throw new StoaError(
      'PARAMETER_INVALID',
      `the names of the methods wanted make a gate of ${token.length} characters, at most ${MAX_TOKEN_LENGTH} are taken`,
      {
        hint: 'ask for fewer methods, or for all by naming none',
      },
    );
  },
  find: (purpose, space, token) => {
    if (token.length > MAX_TOKEN_LENGTH || token.at(-SEAL_LENGTH - 1) !== '.') return undefined;
    const payload = token.slice(0, -SEAL_LENGTH - 1);
    // The seal is checked first: what is parsed below was written here.
    if (!mint.verify(token.slice(-SEAL_LENGTH), purpose, space, payload)) return undefined;
    return parsePayload(payload, (covered, gate) => findCovered(mint, covered, space, gate));
  },
});
