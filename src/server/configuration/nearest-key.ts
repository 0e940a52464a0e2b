/** Edits (insert, delete, replace one character) that turn `left` into `right`; Levenshtein's distance. */
const countEdits = (left: string, right: string): number => {
  let previous = Array.from({ length: right.length + 1 }, (_, at) => at);
  for (let row = 1; row <= left.length; row++) {
    const current = [row];
    for (let column = 1; column <= right.length; column++) {
      const replaced = (previous[column - 1] ?? 0) + (left[row - 1] === right[column - 1] ? 0 : 1);
      current.push(Math.min(replaced, (previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[right.length] ?? 0;
};

/** The known key that a misspelt one most likely meant; `undefined` when none is near. */
export const findNearestKey = (misspelt: string, known: readonly string[]): string | undefined => {
  // A key taken from outside may be of any length; nobody misspells at length.
  if (misspelt.length > 100) return undefined;
  const ranked = known
    .map((key) => ({ key, edits: countEdits(misspelt.toLowerCase(), key.toLowerCase()) }))
    .sort((left, right) => left.edits - right.edits);
  const nearest = ranked[0];
  return nearest !== undefined && nearest.edits <= Math.max(2, Math.floor(nearest.key.length / 3))
    ? nearest.key
    : undefined;
};
