const ISO_DURATION = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/;
const SHORT_DURATION = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)$/;
const UNIT_MS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/**
 * Milliseconds of an `xs:duration` without years and months (their length is not fixed), or of the short
 * form that people type (`90s`, `10m`, `2h`); `undefined` when `text` is neither.
 */
export const findDurationMs = (text: string): number | undefined => {
  const short = SHORT_DURATION.exec(text);
  if (short) return Math.round(Number(short[1]) * (UNIT_MS[short[2] ?? ''] ?? 0));
  const iso = ISO_DURATION.exec(text);
  if (!iso || text.endsWith('T') || text === 'P') return undefined;
  const [days, hours, minutes, seconds] = [iso[1], iso[2], iso[3], iso[4]].map((part) => Number(part ?? 0));
  return Math.round((((days ?? 0) * 24 + (hours ?? 0)) * 60 + (minutes ?? 0)) * 60_000 + (seconds ?? 0) * 1000);
};

/** `xs:duration` text of a period in milliseconds, in seconds (`PT600S`, `PT0.25S`). */
export const toDuration = (periodMs: number): string => `PT${String(periodMs / 1000)}S`;
