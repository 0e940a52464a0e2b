import { includesSimple } from '../simple/index.js';
import type { SimpleType } from '../simple/index.js';
import type { Comparison } from './comparison.js';
import { includesIds } from './identity.js';
import { nameType } from './wording.js';

/** Whether every text of the narrow type is one of the wide; IDs and references have to be so on both sides. */
export const includesText = (comparison: Comparison, narrow: SimpleType, wide: SimpleType): boolean => {
  if (narrow === wide) return true;
  return comparison.compareOnce(narrow, wide, () => {
    if (includesIds(narrow, wide) && includesSimple(wide, narrow)) return true;
    return comparison.fail((subject) => ({
      rule: 'type',
      narrow: nameType(narrow),
      wide: nameType(wide),
      narrowing: `narrow the type of ${subject} to ${nameType(wide)}`,
      widening: `widen the type of ${subject} to ${nameType(narrow)}`,
    }));
  });
};
