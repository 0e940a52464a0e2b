export {
  CONFIGURATION_SCHEMA,
  CONFIGURATION_VARIABLES,
  DEFAULT_PORT,
  isLoopbackHost,
  loadConfiguration,
} from './configuration/index.js';
export type {
  Configuration,
  ConfigurationSources,
  ConfigurationVariable,
  Environment,
  LogLevel,
  PartialConfiguration,
  RelayAllowance,
  RelayConfiguration,
} from './configuration/index.js';
export { startServer } from './start-server.js';
export type { RunningServer, ServerCollaborators } from './start-server.js';
