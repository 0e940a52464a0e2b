export { createAccessCheck } from './access.js';
export type { AccessCheck, AccessRules } from './access.js';
export { createHttpApp } from './app.js';
export { RESOURCE_METADATA_PATH } from './challenge.js';
export { createAuthentication, noAuthentication } from './authentication.js';
export type { AuthenticatedRequest, Authentication, AuthenticationParts } from './authentication.js';
export type { AddedRoute, HttpApp } from './app.js';
export { isAnyAddress, listen, toBoundUrl } from './listen.js';
export type { ListenOptions } from './listen.js';
export { DEFAULT_HTTP_SETTINGS } from './model.js';
export type {
  AnsweredRequest,
  BuiltinIssuer,
  Certificate,
  HttpObserver,
  HttpServices,
  HttpSettings,
  LoginDescription,
  MetricsSource,
  OAuthDescription,
  PublicAddress,
  StaticTexts,
  TokenAnswer,
  TokenRequest,
} from './model.js';
export { findOuterAddress } from './outer-address.js';
export { createNodeCarrier } from './node-carrier.js';
export type { NodeCarrier, NodeCarrierOptions } from './node-carrier.js';
export { nodeHashing } from './node-hashing.js';
export { createNodeMac } from './node-mac.js';
export { serve } from './service-host.js';
export type { HostRequest, ServiceHost, ServiceHostOptions } from './service-host.js';
