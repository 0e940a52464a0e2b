const escapeCharacter = (character: string): string => {
  if (character === '*') return '.*';
  return character === '?' ? '.' : character.replace(/[\\^$.|+()[\]{}/-]/u, '\\$&');
};

/** Whether a name is like a pattern with `*` and `?`, as in a lookup by name. */
export const isNamedLike = (pattern: string, name: string): boolean => {
  if (!/[*?]/.test(pattern)) return pattern === name;
  // A run of stars is one: several of them after one another would be tried in every way.
  const text = Array.from(pattern.replace(/\*+/g, '*'), escapeCharacter).join('');
  return new RegExp(`^${text}$`, 'su').test(name);
};
