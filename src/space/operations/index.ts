export type { OperationCollaborators, OperationMessage, OperationMethod } from './model.js';
export { readMessageBody } from './read-message.js';
export type { MessageBody, MessageWorker, SpaceMessage } from './read-message.js';
export { createSpaceOperations } from './operations.js';
export type { SpaceOperations } from './operations.js';
export { writeSpaceAdvertisement } from './space-advertisement.js';
export {
  toAdvertisementFragment,
  toEntryValue,
  toEventValue,
  toHeldResponse,
  toHitValue,
  toLeaseValue,
  toLookupResponse,
  toReadResponse,
} from './to-message.js';
