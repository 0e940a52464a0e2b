import { countUtf8 } from '../base/index.js';
import type { AdvertisementKind } from '../advertisement/index.js';
import { toTxt } from '../discovery/index.js';
import type { ServiceToAnnounce } from '../discovery/index.js';
import type { Offer } from './offer.js';

/** Longest name of a service instance in bytes (RFC 6763 section 4.1.1). */
const MAX_NAME_BYTES = 63;

const graphemes = new Intl.Segmenter();

/** As much of the name as a label holds, cut between characters as people see them. */
const toInstanceName = (name: string): string => {
  let cut = '';
  for (const { segment } of graphemes.segment(name)) {
    if (countUtf8(cut + segment) > MAX_NAME_BYTES) break;
    cut += segment;
  }
  return cut;
};

/** Subtype by which everything of a kind is found. */
export const toSubtype = (kind: AdvertisementKind): string => (kind === 'space' ? '_directory' : `_${kind}`);

/** An offer as a service of DNS-SD, browsed for by its kind and by `subtypes`. */
export const toStoaService = (
  { advertisement, place, id }: Offer,
  subtypes: readonly string[] = [],
): ServiceToAnnounce => ({
  name: toInstanceName(advertisement.name),
  type: '_stoa._tcp',
  subtypes: [toSubtype(advertisement.kind), ...subtypes],
  port: place.port,
  txt: toTxt({
    txtvers: '1',
    path: place.path,
    id,
    ...(advertisement.access === 'restricted' && { auth: '1' }),
    ...(place.scheme === 'https' && { tls: '1' }),
  }),
});
