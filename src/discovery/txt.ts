import { toUtf8 } from '../base/index.js';
import type { Txt, TxtValue } from './model.js';

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Attributes from texts, in the order given; what is `undefined` is left out. */
export const toTxt = (texts: Readonly<Record<string, string | true | undefined>>): Txt => {
  const txt = new Map<string, TxtValue>();
  for (const [key, value] of Object.entries(texts))
    if (value !== undefined) txt.set(key, value === true ? true : toUtf8(value));
  return txt;
};

/** Text of an attribute of something found, or `undefined` when it is not there, has no value, or is not UTF-8. */
export const findTxtText = (txt: Txt, key: string): string | undefined => {
  const value = txt.get(key.toLowerCase());
  if (value === undefined || value === true) return undefined;
  try {
    return decoder.decode(value);
  } catch {
    return undefined;
  }
};
