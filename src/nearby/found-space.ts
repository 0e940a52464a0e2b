import { isUrn } from '../base/index.js';
import { findTxtText } from '../discovery/index.js';
import type { BrowseQuery, FoundService } from '../discovery/index.js';
import { toUrls } from './offer.js';

/** What every space is announced as. */
export const STOA_TYPE = '_stoa._tcp';

/** What finds spaces, and nothing else that speaks Stoa. */
export const SPACES: BrowseQuery = { type: STOA_TYPE, subtype: '_directory' };

/** Something that was announced as speaking Stoa: a space, a device or another service with its advertisement. */
export interface FoundStoa {
  /** The same as long as it is there. */
  readonly key: string;
  readonly name: string;
  /** URN that it says it has; nothing is believed until its advertisement, got from it, says the same. */
  readonly id: string;
  /** Where its advertisement is got, the most useful address first. */
  readonly urls: readonly string[];
  /** Whether it asks callers who they are. */
  readonly asksWho: boolean;
}

/** Longest path that is taken. */
const MAX_PATH_LENGTH = 255;

/** Whether `path` stays on the host that announced it: no other authority, no query, nothing to resolve. */
const isPath = (path: string): boolean =>
  path.length <= MAX_PATH_LENGTH && /^\/(?!\/)[\x21-\x7e]*$/.test(path) && !/[\\?#]/.test(path);

/** What a service of DNS-SD says of itself, or `undefined` when it lacks what Stoa needs. */
export const findStoa = ({ key, name, port, addresses, txt }: FoundService): FoundStoa | undefined => {
  const [id, path] = [findTxtText(txt, 'id'), findTxtText(txt, 'path')];
  if (id === undefined || path === undefined || !isUrn(id) || !isPath(path) || port === 0) return undefined;
  const scheme = findTxtText(txt, 'tls') === '1' ? 'https' : 'http';
  const urls = toUrls({ scheme, port, path }, addresses);
  return Object.freeze({ key, name, id, urls, asksWho: findTxtText(txt, 'auth') === '1' });
};
