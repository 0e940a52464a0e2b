import type { TypedValue } from '../schema/index.js';
import { OWN_NAMESPACES } from './own-namespaces.js';
import { ownSchemas } from './own-schemas.js';
import type { SpaceMessages, SpaceMethod } from './space-messages.js';

/**
 * Text of the answer to `method`, as a document that people read. XML in it is taken as it is: it came from a space.
 *
 * @throws {StoaError} `VALUE_INVALID` with findings
 */
export const encodeSpaceResponse = <Name extends SpaceMethod>(
  method: Name,
  response: SpaceMessages[Name]['response'],
): string =>
  ownSchemas.space.encode(
    { name: { namespace: OWN_NAMESPACES.space, local: `${method}Response` }, value: response as TypedValue },
    { declaration: true, indent: true, trusted: true },
  );
