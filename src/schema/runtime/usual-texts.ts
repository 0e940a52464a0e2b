import type { TypedValue } from '../values.js';
import type { UsualTexts } from './model.js';

/** Texts of a type whose values are texts. */
/* @__NO_SIDE_EFFECTS__ */
export function texts(isUsual: (text: string) => boolean, facets: UsualTexts['facets'] = 'length'): UsualTexts {
  const keep = (value: TypedValue): string | undefined =>
    typeof value === 'string' && isUsual(value) ? value : undefined;
  return { facets, patterns: 0, read: keep, write: keep };
}

/** Longest text of a number, a date or a duration taken here. */
const MAX_FORMED = 100;

/** As {@link texts}, of a form that an expression says; without lengths, which such types do not have. */
/* @__NO_SIDE_EFFECTS__ */
export function formed(form: RegExp): UsualTexts {
  return texts((text) => text.length < MAX_FORMED && form.test(text), 'none');
}
