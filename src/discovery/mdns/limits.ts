/** Limits of multicast DNS as spoken here: what is taken from neighbours, who may be anybody, and what is kept of it. */
export interface MdnsLimits {
  /** Largest packet read, in bytes; larger ones are dropped unread (RFC 6762 section 17). */
  readonly maxPacketBytes: number;
  /** Largest packet written, in bytes: fits an Ethernet frame with both headers, so that nothing is cut in pieces. */
  readonly maxSentBytes: number;
  /** Most questions and records in one packet; a packet with more is dropped. */
  readonly maxEntries: number;
  /** Most services kept for one browse on one interface; later ones are not seen until others go. */
  readonly maxServices: number;
  /** Most records of one name and type, as addresses of one host; the oldest goes. */
  readonly maxRecordsOfName: number;
  /** Largest TXT record kept, in bytes. */
  readonly maxTxtBytes: number;
  /** Longest life of a record whatever its TTL says, in seconds. */
  readonly maxTtlSeconds: number;
  /** Most services announced by one driver. */
  readonly maxAnnouncements: number;
  /** Most answers that wait for their delay on one interface; what is asked for beyond is not answered. */
  readonly maxPendingAnswers: number;
  /** Most browses at once. */
  readonly maxBrowses: number;
}

/** Limits unless others are passed. A busy office has some hundred services; these take ten times that, in a few megabytes. */
export const DEFAULT_MDNS_LIMITS: MdnsLimits = {
  maxPacketBytes: 9000,
  maxSentBytes: 1400,
  maxEntries: 1000,
  maxServices: 2000,
  maxRecordsOfName: 32,
  maxTxtBytes: 4000,
  maxTtlSeconds: 86_400,
  maxAnnouncements: 1000,
  maxPendingAnswers: 4000,
  maxBrowses: 256,
};

/** Life of records that depend on the host (SRV, A, AAAA) and of others, in seconds (RFC 6762 section 10). */
export interface MdnsTtls {
  readonly hostSeconds: number;
  readonly otherSeconds: number;
}

/** TTLs that RFC 6762 recommends. */
export const DEFAULT_MDNS_TTLS: MdnsTtls = { hostSeconds: 120, otherSeconds: 4500 };
