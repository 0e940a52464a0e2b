import { networkInterfaces } from 'node:os';
import { given, silentLog, systemClock, systemRandom, toUtf8 } from '../base/index.js';
import { XML_CONTENT_TYPE } from '../protocol/index.js';
import type { HostRequest } from '../http/index.js';
import type { CallAnswer } from '../gate/index.js';
import { createAnnouncer, createOffer, openNearby } from '../nearby/index.js';
import type { ServeOptions } from './model.js';

/** A service that the link is told of. */
export interface AnnouncedService {
  /** Says goodbye. */
  readonly close: () => Promise<void>;
}

/** What is told, and where it is. */
export interface ToAnnounce {
  /** Text of the advertisement for those who reach the service at `url`. */
  readonly write: (url: string) => string;
  readonly id: string;
  /** Where the service listens. */
  readonly url: string;
}

/** Gives the advertisement by GET at the path of the messages, with the address by which it was asked for. */
export const createAdvertisementAnswer = (path: string, write: (url: string) => string) => {
  // As many as this machine has addresses.
  const bodies = new Map<string, Uint8Array>();
  return ({ method, path: asked, reachedAt }: HostRequest): CallAnswer | undefined => {
    if (method !== 'GET' || asked !== path) return undefined;
    const body = bodies.get(reachedAt) ?? toUtf8(write(`${reachedAt}${path}`));
    bodies.set(reachedAt, body);
    return { status: 200, headers: { 'content-type': XML_CONTENT_TYPE }, body };
  };
};

/**
 * Tells the local link of a service until it is closed.
 *
 * @throws {StoaError} `DISCOVERY_UNAVAILABLE` when nothing can be told here
 */
export const announce = async (
  { write, id, url }: ToAnnounce,
  { announce: settings, host, path = '/', publicUrl, log = silentLog }: ServeOptions,
): Promise<AnnouncedService> => {
  const { links, ...chosen } = typeof settings === 'object' ? settings : {};
  const parts = { clock: systemClock, random: systemRandom, log, ...links };
  const nearby = await openNearby({ backend: 'builtin', listensOn: host ?? ANNOUNCED_HOST, ...chosen }, parts);
  const announcer = createAnnouncer({ ...nearby, log, ...given('subtypes', chosen.subtypes) });
  const place = { port: Number(new URL(url).port), path };
  const uris = publicUrl === undefined ? [] : [publicUrl];
  announcer.set([createOffer({ xml: write(url), id, place, uris, nowMs: systemClock.nowMs() })]);
  return {
    close: async () => {
      await announcer.close();
      await nearby.close();
    },
  };
};

/** URL at which others on the link reach what listens on all addresses; the one given, where this machine is on no link. */
export const toLinkUrl = (url: string, host: string): string => {
  if (host !== ANNOUNCED_HOST && host !== '::') return url;
  const infos = Object.values(networkInterfaces()).flatMap((each) => each ?? []);
  const outer = infos.find(({ internal, family }) => !internal && family === 'IPv4');
  if (outer === undefined) return url;
  const { port, pathname } = new URL(url);
  return `http://${outer.address}:${port}${pathname}`;
};

/** Where a service listens that others on the link are to reach, unless it says otherwise. */
export const ANNOUNCED_HOST = '0.0.0.0';
