const REFERENCES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
};

/** A text as character data, or as the value of an attribute; whether XML can hold it is for the caller to see. */
export const escapeUsual = (text: string, isValue: boolean): string =>
  text.replace(isValue ? /[&<"\t\n\r]/g : /[&<>\r]/g, (character) => REFERENCES[character] ?? '');
