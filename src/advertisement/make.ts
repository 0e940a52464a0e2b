import type { DocumentId } from '../base/index.js';
import { OWN_NAMESPACES, ownSchemas, SPACE_METHODS } from '../protocol/index.js';
import type { XmlName } from '../xml/index.js';
import type { Advertisement, Interface, Method } from './model.js';

/** What is known of a plain document. */
export interface DocumentAdvertisementInput {
  readonly name: string;
  /** Where the document is read. */
  readonly uri: string;
  readonly id?: DocumentId;
  readonly description?: string;
}

/** Binding of an endpoint that takes XML messages by HTTP POST; a document's endpoint answers GET as well. */
export const STOA_HTTP_BINDING = 'stoa-http';

/**
 * Binding of a service without an open port: it connects to its space, which hands calls over that connection. Its endpoint says
 * no address but {@link ATTACHED_URI}.
 */
export const ATTACHED_BINDING = 'attached';

/** What stands as the URI of an endpoint with {@link ATTACHED_BINDING}. */
export const ATTACHED_URI = 'urn:stoa:attached:1';

/** The advertisement of a plain document: by it the document is found and fetched. */
export const makeDocumentAdvertisement = ({ name, uri, id, description }: DocumentAdvertisementInput): Advertisement =>
  Object.freeze({
    kind: 'document',
    name,
    ...(id !== undefined && { id }),
    ...(description !== undefined && { description }),
    access: 'unrestricted',
    endpoints: [{ uri, binding: STOA_HTTP_BINDING, priority: 0 }],
    extensions: [],
  });

const spaceName = (local: string): XmlName => ({ namespace: OWN_NAMESPACES.space, local });

/** The interface that every space has: the messages of `schemas/space.xsd`, `NAMEResponse` answering `NAME`. */
export const makeSpaceInterface = (): Interface =>
  Object.freeze({
    methods: Object.entries(SPACE_METHODS).map(([name, { idempotent }]): Method => ({
      name,
      request: spaceName(name),
      response: spaceName(`${name}Response`),
      faults: [],
      idempotent,
    })),
    events: [spaceName('event')],
    schemas: [ownSchemas.document('space')],
  });
