/** Lines of an XML message with one element or text a line; credentials are shortened, and long messages cut. */
export const createPrinter = (maxLines) => (text) => {
  const lines = [];
  let depth = 0;
  const shortened = text.replace(/(root|writer|credential|control)="([^"]{12})[^"]+"/g, '$1="$2…"');
  for (const [token] of shortened.matchAll(
    /<!--.*?-->|<\?.*?\?>|<[^!?\/][^>]*(?<!\/)>[^<]*<\/[^>]+>|<[^>]+>|[^<]+/gs,
  )) {
    const line = token.replace(/\s+/g, ' ').trim();
    if (line === '') continue;
    if (line.startsWith('</')) depth -= 1;
    lines.push('  '.repeat(Math.max(0, depth)) + line);
    const opens = line.startsWith('<') && !line.startsWith('</') && !line.startsWith('<?') && !line.startsWith('<!');
    if (opens && !line.endsWith('/>') && !line.includes('</')) depth += 1;
  }
  return lines.length <= maxLines ? lines : [...lines.slice(0, maxLines), `… ${lines.length - maxLines} more lines`];
};
