export { createDiscoveryDriver } from './create-driver.js';
export type { DiscoveryCollaborators } from './create-driver.js';
export { DISCOVERY_BACKENDS } from './model.js';
export type {
  Announcement,
  BrowseEvent,
  BrowseQuery,
  Browsing,
  DiscoveryBackend,
  DiscoveryDriver,
  DiscoverySettings,
  FoundService,
  ServiceToAnnounce,
  Txt,
  TxtValue,
} from './model.js';
export { findTxtText, toTxt } from './txt.js';
export {
  createHttpAnswering,
  createUdpLink,
  createWsDiscovery,
  probeByHttp,
  SOAP_CONTENT_TYPE,
  WS_DISCOVERY_PORT,
} from './ws-discovery/index.js';
export type {
  DatagramLink,
  WsDiscovery,
  WsEndpoint,
  WsEvent,
  WsFound,
  WsPeer,
  WsQuery,
  WsTarget,
} from './ws-discovery/index.js';
