import { toPathSegment } from '../base/index.js';
import { RESOURCE_METADATA_PATH } from '../http/index.js';
import type { PublicAddress } from '../http/index.js';

/** An address book whose beginning of every URL is known later: once the server listens. */
export interface LateAddressBook extends PublicAddress {
  readonly settle: (base: string) => void;
}

/** URLs by the public address; declared spaces by their alias, all else by id. */
export const createAddressBook = ({ authenticates }: { readonly authenticates: boolean }): LateAddressBook => {
  let base = '';
  const space: PublicAddress['space'] = ({ id, alias }) => `${base}/spaces/${alias ?? toPathSegment(id)}`;
  return {
    base: () => base,
    settle: (settled) => {
      base = settled;
    },
    space,
    events: (of, id) => `${space(of)}/subscriptions/${toPathSegment(id)}/events`,
    authentication: () => (authenticates ? base + RESOURCE_METADATA_PATH : undefined),
    document: (of, id) => `${space(of)}/documents/${toPathSegment(id)}`,
  };
};
