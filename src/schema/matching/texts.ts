import { describeSimple, includesSimple, listSimpleDifferences } from '../simple/index.js';
import type { SimpleDifference, SimpleType } from '../simple/index.js';
import type { Comparison } from './comparison.js';
import { includesIds } from './identity.js';
import { nameType } from './wording.js';

const failIds = (comparison: Comparison, narrow: SimpleType, wide: SimpleType): false =>
  comparison.fail((subject) => ({
    rule: 'type',
    narrow: nameType(narrow),
    wide: `${nameType(wide)}, which has to be unlike all others or to refer to one`,
    narrowing: `give ${subject} the type ${nameType(wide)}`,
    widening: `give ${subject} the type ${nameType(narrow)}`,
  }));

const failText = (comparison: Comparison, differences: readonly SimpleDifference[]): false => {
  for (const { narrowing, widening, ...told } of differences) {
    comparison.fail((subject) => ({ ...told, narrowing: narrowing(subject), widening: widening(subject) }));
  }
  return false;
};

const failValues = (comparison: Comparison, narrow: SimpleType, wide: SimpleType): false =>
  comparison.fail((subject) => ({
    rule: 'type',
    narrow: nameType(narrow),
    wide: `${nameType(wide)}, whose values an identity constraint tells apart in another way`,
    narrowing: `give ${subject} the type ${nameType(wide)}`,
    widening: `give ${subject} the type ${nameType(narrow)}`,
  }));

/** Whether two texts of the narrow type are one value of the wide type exactly when they are one of the narrow. */
const hasSameValues = (narrow: SimpleType, wide: SimpleType): boolean => {
  if (narrow.variety !== wide.variety || narrow.facets.whiteSpace !== wide.facets.whiteSpace) return false;
  if (narrow.itemType !== undefined && wide.itemType !== undefined)
    return hasSameValues(narrow.itemType, wide.itemType);
  return narrow.variety !== 'union' || describeSimple(narrow) === describeSimple(wide);
};

/** Whether every text of the narrow type is one of the wide; IDs and references have to be so on both sides. */
export const includesText = (comparison: Comparison, narrow: SimpleType, wide: SimpleType): boolean => {
  if (narrow === wide) return true;
  return comparison.compareOnce(narrow, wide, () => {
    if (!includesIds(narrow, wide)) return failIds(comparison, narrow, wide);
    if (comparison.isKeyed() && !hasSameValues(narrow, wide)) return failValues(comparison, narrow, wide);
    if (!comparison.isCollecting()) return includesSimple(wide, narrow, comparison);
    const differences = listSimpleDifferences(wide, narrow, comparison);
    return differences.length === 0 || failText(comparison, differences);
  });
};
