export { ADVERTISEMENT_KINDS } from './model.js';
export type { Access, Advertisement, AdvertisementKind, Endpoint, Interface, Method, SchemaPart } from './model.js';
