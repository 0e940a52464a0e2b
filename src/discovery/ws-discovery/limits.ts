import { DEFAULT_XML_LIMITS } from '../../base/index.js';
import type { XmlLimits } from '../../base/index.js';

/** Limits and times of WS-Discovery; times in milliseconds. Those without a number of the standard are ours. */
export interface WsLimits {
  /** How a message is parsed; `maxBytes` is the largest one that is looked at. */
  readonly xml: XmlLimits;
  /** Largest message sent in bytes; what is more goes into further ones, or is left out. Several IP fragments, and no more. */
  readonly maxMessageBytes: number;
  /** Most messages that answer one Probe. */
  readonly maxAnswers: number;
  /** Most types, scopes and transport addresses taken from one message, of each. */
  readonly maxListed: number;
  /** Longest address, scope or name taken, in characters. */
  readonly maxTextLength: number;
  /** Most message ids that are remembered, to drop what comes again (SOAP-over-UDP 1.1 section 6). */
  readonly maxSeen: number;
  /** Most endpoints that a look-out knows at once. */
  readonly maxFound: number;
  /** Answers to one source: so many at once, and `answersPerSecond` in the long run. */
  readonly answerBurst: number;
  readonly answersPerSecond: number;
  /** Answers to all sources together in the long run, per second; ten seconds of them at once. */
  readonly totalAnswersPerSecond: number;
  /** Most sources whose rates are kept. */
  readonly maxSources: number;
  /** How many times as large as a question from beyond the link its answer may be, as QUIC has it (RFC 9000 section 8.1). */
  readonly maxAmplification: number;
  /** APP_MAX_DELAY: longest wait before a Hello and before an answer to many. */
  readonly appMaxDelayMs: number;
  /** How often a message to all is sent again, and one to a single host (SOAP-over-UDP 1.1 appendix A). */
  readonly multicastRepeat: number;
  readonly unicastRepeat: number;
  /** First wait before it is sent again, at least and at most; doubled each time up to the upper one. */
  readonly minDelayMs: number;
  readonly maxDelayMs: number;
  readonly upperDelayMs: number;
  /** How often the interfaces are looked at. */
  readonly interfacesMs: number;
  /** How often a look-out asks again. What has not answered `missedProbes` times is gone. */
  readonly probeMs: number;
  readonly missedProbes: number;
  /** How long the answer to a Resolve is waited for. */
  readonly resolveMs: number;
}

/** Defaults of {@link WsLimits}. */
export const DEFAULT_WS_LIMITS: WsLimits = Object.freeze({
  xml: Object.freeze({
    ...DEFAULT_XML_LIMITS,
    maxBytes: 32_768,
    maxDepth: 48,
    maxElements: 2000,
    maxAttributes: 32,
    maxNameLength: 256,
    maxAttributeLength: 2048,
    maxNamespaces: 64,
  }),
  maxMessageBytes: 4096,
  maxAnswers: 32,
  maxListed: 64,
  maxTextLength: 1024,
  maxSeen: 2000,
  maxFound: 1000,
  answerBurst: 64,
  answersPerSecond: 16,
  totalAnswersPerSecond: 200,
  maxSources: 1000,
  maxAmplification: 3,
  appMaxDelayMs: 500,
  multicastRepeat: 2,
  unicastRepeat: 1,
  minDelayMs: 50,
  maxDelayMs: 250,
  upperDelayMs: 500,
  interfacesMs: 2000,
  probeMs: 60_000,
  missedProbes: 2,
  resolveMs: 3000,
});
