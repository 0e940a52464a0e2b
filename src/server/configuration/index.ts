export { CONFIGURATION_VARIABLES } from './environment.js';
export type { ConfigurationVariable, Environment } from './environment.js';
export { DEFAULT_PORT, isLoopbackHost, loadConfiguration } from './load.js';
export type { ConfigurationSources } from './load.js';
export type { Configuration, LogLevel, PartialConfiguration, RelayAllowance, RelayConfiguration } from './model.js';
export { CONFIGURATION_SCHEMA } from './schema.js';
