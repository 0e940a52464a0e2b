import { isStoaError } from '../../../src/base/index.js';
import type { ElementDeclaration } from '../../../src/schema/model/components.js';
import { parseXml, writeXml } from '../../../src/xml/index.js';
import type { XmlElement } from '../../../src/xml/index.js';
import type { SeededRandom } from '../../support/seeded-random.js';
import { DocumentMaker, mutate } from '../random-document.js';
import { changeValue } from './change-value.js';
import { differenceOf, differenceOfEncoding } from './twins.js';
import type { Twins } from './twins.js';

const CHANGES = 6;

/** What `make` makes, or `undefined` where it knows nothing to make. */
const orUndefined = (make: () => XmlElement): XmlElement | undefined => {
  try {
    return make();
  } catch (thrown) {
    if (thrown instanceof RangeError || isStoaError(thrown, 'VALUE_INVALID')) return undefined;
    throw thrown;
  }
};

const findDifferenceOfValues = (twins: Twins, root: XmlElement, random: SeededRandom): string | undefined => {
  if (twins.interpreted.check(root).length > 0) return undefined;
  const { name, value } = twins.interpreted.decode(root);
  for (let change = 0; change < 2 * CHANGES; change++) {
    const difference = differenceOfEncoding(twins, { name, value: changeValue(random, value) });
    if (difference !== undefined) return difference;
  }
  return undefined;
};

/**
 * How the twins differ in a random document of a declaration, built or parsed, in documents with something changed, or in
 * its value with something changed; `undefined` when they do not.
 */
export const findRandomDifference = (
  twins: Twins,
  declaration: ElementDeclaration,
  random: SeededRandom,
): string | undefined => {
  const made = orUndefined(() => new DocumentMaker(random).element(declaration));
  if (made === undefined) return undefined;
  const { root, source } = parseXml(writeXml(made));
  const differences = [differenceOf(twins, made), differenceOf(twins, root, source)];
  let changed = root;
  for (let change = 0; change < CHANGES; change++) {
    changed = orUndefined(() => mutate(random, change % 2 === 0 ? root : changed)) ?? root;
    differences.push(differenceOf(twins, changed));
  }
  const found = differences.find((difference) => difference !== undefined);
  return found === undefined ? findDifferenceOfValues(twins, root, random) : `${source}: ${found}`;
};
