export { createAnnouncer, toWsTarget } from './announcer.js';
export type { Announcer, AnnouncerParts } from './announcer.js';
export { createOffer, SCOPE_PREFIX, toKindType, toNameScope, toUrls } from './offer.js';
export type { Offer, OfferParts, OfferPlace } from './offer.js';
export { openNearby } from './open-nearby.js';
export type { Nearby, NearbyParts, NearbySettings } from './open-nearby.js';
export { lookOut, toServiceUrls } from './look-out.js';
export type { Neighbour, NeighbourEvent } from './look-out.js';
