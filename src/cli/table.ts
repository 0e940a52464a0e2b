/** Rows as aligned columns, two spaces apart; the last column is not padded. */
export const formatTable = (rows: readonly (readonly string[])[]): readonly string[] => {
  const widths: number[] = [];
  for (const row of rows) for (const [at, cell] of row.entries()) widths[at] = Math.max(widths[at] ?? 0, cell.length);
  return rows.map((row) =>
    row.map((cell, at) => (at === row.length - 1 ? cell : cell.padEnd(widths[at] ?? 0))).join('  '),
  );
};

/** How long until (or since) an epoch time, for people: `in 9m`, `2h ago`. */
export const formatDistance = (timeMs: number, nowMs: number): string => {
  const seconds = Math.round(Math.abs(timeMs - nowMs) / 1000);
  const [amount, unit] = ((): readonly [number, string] => {
    if (seconds < 120) return [seconds, 's'];
    if (seconds < 7200) return [Math.round(seconds / 60), 'm'];
    return seconds < 172_800 ? [Math.round(seconds / 3600), 'h'] : [Math.round(seconds / 86_400), 'd'];
  })();
  return timeMs >= nowMs ? `in ${amount}${unit}` : `${amount}${unit} ago`;
};
