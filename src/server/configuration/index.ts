export { checkSource } from './check.js';
export { CONFIGURATION_VARIABLES } from './environment.js';
export type { ConfigurationVariable, Environment } from './environment.js';
export { DEFAULT_PORT, loadConfiguration } from './load.js';
export { isLoopbackHost } from './loopback.js';
export { hasAuthentication } from './model.js';
export type { ConfigurationSources } from './load.js';
export type {
  AuthConfiguration,
  Configuration,
  ConfiguredClient,
  ConfiguredIssuer,
  DiscoveryConfiguration,
  LogLevel,
  PartialConfiguration,
  RelayAllowance,
  RelayConfiguration,
  TlsConfiguration,
} from './model.js';
export { CONFIGURATION_SCHEMA } from './schema.js';
