/** A word that stands in every hostile text, and must stand in no program outside a literal. */
export const MARK = 'pwned';

/** Texts that end literals, templates, comments, lines and script elements, if they are let to. */
export const HOSTILE_TEXTS: readonly string[] = [
  `";globalThis.${MARK}=1;"`,
  `';globalThis.${MARK}=1;'`,
  `\`;globalThis.${MARK}=1;\``,
  `\${globalThis.${MARK}=1}`,
  `\\";globalThis.${MARK}=1;//`,
  `\\`,
  `*/globalThis.${MARK}=1;/*`,
  `//${MARK}`,
  `\n;globalThis.${MARK}=1;`,
  `\r\n${MARK}`,
  `\u2028globalThis.${MARK}=1;\u2029`,
  `</script><script>globalThis.${MARK}=1</script>`,
  `<!--${MARK}-->`,
  `]);globalThis.${MARK}=1;([`,
  `});globalThis.${MARK}=1;({`,
  `__proto__`,
  `constructor`,
  `${MARK}\u0000\u001b`,
  `\ud800${MARK}`,
];
