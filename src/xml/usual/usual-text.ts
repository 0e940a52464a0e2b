import { unusual } from './unusual.js';

/** Anything but a `Char` (XML 1.0 production 2); a lone surrogate is none. */
const FORBIDDEN = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/u;

/** Whether XML can hold a text. */
export const isXmlText = (text: string): boolean => !FORBIDDEN.test(text);

/** The five entities and character references; the last alternative is any other `&`. */
const REFERENCE = /&(?:(lt|gt|amp|quot|apos);|#(\d+|x[\da-fA-F]+);|)/g;

const expand = (_reference: string, name: string | undefined, number: string | undefined): string => {
  if (name !== undefined)
    return name === 'lt' ? '<' : name === 'gt' ? '>' : name === 'amp' ? '&' : name === 'quot' ? '"' : "'";
  const point = Number(number?.replace('x', '0x'));
  const text = point <= 0x10ffff ? String.fromCodePoint(point) : unusual();
  return isXmlText(text) ? text : unusual();
};

/** A text with its references replaced. */
export const expandReferences = (text: string): string => (text.includes('&') ? text.replace(REFERENCE, expand) : text);
