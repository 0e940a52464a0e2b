export { MAX_DESCRIPTION_FILES } from './load-description.js';
export type { FindFile, WsdlFile } from './load-description.js';
export { REPAIR_NAMES } from './model.js';
export type { ImportedService, PortBinding, Refusal, Repair, RepairName, WsdlReading } from './model.js';
export { readWsdl } from './read-wsdl.js';
export type { WsdlOptions } from './read-wsdl.js';
