/**
 * The types of the HTTP interface: what `openapi-fetch` takes. Made from openapi.yaml by scripts/write-http-api.mjs; change the
 * description, not this file.
 */
export interface paths {
  '/': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** What is here, as a page or as text, with links */
    get: operations['getIndex'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/health': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Whether the server takes requests */
    get: operations['getHealth'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/metrics': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Figures for whoever operates the server, in the text format of Prometheus
     * @description Without authentication for anyone, with it for those that `metrics.readers` lists and for administrators of every declared space. docs/operations.md
     *     says what each figure is. No label holds an id, a name or an address that a client chose.
     */
    get: operations['getMetrics'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/openapi.yaml': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** This description */
    get: operations['getOpenApi'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/schemas/{file}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** One of the schemas of this server's own messages and documents */
    get: operations['getSchema'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/spaces': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** The declared spaces */
    get: operations['listSpaces'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/spaces/{space}': {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description UUID of a space or alias of a declared one */
        space: components['parameters']['space'];
      };
      cookie?: never;
    };
    /** The space's own advertisement, which lists the messages it takes */
    get: operations['getSpace'];
    put?: never;
    /** Any message that the space declares */
    post: operations['sendMessage'];
    /**
     * Ends a spawned space, now
     * @description Needs the root credential, as `Stoa-Credential`, bearer token or `Stoa-Lease`.
     */
    delete: operations['destroySpace'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/spaces/{space}/spaces': {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description UUID of a space or alias of a declared one */
        space: components['parameters']['space'];
      };
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** A new space, made from this one */
    post: operations['spawnSpace'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/spaces/{space}/policy': {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description UUID of a space or alias of a declared one */
        space: components['parameters']['space'];
      };
      cookie?: never;
    };
    /**
     * What the space grants to whom, and how much each client may have
     * @description For the holder of the root credential, and for administrators.
     */
    get: operations['readPolicy'];
    /**
     * Grants and limits other than before
     * @description Takes a `policy` message: its `access` and its `quota` each take the place of what was, what is left out stays. Needs the root credential of the space, as `Stoa-Credential` or bearer token.
     */
    put: operations['changePolicy'];
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/spaces/{space}/root': {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description UUID of a space or alias of a declared one */
        space: components['parameters']['space'];
      };
      cookie?: never;
    };
    get?: never;
    /**
     * A new root credential, after which the one before is refused
     * @description Takes a `replaceRoot` message, whose `seed` is random, made for this request and secret. Needs the root credential of the space, as `Stoa-Credential` or bearer token. Should the answer be lost, the same request is answered once more.
     */
    put: operations['replaceRoot'];
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/spaces/{space}/documents': {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description UUID of a space or alias of a declared one */
        space: components['parameters']['space'];
      };
      cookie?: never;
    };
    /** Documents whose name matches, or all that the caller may see */
    get: operations['lookupByName'];
    put?: never;
    /** Publishes the document that the body is, byte for byte */
    post: operations['publish'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/spaces/{space}/lookup': {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description UUID of a space or alias of a declared one */
        space: components['parameters']['space'];
      };
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Documents by name and partial schema
     * @description The body is a `lookup` message, or an `xs:schema` itself, which is then the partial schema; the parameters go with
     *     the latter only. Each hit says its grade (`exact`, `compatible`, `overlap`, `undecided`) and the share of what was wanted
     *     that can be used; hits come by grade, share, closeness of names, and then in the order of publishing. `method`, `input`
     *     and `output` ask for one method that has all that is given of them.
     */
    post: operations['lookupBySchema'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/spaces/{space}/documents/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description UUID of a space or alias of a declared one */
        space: components['parameters']['space'];
        /** @description UUID of a document, or its URN, percent-encoded */
        id: components['parameters']['id'];
      };
      cookie?: never;
    };
    /** The document, exactly as it was published */
    get: operations['readDocument'];
    /** The document's next version */
    put: operations['updateDocument'];
    post?: never;
    /** Removes the document */
    delete: operations['removeDocument'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/spaces/{space}/documents/{id}/advertisement': {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description UUID of a space or alias of a declared one */
        space: components['parameters']['space'];
        /** @description UUID of a document, or its URN, percent-encoded */
        id: components['parameters']['id'];
      };
      cookie?: never;
    };
    /** The document's advertisement; a plain document has one made for it */
    get: operations['readAdvertisement'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/spaces/{space}/leases/{lease}': {
    parameters: {
      query?: never;
      header?: {
        /** @description The credential of the lease */
        'Stoa-Lease'?: components['parameters']['lease'];
      };
      path: {
        /** @description UUID of a space or alias of a declared one */
        space: components['parameters']['space'];
        /** @description UUID of the lease */
        lease: string;
      };
      cookie?: never;
    };
    get?: never;
    /** Holds on for another period */
    put: operations['renewLease'];
    post?: never;
    /** Lets go; what was held is removed */
    delete: operations['cancelLease'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/spaces/{space}/documents/{id}/closures': {
    parameters: {
      query?: never;
      header?: {
        /** @description The credential of the lease */
        'Stoa-Lease'?: components['parameters']['lease'];
      };
      path: {
        /** @description UUID of a space or alias of a declared one */
        space: components['parameters']['space'];
        /** @description UUID of a document, or its URN, percent-encoded */
        id: components['parameters']['id'];
      };
      cookie?: never;
    };
    /**
     * Gates of a service as they are closed, for the service itself
     * @description Server-sent events `closed`, each with the URN of a gate as its data; an event `problem` ends the stream. It begins
     *     with the gates that were closed while their credentials may still hold, so nothing is missed by connecting again.
     *     Needs the credential of the document's lease.
     */
    get: operations['followClosures'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/spaces/{space}/subscriptions': {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description UUID of a space or alias of a declared one */
        space: components['parameters']['space'];
      };
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** A subscription that outlives its connections */
    post: operations['subscribe'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/spaces/{space}/subscriptions/{subscription}': {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description UUID of a space or alias of a declared one */
        space: components['parameters']['space'];
        /** @description UUID of a subscription */
        subscription: components['parameters']['subscription'];
      };
      cookie?: never;
    };
    get?: never;
    put?: never;
    post?: never;
    /** Ends a subscription */
    delete: operations['unsubscribe'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/spaces/{space}/subscriptions/{subscription}/events': {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description UUID of a space or alias of a declared one */
        space: components['parameters']['space'];
        /** @description UUID of a subscription */
        subscription: components['parameters']['subscription'];
      };
      cookie?: never;
    };
    /** The subscription's events, those missed first */
    get: operations['streamSubscription'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/spaces/{space}/events': {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description UUID of a space or alias of a declared one */
        space: components['parameters']['space'];
      };
      cookie?: never;
    };
    /** Events for as long as the connection lasts */
    get: operations['streamEvents'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/spaces/{space}/gates': {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description UUID of a space or alias of a declared one */
        space: components['parameters']['space'];
      };
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** A gate to a service of the space */
    post: operations['openGate'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/spaces/{space}/gates/{gate}': {
    parameters: {
      query?: never;
      header: {
        /** @description The control credential of the gate */
        'Stoa-Control': components['parameters']['control'];
      };
      path: {
        /** @description UUID of a space or alias of a declared one */
        space: components['parameters']['space'];
        /** @description UUID of a gate */
        gate: components['parameters']['gate'];
      };
      cookie?: never;
    };
    get?: never;
    put?: never;
    post?: never;
    /** Closes the gate for good */
    delete: operations['closeGate'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/spaces/{space}/gates/{gate}/refresh': {
    parameters: {
      query?: never;
      header: {
        /** @description The control credential of the gate */
        'Stoa-Control': components['parameters']['control'];
      };
      path: {
        /** @description UUID of a space or alias of a declared one */
        space: components['parameters']['space'];
        /** @description UUID of a gate */
        gate: components['parameters']['gate'];
      };
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * A fresh credential for the gate
     * @description By the gate's control credential, or, for a gate that is bound to a key, by its renewal credential. The answer says where messages go now.
     */
    post: operations['refreshGate'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/spaces/{space}/documents/{id}/attachment': {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description UUID of a space or alias of a declared one */
        space: components['parameters']['space'];
        /** @description UUID of a document, or its URN, percent-encoded */
        id: components['parameters']['id'];
      };
      cookie?: never;
    };
    /**
     * The WebSocket by which a service without an open port takes its calls
     * @description A request for an upgrade to the subprotocol `stoa-attach.v1`; `docs/attached.md` describes its frames. The first frame
     *     shows the credential of the document's lease. A later attachment of the same document replaces the one before.
     */
    get: operations['attachService'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/spaces/{space}/relay/{address}': {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description UUID of a space or alias of a declared one */
        space: components['parameters']['space'];
        /** @description As the gate gave it */
        address: string;
      };
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * One message to the service behind a relay gate, and its answer
     * @description The body and, for a restricted service, `Authorization` and the headers of the proof (`Content-Digest`,
     *     `Signature-Input`, `Signature`, `Stoa-Gate`, `Stoa-Key`, `Stoa-Agree`, `Stoa-Retry`) go on unchanged; `Stoa-Agreed` comes back. `Prefer: respond-async` asks for results in
     *     a new space: 202 with the `accepted` document of schemas/result.xsd. `Stoa-Timeout` says how many milliseconds the caller waits; the
     *     service is told what is left of it. `Stoa-Relays` counts the relays that a call has come through; where they are too many, they lead in a circle.
     */
    post: operations['relayCall'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/spaces/{space}/keys': {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description UUID of a space or alias of a declared one */
        space: components['parameters']['space'];
      };
      cookie?: never;
    };
    /** The public keys by which services verify the credentials of gates */
    get: operations['getKeys'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/.well-known/oauth-protected-resource': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Who issues the access tokens that are taken here (RFC 9728) */
    get: operations['getResourceMetadata'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/.well-known/oauth-authorization-server': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** What the built-in issuer says of itself (RFC 8414) */
    get: operations['getIssuerMetadata'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/oauth/jwks': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** The public keys of the built-in issuer's access tokens (RFC 7517) */
    get: operations['getTokenKeys'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/oauth/token': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * An access token for a client (RFC 6749 section 4.4), bound to a key when the header DPoP proves one (RFC 9449)
     * @description The client authenticates by `client_secret_basic`, `client_secret_post` or `private_key_jwt`. Refusals are as OAuth 2.0 has them; only what is wrong with the request itself is a problem document.
     */
    post: operations['getToken'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
}
export type webhooks = Record<string, never>;
export interface components {
  schemas: {
    /** @enum {string} */
    Kind: 'service' | 'device' | 'space' | 'result' | 'document';
    /** @description One member, named as the message */
    JsonMessage: Record<string, never>;
    Problem: {
      /**
       * Format: uri
       * @example urn:stoa:problem:DOCUMENT_NOT_FOUND
       */
      type: string;
      title: string;
      status: number;
      detail?: string;
      /** Format: uri */
      instance?: string;
      code: components['schemas']['ErrorCode'];
      limit?: string;
      hint?: string;
      finding?: {
        rule: string;
        message: string;
        path?: string;
        line?: number;
        column?: number;
      }[];
    };
    /** @enum {string} */
    ErrorCode:
      | 'XML_NOT_WELL_FORMED'
      | 'XML_DOCTYPE_FORBIDDEN'
      | 'XML_ENCODING_UNSUPPORTED'
      | 'XML_LIMIT_EXCEEDED'
      | 'SCHEMA_INVALID'
      | 'SCHEMA_LIMIT_EXCEEDED'
      | 'MESSAGE_INVALID'
      | 'MESSAGE_UNDECLARED'
      | 'MESSAGE_OUT_OF_ORDER'
      | 'VALUE_INVALID'
      | 'DOCUMENT_INVALID'
      | 'OBJECTS_INVALID'
      | 'OBJECTS_LIMIT_EXCEEDED'
      | 'ADVERTISEMENT_INVALID'
      | 'METHOD_AMBIGUOUS'
      | 'DESCRIPTION_INVALID'
      | 'BINDING_UNSUPPORTED'
      | 'DOCUMENT_NOT_FOUND'
      | 'SPACE_NOT_FOUND'
      | 'SPACE_GONE'
      | 'SPACE_DECLARED'
      | 'VERSION_CONFLICT'
      | 'CURSOR_INVALID'
      | 'QUOTA_EXCEEDED'
      | 'LEASE_NOT_FOUND'
      | 'CREDENTIAL_REQUIRED'
      | 'CREDENTIAL_INVALID'
      | 'CREDENTIAL_EXPIRED'
      | 'SUBSCRIPTION_NOT_FOUND'
      | 'RESULT_COMPLETE'
      | 'RESUME_GONE'
      | 'SUBSCRIBER_TOO_SLOW'
      | 'GATE_NOT_FOUND'
      | 'GATE_CLOSED'
      | 'GATE_EXPIRED'
      | 'METHOD_UNKNOWN'
      | 'METHOD_NOT_GRANTED'
      | 'INTERFACE_MISMATCH'
      | 'NOT_A_SERVICE'
      | 'SERVICE_STALE'
      | 'SERVICE_UNREACHABLE'
      | 'SERVICE_TIMEOUT'
      | 'SERVICE_FAILED'
      | 'ANSWER_INVALID'
      | 'DESTINATION_FORBIDDEN'
      | 'TOO_MANY_CALLS'
      | 'TOO_MANY_TASKS'
      | 'ACCESS_DENIED'
      | 'AUTHENTICATION_REQUIRED'
      | 'RATE_LIMITED'
      | 'CLIENT_QUOTA_EXCEEDED'
      | 'PROOF_REQUIRED'
      | 'PROOF_INVALID'
      | 'PROOF_EXPIRED'
      | 'PROOF_REPLAYED'
      | 'PROOF_WINDOW_FULL'
      | 'PROOF_SESSION_UNKNOWN'
      | 'KEY_MISMATCH'
      | 'CREDENTIAL_REVOKED'
      | 'GATE_EXHAUSTED'
      | 'TOKEN_INVALID'
      | 'TOKEN_EXPIRED'
      | 'DPOP_INVALID'
      | 'DPOP_REPLAYED'
      | 'TOKEN_REFUSED'
      | 'ISSUER_UNREACHABLE'
      | 'REQUEST_MALFORMED'
      | 'PARAMETER_INVALID'
      | 'REQUEST_TIMEOUT'
      | 'HEADERS_TOO_LARGE'
      | 'BODY_REQUIRED'
      | 'BODY_TOO_LARGE'
      | 'CONTENT_TYPE_UNSUPPORTED'
      | 'NOT_ACCEPTABLE'
      | 'ROUTE_NOT_FOUND'
      | 'UPGRADE_REQUIRED'
      | 'METHOD_NOT_ALLOWED'
      | 'HOST_REFUSED'
      | 'ORIGIN_REFUSED'
      | 'SHUTTING_DOWN'
      | 'DISCOVERY_UNAVAILABLE'
      | 'CONFIGURATION_INVALID'
      | 'STORE_VERSION_UNSUPPORTED'
      | 'STORE_CONFLICT'
      | 'STORE_LIMIT_EXCEEDED'
      | 'STORE_CLOSED'
      | 'STORE_FAILED'
      | 'ABORTED'
      | 'USAGE'
      | 'INTERNAL';
  };
  responses: {
    /** @description A refusal as RFC 6749 section 5.2 has it */
    OAuthError: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        'application/json': {
          error: string;
          error_description?: string;
        };
      };
    };
    /** @description The answer as a message of schemas/space.xsd */
    Message: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        'application/xml': string;
        'application/json': components['schemas']['JsonMessage'];
      };
    };
    /** @description `lookupResponse`; no hit is an empty answer */
    Page: {
      headers: {
        /** @description `rel="next"` while there is more */
        Link?: string;
        [name: string]: unknown;
      };
      content: {
        'application/xml': string;
        'application/json': components['schemas']['JsonMessage'];
      };
    };
    /** @description Made */
    Created: {
      headers: {
        Location?: string;
        [name: string]: unknown;
      };
      content: {
        'application/xml': string;
        'application/json': components['schemas']['JsonMessage'];
      };
    };
    /** @description An advertisement of schemas/advertisement.xsd */
    Advertisement: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        'application/xml': string;
        'application/json': components['schemas']['JsonMessage'];
      };
    };
    /**
     * @description Server-sent events: `id` is the sequence, `event` the kind (published, updated, renewed, stale, removed), `data` the
     *     `event` message in XML, or in JSON when `Accept` names application/json too. A `problem` event is the last one.
     */
    EventStream: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        'text/event-stream': string;
      };
    };
    /** @description What failed, why, and what to do next */
    Problem: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        'application/problem+xml': components['schemas']['Problem'];
        'application/problem+json': components['schemas']['Problem'];
      };
    };
  };
  parameters: {
    /** @description UUID of a space or alias of a declared one */
    space: string;
    /** @description UUID of a document, or its URN, percent-encoded */
    id: string;
    /** @description UUID of a subscription */
    subscription: string;
    /** @description UUID of a gate */
    gate: string;
    /** @description Exact, or with `*` and `?` */
    name: string;
    kind: components['schemas']['Kind'][];
    publisher: string;
    /** @description Only the document with this URN or UUID: asks whether it is a hit */
    only: string;
    /** @description Leave out stale documents */
    fresh: boolean;
    /** @description Most hits on the page */
    limit: number;
    /** @description Opaque; from `next` or from the `Link` header */
    cursor: string;
    /** @description Lease asked for: an xs:duration such as PT10M, or 10m */
    period: string;
    /** @description The credential of the lease */
    lease: string;
    /** @description The control credential of the gate */
    control: string;
    /** @description Sequence of the last event seen */
    lastEventId: string;
  };
  requestBodies: {
    Message: {
      content: {
        'application/xml': string;
        'application/json': components['schemas']['JsonMessage'];
      };
    };
    /** @description Any XML document, or an advertisement of schemas/advertisement.xsd */
    Document: {
      content: {
        'application/xml': string;
      };
    };
  };
  headers: {
    /** @description Strong; changes with the bytes and with nothing else */
    ETag: string;
  };
  pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
  getIndex: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The declared spaces and where to read on */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'text/html': string;
          'text/plain': string;
        };
      };
      default: components['responses']['Problem'];
    };
  };
  getHealth: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description It does */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** @constant */
            status: 'ok';
          };
        };
      };
      default: components['responses']['Problem'];
    };
  };
  getMetrics: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The figures as they are now */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'text/plain': string;
        };
      };
      default: components['responses']['Problem'];
    };
  };
  getOpenApi: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description OpenAPI 3.1 */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/yaml': string;
        };
      };
      default: components['responses']['Problem'];
    };
  };
  getSchema: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        file: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The schema document */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/xml': string;
        };
      };
      default: components['responses']['Problem'];
    };
  };
  listSpaces: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description `spaces` of schemas/space.xsd */
      200: components['responses']['Message'];
      default: components['responses']['Problem'];
    };
  };
  getSpace: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description UUID of a space or alias of a declared one */
        space: components['parameters']['space'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: components['responses']['Advertisement'];
      default: components['responses']['Problem'];
    };
  };
  sendMessage: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description UUID of a space or alias of a declared one */
        space: components['parameters']['space'];
      };
      cookie?: never;
    };
    requestBody: components['requestBodies']['Message'];
    responses: {
      200: components['responses']['Message'];
      default: components['responses']['Problem'];
    };
  };
  destroySpace: {
    parameters: {
      query?: never;
      header?: {
        /** @description The credential of the lease */
        'Stoa-Lease'?: components['parameters']['lease'];
      };
      path: {
        /** @description UUID of a space or alias of a declared one */
        space: components['parameters']['space'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The space has ended */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      default: components['responses']['Problem'];
    };
  };
  spawnSpace: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description UUID of a space or alias of a declared one */
        space: components['parameters']['space'];
      };
      cookie?: never;
    };
    /** @description a `spawn` message */
    requestBody: components['requestBodies']['Message'];
    responses: {
      /** @description `spawnResponse`, with the root credential; `Location` is the new space */
      201: components['responses']['Created'];
      default: components['responses']['Problem'];
    };
  };
  readPolicy: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description UUID of a space or alias of a declared one */
        space: components['parameters']['space'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description `policyResponse`; its `ETag` is the version */
      200: components['responses']['Message'];
      /** @description It is still the one that `If-None-Match` names */
      304: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      default: components['responses']['Problem'];
    };
  };
  changePolicy: {
    parameters: {
      query?: never;
      header?: {
        /** @description ETag of the policy that is changed */
        'If-Match'?: string;
      };
      path: {
        /** @description UUID of a space or alias of a declared one */
        space: components['parameters']['space'];
      };
      cookie?: never;
    };
    requestBody: components['requestBodies']['Message'];
    responses: {
      /** @description `policyResponse` */
      200: components['responses']['Message'];
      default: components['responses']['Problem'];
    };
  };
  replaceRoot: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description UUID of a space or alias of a declared one */
        space: components['parameters']['space'];
      };
      cookie?: never;
    };
    requestBody: components['requestBodies']['Message'];
    responses: {
      /** @description `replaceRootResponse` */
      200: components['responses']['Message'];
      default: components['responses']['Problem'];
    };
  };
  lookupByName: {
    parameters: {
      query?: {
        /** @description Exact, or with `*` and `?` */
        name?: components['parameters']['name'];
        kind?: components['parameters']['kind'];
        publisher?: components['parameters']['publisher'];
        /** @description Only the document with this URN or UUID: asks whether it is a hit */
        id?: components['parameters']['only'];
        /** @description Leave out stale documents */
        fresh?: components['parameters']['fresh'];
        /** @description Most hits on the page */
        limit?: components['parameters']['limit'];
        /** @description Opaque; from `next` or from the `Link` header */
        cursor?: components['parameters']['cursor'];
      };
      header?: never;
      path: {
        /** @description UUID of a space or alias of a declared one */
        space: components['parameters']['space'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: components['responses']['Page'];
      default: components['responses']['Problem'];
    };
  };
  publish: {
    parameters: {
      query?: {
        /** @description Name of a plain document; an advertisement has its own. Default is the local name of its root. */
        name?: string;
        /** @description Lease asked for: an xs:duration such as PT10M, or 10m */
        period?: components['parameters']['period'];
      };
      header?: {
        /** @description The credential of the lease */
        'Stoa-Lease'?: components['parameters']['lease'];
      };
      path: {
        /** @description UUID of a space or alias of a declared one */
        space: components['parameters']['space'];
      };
      cookie?: never;
    };
    requestBody: components['requestBodies']['Document'];
    responses: {
      /** @description The advertisement has a URN of its own and was there already; it was brought up to date */
      200: components['responses']['Message'];
      /** @description `publishResponse`, with the lease and its credential; `Location` is the document, `ETag` its version */
      201: components['responses']['Created'];
      default: components['responses']['Problem'];
    };
  };
  lookupBySchema: {
    parameters: {
      query?: {
        /** @description Exact, or with `*` and `?` */
        name?: components['parameters']['name'];
        kind?: components['parameters']['kind'];
        publisher?: components['parameters']['publisher'];
        /** @description Only the document with this URN or UUID: asks whether it is a hit */
        id?: components['parameters']['only'];
        /** @description Leave out stale documents */
        fresh?: components['parameters']['fresh'];
        /** @description Most hits on the page */
        limit?: components['parameters']['limit'];
        /** @description Opaque; from `next` or from the `Link` header */
        cursor?: components['parameters']['cursor'];
        /** @description The lowest grade that is a hit */
        grade?: 'exact' | 'compatible' | 'overlap' | 'undecided';
        /** @description Say why each hit is one, and what came near */
        explain?: boolean;
        /** @description A method of this name */
        method?: string;
        /** @description A method that takes this element, as `{namespace}local`, declared in the schema */
        input?: string;
        /** @description A method that answers with this element, as `{namespace}local`, declared in the schema */
        output?: string;
      };
      header?: never;
      path: {
        /** @description UUID of a space or alias of a declared one */
        space: components['parameters']['space'];
      };
      cookie?: never;
    };
    requestBody: components['requestBodies']['Message'];
    responses: {
      /** @description `lookupResponse`; `next` is the cursor of the next page */
      200: components['responses']['Message'];
      default: components['responses']['Problem'];
    };
  };
  readDocument: {
    parameters: {
      query?: never;
      header?: {
        'If-None-Match'?: string;
      };
      path: {
        /** @description UUID of a space or alias of a declared one */
        space: components['parameters']['space'];
        /** @description UUID of a document, or its URN, percent-encoded */
        id: components['parameters']['id'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The bytes that were published; what the space says about them stands in the headers */
      200: {
        headers: {
          ETag: components['headers']['ETag'];
          'Last-Modified'?: string;
          'Stoa-Id'?: string;
          /** @description Percent-encoded UTF-8 */
          'Stoa-Name'?: string;
          'Stoa-Kind'?: components['schemas']['Kind'];
          'Stoa-Version'?: number;
          'Stoa-Sequence'?: string;
          /** @description End of the lease */
          'Stoa-Expires'?: string;
          'Stoa-Stale'?: boolean;
          [name: string]: unknown;
        };
        content: {
          'application/xml': string;
        };
      };
      /** @description The client has these bytes */
      304: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      default: components['responses']['Problem'];
    };
  };
  updateDocument: {
    parameters: {
      query?: never;
      header?: {
        /** @description The ETag that the change was made from */
        'If-Match'?: string;
        /** @description The credential of the lease */
        'Stoa-Lease'?: components['parameters']['lease'];
      };
      path: {
        /** @description UUID of a space or alias of a declared one */
        space: components['parameters']['space'];
        /** @description UUID of a document, or its URN, percent-encoded */
        id: components['parameters']['id'];
      };
      cookie?: never;
    };
    requestBody: components['requestBodies']['Document'];
    responses: {
      /** @description `updateResponse` */
      200: components['responses']['Message'];
      default: components['responses']['Problem'];
    };
  };
  removeDocument: {
    parameters: {
      query?: never;
      header?: {
        /** @description The ETag of what is to be removed, looked at before */
        'If-Match'?: string;
        /** @description The credential of the lease */
        'Stoa-Lease'?: components['parameters']['lease'];
      };
      path: {
        /** @description UUID of a space or alias of a declared one */
        space: components['parameters']['space'];
        /** @description UUID of a document, or its URN, percent-encoded */
        id: components['parameters']['id'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description It is gone */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      default: components['responses']['Problem'];
    };
  };
  readAdvertisement: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description UUID of a space or alias of a declared one */
        space: components['parameters']['space'];
        /** @description UUID of a document, or its URN, percent-encoded */
        id: components['parameters']['id'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: components['responses']['Advertisement'];
      default: components['responses']['Problem'];
    };
  };
  renewLease: {
    parameters: {
      query?: {
        /** @description Lease asked for: an xs:duration such as PT10M, or 10m */
        period?: components['parameters']['period'];
      };
      header?: {
        /** @description The credential of the lease */
        'Stoa-Lease'?: components['parameters']['lease'];
      };
      path: {
        /** @description UUID of a space or alias of a declared one */
        space: components['parameters']['space'];
        /** @description UUID of the lease */
        lease: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description `renewResponse`; the period granted may be shorter */
      200: components['responses']['Message'];
      default: components['responses']['Problem'];
    };
  };
  cancelLease: {
    parameters: {
      query?: never;
      header?: {
        /** @description The credential of the lease */
        'Stoa-Lease'?: components['parameters']['lease'];
      };
      path: {
        /** @description UUID of a space or alias of a declared one */
        space: components['parameters']['space'];
        /** @description UUID of the lease */
        lease: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description It is gone */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      default: components['responses']['Problem'];
    };
  };
  followClosures: {
    parameters: {
      query?: never;
      header?: {
        /** @description The credential of the lease */
        'Stoa-Lease'?: components['parameters']['lease'];
      };
      path: {
        /** @description UUID of a space or alias of a declared one */
        space: components['parameters']['space'];
        /** @description UUID of a document, or its URN, percent-encoded */
        id: components['parameters']['id'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The stream */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'text/event-stream': string;
        };
      };
      default: components['responses']['Problem'];
    };
  };
  subscribe: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description UUID of a space or alias of a declared one */
        space: components['parameters']['space'];
      };
      cookie?: never;
    };
    /** @description a `subscribe` message */
    requestBody: components['requestBodies']['Message'];
    responses: {
      /** @description `subscribeResponse`, with the lease; `Location` is the event stream */
      201: components['responses']['Created'];
      default: components['responses']['Problem'];
    };
  };
  unsubscribe: {
    parameters: {
      query?: never;
      header?: {
        /** @description The credential of the lease */
        'Stoa-Lease'?: components['parameters']['lease'];
      };
      path: {
        /** @description UUID of a space or alias of a declared one */
        space: components['parameters']['space'];
        /** @description UUID of a subscription */
        subscription: components['parameters']['subscription'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description It is gone */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      default: components['responses']['Problem'];
    };
  };
  streamSubscription: {
    parameters: {
      query?: never;
      header?: {
        /** @description Sequence of the last event seen */
        'Last-Event-ID'?: components['parameters']['lastEventId'];
      };
      path: {
        /** @description UUID of a space or alias of a declared one */
        space: components['parameters']['space'];
        /** @description UUID of a subscription */
        subscription: components['parameters']['subscription'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: components['responses']['EventStream'];
      default: components['responses']['Problem'];
    };
  };
  streamEvents: {
    parameters: {
      query?: {
        /** @description Exact, or with `*` and `?` */
        name?: components['parameters']['name'];
        kind?: components['parameters']['kind'];
        /** @description Sequence after which events are wanted; default is now */
        after?: string;
      };
      header?: {
        /** @description Sequence of the last event seen */
        'Last-Event-ID'?: components['parameters']['lastEventId'];
      };
      path: {
        /** @description UUID of a space or alias of a declared one */
        space: components['parameters']['space'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: components['responses']['EventStream'];
      default: components['responses']['Problem'];
    };
  };
  openGate: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description UUID of a space or alias of a declared one */
        space: components['parameters']['space'];
      };
      cookie?: never;
    };
    /** @description an `openGate` message */
    requestBody: components['requestBodies']['Message'];
    responses: {
      /** @description `openGateResponse`: the gate with its address, credential and granted methods */
      201: components['responses']['Created'];
      default: components['responses']['Problem'];
    };
  };
  closeGate: {
    parameters: {
      query?: never;
      header: {
        /** @description The control credential of the gate */
        'Stoa-Control': components['parameters']['control'];
      };
      path: {
        /** @description UUID of a space or alias of a declared one */
        space: components['parameters']['space'];
        /** @description UUID of a gate */
        gate: components['parameters']['gate'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description It is closed */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      default: components['responses']['Problem'];
    };
  };
  refreshGate: {
    parameters: {
      query?: never;
      header: {
        /** @description The control credential of the gate */
        'Stoa-Control': components['parameters']['control'];
      };
      path: {
        /** @description UUID of a space or alias of a declared one */
        space: components['parameters']['space'];
        /** @description UUID of a gate */
        gate: components['parameters']['gate'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description `refreshGateResponse` */
      200: components['responses']['Message'];
      default: components['responses']['Problem'];
    };
  };
  attachService: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description UUID of a space or alias of a declared one */
        space: components['parameters']['space'];
        /** @description UUID of a document, or its URN, percent-encoded */
        id: components['parameters']['id'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The connection is a WebSocket now */
      101: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      default: components['responses']['Problem'];
    };
  };
  relayCall: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description UUID of a space or alias of a declared one */
        space: components['parameters']['space'];
        /** @description As the gate gave it */
        address: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/xml': string;
      };
    };
    responses: {
      /** @description The answer of the service */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/xml': string;
        };
      };
      /** @description A one-way message was taken, or results will be in a new space */
      202: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/xml': string;
        };
      };
      /** @description A fault that the interface declares, or a problem */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/xml': string;
          'application/problem+xml': components['schemas']['Problem'];
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  getKeys: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description UUID of a space or alias of a declared one */
        space: components['parameters']['space'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A JWK set (RFC 7517) */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/jwk-set+json': {
            keys: Record<string, never>[];
          };
        };
      };
      default: components['responses']['Problem'];
    };
  };
  getResourceMetadata: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The metadata; `stoa_logins` says how people log in, where that is configured */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** Format: uri */
            resource: string;
            resource_name?: string;
            authorization_servers: string[];
            bearer_methods_supported?: string[];
            dpop_signing_alg_values_supported?: string[];
            stoa_logins?: {
              /** Format: uri */
              issuer: string;
              client_id: string;
              scope: string;
              resource: string;
            }[];
          };
        };
      };
      default: components['responses']['Problem'];
    };
  };
  getIssuerMetadata: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The metadata */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** Format: uri */
            issuer: string;
            /** Format: uri */
            token_endpoint: string;
            /** Format: uri */
            jwks_uri: string;
          };
        };
      };
      default: components['responses']['Problem'];
    };
  };
  getTokenKeys: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A JWK set */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/jwk-set+json': Record<string, never>;
        };
      };
      default: components['responses']['Problem'];
    };
  };
  getToken: {
    parameters: {
      query?: never;
      header?: {
        /** @description Proof of possession of the key that the token shall be bound to */
        DPoP?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/x-www-form-urlencoded': {
          /** @enum {string} */
          grant_type: 'client_credentials';
          client_id?: string;
          client_secret?: string;
          client_assertion_type?: string;
          client_assertion?: string;
          resource?: string;
        };
      };
    };
    responses: {
      /** @description The token */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            access_token: string;
            /** @enum {string} */
            token_type: 'Bearer' | 'DPoP';
            expires_in: number;
          };
        };
      };
      400: components['responses']['OAuthError'];
      401: components['responses']['OAuthError'];
      429: components['responses']['OAuthError'];
      default: components['responses']['Problem'];
    };
  };
}
