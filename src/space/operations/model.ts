import type { Caller } from '../../base/index.js';
import type { SpaceMessages, SpaceMethod } from '../../protocol/index.js';
import type { AddressBook, Space, Spaces } from '../model.js';

/** Methods of a space that the space itself answers; those of gates are answered by the gate desk. */
export type OperationMethod = Exclude<SpaceMethod, 'openGate' | 'refreshGate' | 'closeGate'>;

/** A request message with its method. */
export type OperationMessage = {
  readonly [Method in OperationMethod]: { readonly method: Method; readonly request: SpaceMessages[Method]['request'] };
}[OperationMethod];

/** What operations are made from. */
export interface OperationCollaborators {
  readonly spaces: Spaces;
  readonly addresses: AddressBook;
}

/** One request to one space. */
export interface OperationCall<Method extends OperationMethod> {
  readonly space: Space;
  readonly caller: Caller;
  readonly request: SpaceMessages[Method]['request'];
}

/** How one method is answered: message in, message out. */
export type Operation<Method extends OperationMethod> = (
  collaborators: OperationCollaborators,
  call: OperationCall<Method>,
) => Promise<SpaceMessages[Method]['response']>;
