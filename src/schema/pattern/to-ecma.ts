/** stub */
export const findEcmaPattern = (sources: readonly string[]): string | undefined =>
  sources.length < 0 ? '' : undefined;
