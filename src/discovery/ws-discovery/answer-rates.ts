import { LRUCache } from 'lru-cache';
import type { Clock } from '../../base/index.js';
import type { WsLimits } from './limits.js';

/** A bucket of answers that fills with time. */
interface Bucket {
  left: number;
  atMs: number;
}

interface Rate {
  readonly burst: number;
  readonly perSecond: number;
}

const take = (bucket: Bucket, { burst, perSecond }: Rate, nowMs: number): boolean => {
  bucket.left = Math.min(burst, bucket.left + (Math.max(0, nowMs - bucket.atMs) * perSecond) / 1000);
  bucket.atMs = nowMs;
  if (bucket.left < 1) return false;
  bucket.left -= 1;
  return true;
};

/**
 * Says how often a source may be answered: asking costs it nothing, and its address may be somebody else's. A flood of sources is
 * bounded by what all get together.
 */
export const createAnswerRates = (clock: Clock, limits: WsLimits): ((source: string) => boolean) => {
  const each: Rate = { burst: limits.answerBurst, perSecond: limits.answersPerSecond };
  const all: Rate = { burst: limits.totalAnswersPerSecond * 10, perSecond: limits.totalAnswersPerSecond };
  const sources = new LRUCache<string, Bucket>({ max: limits.maxSources });
  const total: Bucket = { left: all.burst, atMs: clock.nowMs() };
  return (source) => {
    const nowMs = clock.nowMs();
    const bucket = sources.get(source) ?? { left: each.burst, atMs: nowMs };
    sources.set(source, bucket);
    return take(bucket, each, nowMs) && take(total, all, nowMs);
  };
};
