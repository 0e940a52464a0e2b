export { createListenerAgent } from './listener-agent.js';
export type { ListenerAgent, ListenerAgentOptions } from './listener-agent.js';
