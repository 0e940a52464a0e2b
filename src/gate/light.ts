/**
 * The part of this folder's face that a client needs to call through gates: neither the desk of a space nor the gate of a service.
 */
export { toAnswerError } from './exchange/answer-error.js';
export { carryInTime } from './exchange/deadline.js';
export { FAILURE_KINDS, failureOf } from './exchange/failure.js';
export { loadText, loadValue } from './exchange/load-message.js';
export { loadProblem } from './exchange/load-problem.js';
export { loadXml } from './exchange/load-xml.js';
export { ServiceFault } from './exchange/service-fault.js';
export { createGateWith } from './holder/client-gate.js';
export { loadProver } from './holder/load-prover.js';
