export { createExecHandler } from './exec-handler.js';
export type { ExecOptions } from './exec-handler.js';
export { createGateHandler, createUrlHandler } from './forward-handler.js';
export { createLender } from './lender.js';
export type { Lender, LenderOptions, LenderState } from './lender.js';
export { createListenerAgent } from './listener-agent.js';
export type { ListenerAgent, ListenerAgentOptions } from './listener-agent.js';
export { createLiveness } from './liveness.js';
export type { Liveness, LivenessParts, LivenessState } from './liveness.js';
