/** One line of a signature base: the name of a component and its value. */
export type BaseLine = readonly [name: string, value: string];

/** The text that is signed (RFC 9421 section 2.5), for components without parameters. */
export const writeSignatureBase = (lines: readonly BaseLine[], signatureParameters: string): string => {
  let base = '';
  for (const [name, value] of lines) base += `"${name}": ${value}\n`;
  return `${base}"@signature-params": ${signatureParameters}`;
};
