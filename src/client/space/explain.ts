import type { LookupResponseNearMiss as NearMissValue, Match as MatchValue } from '../generated/space.js';
import type { Match, NearMiss } from '../model.js';
import { toEntry } from '../parts.js';

/** A match with the reasons for it. */
export const toMatch = ({ '@grade': grade, '@share': share, wanted = [] }: MatchValue): Match => ({
  grade,
  share,
  wanted: wanted.map((report) => ({
    kind: report['@kind'],
    name: report['@name'],
    verdict: report['@verdict'],
    ...(report['@found'] !== undefined && { found: report['@found'] }),
    ...(report['@role'] !== undefined && { role: report['@role'] }),
    mismatches: (report.mismatch ?? []).map((mismatch) => ({
      path: mismatch['@path'],
      rule: mismatch['@rule'],
      message: mismatch['@message'],
      change: mismatch['@change'],
    })),
  })),
});

/** What came near, and what keeps it from being a hit. */
export const toNearMiss = ({ entry, match }: NearMissValue): NearMiss => ({
  entry: toEntry(entry),
  match: toMatch(match),
});
