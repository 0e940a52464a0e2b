export { createClientFile, toClientsPath } from './auth/index.js';
export type { ClientFile, NewClient } from './auth/index.js';
export {
  CONFIGURATION_SCHEMA,
  CONFIGURATION_VARIABLES,
  DEFAULT_PORT,
  hasAuthentication,
  isLoopbackHost,
  loadConfiguration,
} from './configuration/index.js';
export type {
  AuthConfiguration,
  Configuration,
  ConfigurationSources,
  ConfigurationVariable,
  ConfiguredClient,
  ConfiguredIssuer,
  DiscoveryConfiguration,
  Environment,
  LogLevel,
  PartialConfiguration,
  RelayAllowance,
  RelayConfiguration,
  TlsConfiguration,
} from './configuration/index.js';
export { readRoots } from './roots.js';
export type { DeclaredRoot } from './roots.js';
export { startServer } from './start-server.js';
export type { RunningServer, ServerCollaborators } from './start-server.js';
