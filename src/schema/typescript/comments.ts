/** Longest line of a comment's text. */
const WIDTH = 110;

const wrap = (line: string): readonly string[] => {
  // Indented lines are drawings or examples.
  if (line.length <= WIDTH || line.startsWith(' ')) return [line];
  const lines: string[] = [];
  let open = '';
  for (const word of line.split(' ')) {
    if (open !== '' && open.length + word.length >= WIDTH) {
      lines.push(open);
      open = word;
    } else open = open === '' ? word : `${open} ${word}`;
  }
  return [...lines, open];
};

/** Text that neither ends the comment nor hides in it. */
const escapeComment = (text: string): string =>
  text
    .replaceAll('*/', '*\\/')
    .replaceAll('\t', '  ')
    .replace(/[^\P{C}\n]|[\u2028\u2029]/gu, ' ');

/** A doc comment of a text and short notes, as lines; none when there is nothing to say. */
export const toDocComment = (text: string | undefined, notes: readonly string[], indent: string): readonly string[] => {
  const note = notes.join(', ');
  const said = text ?? '';
  const isShort = said !== '' && note !== '' && !said.includes('\n') && said.length + note.length < WIDTH - 20;
  const whole = isShort ? `${said} (${note})` : [said, note].filter((part) => part !== '').join('\n\n');
  if (whole === '') return [];
  const lines = escapeComment(whole)
    .split('\n')
    .flatMap((line) => wrap(line.trimEnd()));
  const [only = '', ...more] = lines;
  if (more.length === 0) return [`${indent}/** ${only.trim()} */`];
  return [
    `${indent}/**`,
    ...lines.map((line) => (line === '' ? `${indent} *` : `${indent} * ${line}`)),
    `${indent} */`,
  ];
};
