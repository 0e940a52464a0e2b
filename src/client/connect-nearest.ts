import { STOA_HTTP_BINDING } from '../advertisement/index.js';
import type { Advertisement } from '../advertisement/index.js';
import { StoaError } from '../base/index.js';
import type { SpaceClient } from './api.js';
import { connect } from './connect.js';
import type { ConnectOptions } from './connection.js';

/** A space that somebody told of: nothing of it is believed until the space itself says the same. */
export interface SpaceOffer {
  readonly name: string;
  /** URN that the space is said to have. */
  readonly id: string;
  /** Where it is said to be, to be tried in order. */
  readonly urls: readonly string[];
}

/** How the nearest space is chosen. */
export interface ConnectNearestOptions extends Omit<ConnectOptions, 'credentials'> {
  /** Offers in the order in which they are found, the nearest first; ends when no more are waited for. */
  readonly offers: AsyncIterable<SpaceOffer>;
  /** Connects to one; default: `connect` with these options. */
  readonly open?: (url: string) => SpaceClient;
  /** Whether a space has what is asked for. Default: any will do. */
  readonly has?: (space: SpaceClient) => Promise<boolean>;
  /** Told of each offer that is not taken, and why. */
  readonly onRefused?: (offer: SpaceOffer, reason: StoaError) => void;
}

const pathOf = (url: string): string => (URL.canParse(url) ? new URL(url).pathname : '');

/**
 * Where the space is, when `url` is that of a listener agent, which has its advertisement and nothing else. A server that is reached by
 * another name than it knows of has the same path by both.
 */
const findHome = (url: string, { endpoints }: Advertisement): string | undefined => {
  const homes = endpoints.filter(({ binding, uri }) => binding === STOA_HTTP_BINDING && URL.canParse(uri));
  return homes.some(({ uri }) => pathOf(uri) === pathOf(url)) ? undefined : homes[0]?.uri;
};

/** The space at `url`, or where its advertisement, got from there, says that it is; and what it says there of itself. */
const visit = async (url: string, open: (url: string) => SpaceClient) => {
  const space = open(url);
  const told = await space.describe();
  const home = findHome(url, told.advertisement);
  if (home === undefined) return { space, id: told.id };
  const there = open(home);
  return { space: there, id: (await there.describe()).id };
};

/** The offer's space at the first of its addresses that answers, when its own advertisement says the URN that was offered. */
const check = async (offer: SpaceOffer, open: (url: string) => SpaceClient): Promise<SpaceClient> => {
  let failed = new StoaError('SERVICE_UNREACHABLE', `'${offer.name}' says no address that leads to it`);
  for (const url of offer.urls) {
    try {
      const { space, id } = await visit(url, open);
      if (id === offer.id) return space;
      failed = new StoaError('ANSWER_INVALID', `'${offer.name}' was announced as ${offer.id}, but ${url} is ${id}`);
    } catch (thrown) {
      failed = StoaError.from(thrown);
    }
  }
  throw failed;
};

/**
 * A client of the nearest space that has what is asked for, with no address given. Each offer is checked against the space's own
 * advertisement; what another one stands behind, or nobody, is told and left out.
 *
 * @throws {StoaError} `SPACE_NOT_FOUND` when none of the offers will do
 */
export const connectNearest = async (options: ConnectNearestOptions): Promise<SpaceClient> => {
  const { offers, has = () => Promise.resolve(true), onRefused, open: given, ...rest } = options;
  const open = given ?? ((url: string) => connect(url, rest));
  let other: SpaceClient | undefined;
  for await (const offer of offers) {
    try {
      const space = await check(offer, open);
      if (await has(space)) return space;
      other ??= space;
    } catch (thrown) {
      onRefused?.(offer, StoaError.from(thrown));
    }
  }
  // One that has not yet what is asked for is better than none: it may come.
  if (other !== undefined) return other;
  throw new StoaError('SPACE_NOT_FOUND', 'no space was found on the local link', {
    hint: 'start one with stoa serve, or name one with --space URL',
  });
};
