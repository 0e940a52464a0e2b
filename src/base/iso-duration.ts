const ISO_DURATION = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/;

/** Milliseconds of an `xs:duration` without years and months (their length is not fixed); `undefined` when `text` is none. */
export const findIsoDurationMs = (text: string): number | undefined => {
  const iso = ISO_DURATION.exec(text);
  if (!iso || text.endsWith('T') || text === 'P') return undefined;
  const [days = 0, hours = 0, minutes = 0, seconds = 0] = iso
    .slice(1)
    .map((part: string | undefined) => Number(part ?? 0));
  return Math.round(((days * 24 + hours) * 60 + minutes) * 60_000 + seconds * 1000);
};

/** `xs:duration` text of a period in milliseconds, in seconds (`PT600S`, `PT0.25S`). */
export const toDuration = (periodMs: number): string => `PT${String(periodMs / 1000)}S`;
