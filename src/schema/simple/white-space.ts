import type { WhiteSpace } from './model.js';

const TAB = 0x09;
const SPACE = 0x20;

/** Whether `text` is as collapsing would leave it: no space at either end, no two in a row, no tab or line break. */
export const isCollapsed = (text: string): boolean => {
  let spaceBefore = true;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code > SPACE) spaceBefore = false;
    else if (code === SPACE && !spaceBefore) spaceBefore = true;
    else if (code === SPACE || (code >= TAB && code <= 0x0d)) return false;
  }
  return !spaceBefore || text === '';
};

/** The text with leading and trailing white space of XML removed, and runs of it made one space. */
export const collapse = (text: string): string =>
  isCollapsed(text) ? text : text.replace(/[\t\n\r ]+/g, ' ').replace(/^ | $/g, '');

/** The text with each tab and line break made a space. */
export const replaceBreaks = (text: string): string => text.replace(/[\t\n\r]/g, ' ');

const preserve = (text: string): string => text;

/** How texts are normalised for a `whiteSpace` facet (XSD 1.0 part 2, section 4.3.6). */
export const NORMALIZERS: Readonly<Record<WhiteSpace, (text: string) => string>> = {
  preserve,
  replace: replaceBreaks,
  collapse,
};
