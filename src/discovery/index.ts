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
