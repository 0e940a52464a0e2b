/**
 * Whether a name is like a pattern with `*` and `?`, as in a lookup by name. A star takes as little as it can, and only the last one
 * more: what is before it has matched. So the steps are at most the product of the two lengths.
 */
export const isNamedLike = (pattern: string, name: string): boolean => {
  const [wanted, characters] = [Array.from(pattern), Array.from(name)];
  let [at, from, star, starAt] = [0, 0, -1, 0];
  while (at < characters.length) {
    if (wanted[from] === '*') [star, starAt, from] = [from, at, from + 1];
    else if (wanted[from] === '?' || wanted[from] === characters[at]) [at, from] = [at + 1, from + 1];
    else if (star >= 0) [starAt, at, from] = [starAt + 1, starAt + 1, star + 1];
    else return false;
  }
  return wanted.slice(from).every((each) => each === '*');
};
