import type { AddressInfo } from 'node:net';
import { toPathSegment } from '../base/index.js';
import { RESOURCE_METADATA_PATH, findOuterAddress, isAnyAddress } from '../http/index.js';
import type { PublicAddress } from '../http/index.js';

/** An address book whose beginning of every URL is known later: once the server listens. */
export interface LateAddressBook extends PublicAddress {
  /** `local` is what this machine may begin URLs with as well. */
  readonly settle: (base: string, local?: string) => void;
  /** Whatever URLs of ours may begin with, the public beginning first. */
  readonly bases: () => readonly string[];
}

/** URLs by the public address; declared spaces by their alias, all else by id. */
export const createAddressBook = ({ authenticates }: { readonly authenticates: boolean }): LateAddressBook => {
  let base = '';
  let bases: readonly string[] = [];
  const space: PublicAddress['space'] = ({ id, alias }) => `${base}/spaces/${alias ?? toPathSegment(id)}`;
  return {
    base: () => base,
    settle: (settled, local = settled) => {
      base = settled;
      bases = [...new Set([settled, local])];
    },
    bases: () => bases,
    space,
    events: (of, id) => `${space(of)}/subscriptions/${toPathSegment(id)}/events`,
    authentication: () => (authenticates ? base + RESOURCE_METADATA_PATH : undefined),
    document: (of, id) => `${space(of)}/documents/${toPathSegment(id)}`,
  };
};

/** What URLs of a server on all addresses begin with: one of this machine by which others reach it; else what leads there from here. */
export const toOuterUrl = async (local: string, { address }: AddressInfo, find = findOuterAddress): Promise<string> => {
  const outer = isAnyAddress(address) ? await find() : undefined;
  if (outer === undefined) return local;
  const { protocol, port } = new URL(local);
  return new URL(`${protocol}//${outer.includes(':') ? `[${outer}]` : outer}:${port}`).origin;
};
