/**
 * What the parts of a client that are loaded late build upon, whole: bundlers that split code put together what the same parts reach.
 */
export { given, loadPart, wait } from '../base/light.js';
export { markOrigin } from './contract/hit-origin.js';
export { elementOf, readContractMessage } from './contract/message.js';
export { toTypedFault } from './contract/typed-fault.js';
export { createCarrier, readAtMost, toCarrierError } from './fetch-carrier.js';
export { event, subscribeMethod } from './generated/space.js';
export { exchangeAuthorized } from './space/authorize.js';
export { readSpaceMessage, toSpaceError } from './space/exchange.js';
export {
  toCredential,
  toCriteria,
  toEntry,
  toId,
  toLease,
  toPeriod,
  toSchemaFragments,
  toSpaceEvent,
  toXml,
} from './space/values.js';
