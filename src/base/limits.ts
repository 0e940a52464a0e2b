/** Limits of the XML parser. Sizes in bytes are UTF-8 bytes, lengths are UTF-16 code units. */
export interface XmlLimits {
  /** Largest document in bytes. 4 MiB holds every real schema set we met (27 MB for 1,080 services). */
  readonly maxBytes: number;
  /** Deepest nesting of elements. Real messages stay below 40; deep nesting only serves to exhaust stacks. */
  readonly maxDepth: number;
  /** Most elements in one document: bounds the heap a document may take while parsed. */
  readonly maxElements: number;
  /** Most attributes on one element, namespace declarations included: duplicates are found pairwise. */
  readonly maxAttributes: number;
  /** Longest name, prefix included. */
  readonly maxNameLength: number;
  /** Longest attribute value and namespace name after normalisation. */
  readonly maxAttributeLength: number;
  /** Most namespace declarations in scope at once: against amplification by deep redeclaration. */
  readonly maxNamespaces: number;
}

/** Limits of reading and of checking against schemas. */
export interface SchemaLimits {
  /** Most schema documents in one set. */
  readonly maxDocuments: number;
  /** Most components (declarations, definitions, particles) in one model. */
  readonly maxComponents: number;
  /**
   * Largest finite occurrence of a group (elements are counted, groups are copied); above it a content model cannot be
   * checked in bounded time. Above what any document could hold (1,048,576) it counts as unbounded again.
   */
  readonly maxOccurs: number;
  /** Most states of one content model or pattern after expansion. */
  readonly maxStates: number;
  /** Longest chain of types that derive from one another, or of groups in groups: each is completed inside the next. */
  readonly maxDerivations: number;
  /** Longest `xs:pattern` in characters. */
  readonly maxPatternLength: number;
  /** Most steps in one compilation: bounds the time that one hostile schema can take. */
  readonly maxSteps: number;
  /** Most findings reported for one document; checking stops there. */
  readonly maxFindings: number;
  /**
   * Most steps of checking or decoding one document against patterns, member types and identity constraints, about 10 ns each: a
   * character read by a pattern is one, a member type tried is 40. Bounds the time that one message can take by a hostile schema.
   */
  readonly maxCheckSteps: number;
  /** Longest program that a codec of one root element is compiled into, in UTF-16 code units; beyond it stays interpreted. */
  readonly maxCodeLength: number;
}

/** Limits of one space; its declaration or spawner may set lower ones. */
export interface SpaceLimits {
  /** Most documents, stale ones included. */
  readonly maxDocuments: number;
  /** Most bytes of documents together. */
  readonly maxBytes: number;
  /** Largest single document in bytes. */
  readonly maxDocumentBytes: number;
  /** Longest document name in characters. */
  readonly maxNameLength: number;
  /** Most spawned spaces alive at once. */
  readonly maxSpaces: number;
  /** How deep spaces may be spawned from spawned spaces. */
  readonly maxSpaceDepth: number;
  /** Most subscriptions alive at once. */
  readonly maxSubscriptions: number;
  /** Most relayed calls open at once. */
  readonly maxOpenCalls: number;
  /** Most services that are asked, now and then, whether they are there. */
  readonly maxProbes: number;
  /** Longest lease granted, in milliseconds. */
  readonly maxLeaseMs: number;
  /** Lease granted when none is asked for, in milliseconds. */
  readonly defaultLeaseMs: number;
  /** How long a stale document is kept before it is deleted, in milliseconds. */
  readonly staleKeptMs: number;
  /** Longest validity of a gate, in milliseconds. */
  readonly maxGateMs: number;
  /** Longest life of a gate's credential, in milliseconds, until its holder has to refresh it: closing takes effect within it. */
  readonly maxCredentialMs: number;
  /** Most hits on one page of a lookup. */
  readonly maxPageHits: number;
  /** Events a subscriber may fall behind before it is cut off with a resume point. */
  readonly maxEventBacklog: number;
  /** How long log entries are kept for resuming, in milliseconds. */
  readonly logKeptMs: number;
  /** Most log entries kept for resuming. */
  readonly logKeptEntries: number;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** Defaults of {@link XmlLimits}. */
export const DEFAULT_XML_LIMITS: XmlLimits = Object.freeze({
  maxBytes: 4 * 1024 * 1024,
  maxDepth: 256,
  maxElements: 200_000,
  maxAttributes: 256,
  maxNameLength: 1024,
  maxAttributeLength: 65_536,
  maxNamespaces: 256,
});

/** Defaults of {@link SchemaLimits}. */
export const DEFAULT_SCHEMA_LIMITS: SchemaLimits = Object.freeze({
  maxDocuments: 256,
  maxComponents: 50_000,
  maxOccurs: 10_000,
  maxStates: 50_000,
  maxDerivations: 256,
  maxPatternLength: 4096,
  maxSteps: 2_000_000,
  maxFindings: 20,
  maxCheckSteps: 100_000_000,
  maxCodeLength: 256 * 1024,
});

/** Defaults of {@link SpaceLimits}. */
export const DEFAULT_SPACE_LIMITS: SpaceLimits = Object.freeze({
  maxDocuments: 1_000_000,
  maxBytes: 4 * 1024 * 1024 * 1024,
  maxDocumentBytes: 1024 * 1024,
  maxNameLength: 256,
  maxSpaces: 10_000,
  maxSpaceDepth: 8,
  maxSubscriptions: 10_000,
  maxOpenCalls: 1_000,
  maxProbes: 1_000,
  maxLeaseMs: 24 * HOUR_MS,
  defaultLeaseMs: 10 * MINUTE_MS,
  staleKeptMs: 10 * MINUTE_MS,
  maxGateMs: HOUR_MS,
  maxCredentialMs: MINUTE_MS,
  maxPageHits: 500,
  maxEventBacklog: 10_000,
  logKeptMs: 24 * HOUR_MS,
  logKeptEntries: 1_000_000,
});
