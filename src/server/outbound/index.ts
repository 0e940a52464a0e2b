export { classifyAddress, isLoopbackName } from './address-class.js';
export type { AddressClass } from './address-class.js';
export { createAsker } from './asker.js';
export { createOutboundCarrier } from './carrier.js';
export type { CarrierOptions, OutboundCarrier } from './carrier.js';
export type { Resolve } from './resolver.js';
