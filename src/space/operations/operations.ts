import type { Caller } from '../../base/index.js';
import type { SpaceMessages } from '../../protocol/index.js';
import type { Space } from '../model.js';
import { lookupOperation, publishOperation, readOperation, removeOperation, updateOperation } from './documents.js';
import { cancelOperation, renewOperation, subscribeOperation } from './leases.js';
import type { Operation, OperationCollaborators, OperationMessage, OperationMethod } from './model.js';
import { policyOperation } from './policy.js';
import { replaceRootOperation } from './replace-root.js';
import { writeProtectedSpace, writeSpaceAdvertisement } from './space-advertisement.js';
import { destroyOperation, spawnOperation } from './spaces.js';

/** The space as a service: every message that its schema declares but those of gates. */
export interface SpaceOperations {
  /** Answers one request message, checked against the schema before. Throws what the space throws. */
  readonly perform: <Message extends OperationMessage>(
    caller: Caller,
    space: Space,
    message: Message,
  ) => Promise<SpaceMessages[Message['method']]['response']>;
  /** The space's own advertisement as XML text: a protected one for a caller that may do nothing in it. */
  readonly describe: (caller: Caller, space: Space) => string;
}

/** One operation per message. */
const OPERATIONS: { readonly [Method in OperationMethod]: Operation<Method> } = {
  publish: publishOperation,
  update: updateOperation,
  read: readOperation,
  remove: removeOperation,
  lookup: lookupOperation,
  renew: renewOperation,
  cancel: cancelOperation,
  subscribe: subscribeOperation,
  spawn: spawnOperation,
  destroy: destroyOperation,
  policy: policyOperation,
  replaceRoot: replaceRootOperation,
};

/** The operations over the spaces of a server. */
export const createSpaceOperations = (collaborators: OperationCollaborators): SpaceOperations => ({
  describe: (caller, space) =>
    space.admits(caller)
      ? writeSpaceAdvertisement(space, collaborators.addresses)
      : writeProtectedSpace(space, collaborators.addresses),
  perform: (caller, space, message) => {
    // The table has the operation of each method under its name.
    const operation = OPERATIONS[message.method] as Operation<(typeof message)['method']>;
    return operation(collaborators, { space, caller, request: message.request });
  },
});
