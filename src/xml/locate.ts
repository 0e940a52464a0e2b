/** A place in a text for people: both from 1, the column in UTF-16 code units. */
export interface TextLocation {
  readonly line: number;
  readonly column: number;
}

/** Line and column of `offset` in `source`. LF, CR LF and CR each end a line, as in XML 1.0 section 2.11. */
export const locate = (source: string, offset: number): TextLocation => {
  const end = Math.min(Math.max(offset, 0), source.length);
  let line = 1;
  let lineStart = 0;
  for (let at = 0; at < end; at++) {
    const code = source.charCodeAt(at);
    if (code === 0x0d && source.charCodeAt(at + 1) === 0x0a) continue;
    if (code !== 0x0a && code !== 0x0d) continue;
    line++;
    lineStart = at + 1;
  }
  return { line, column: end - lineStart + 1 };
};
