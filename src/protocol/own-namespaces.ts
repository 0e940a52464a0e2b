/** Our namespaces by the file in `schemas/` that declares them; within a number only wildcard content may be added. */
export const OWN_NAMESPACES = {
  advertisement: 'urn:stoa:advertisement:1',
  liveness: 'urn:stoa:liveness:1',
  neighbour: 'urn:stoa:neighbour:1',
  objects: 'urn:stoa:objects:1',
  policy: 'urn:stoa:policy:1',
  problem: 'urn:ietf:rfc:7807',
  result: 'urn:stoa:result:1',
  space: 'urn:stoa:space:1',
} as const satisfies Readonly<Record<OwnSchemaName, string>>;

/** One of our own schemas: the name of its file in `schemas/` without `.xsd`. */
export type OwnSchemaName =
  'advertisement' | 'liveness' | 'neighbour' | 'objects' | 'policy' | 'problem' | 'result' | 'space';
