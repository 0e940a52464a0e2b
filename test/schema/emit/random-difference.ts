import { isStoaError } from '../../../src/base/index.js';
import type { Schema } from '../../../src/schema/index.js';
import type { ElementDeclaration } from '../../../src/schema/model/components.js';
import { equalNames, parseXml, writeXml } from '../../../src/xml/index.js';
import type { XmlElement } from '../../../src/xml/index.js';
import type { SeededRandom } from '../../support/seeded-random.js';
import { changeValue } from '../compiled/change-value.js';
import { DocumentMaker, mutate } from '../random-document.js';
import { differenceInReading, differenceInWriting } from './standalone.js';
import type { Standalone } from './standalone.js';

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

type Given = Parameters<typeof differenceInReading>[2];

const built = (root: XmlElement): Given => ({ root, source: undefined });

/** What is read of a tree that was written; the tree itself where that cannot be. */
const again = (root: XmlElement): Given => {
  try {
    return parseXml(writeXml(root));
  } catch (thrown) {
    if (isStoaError(thrown)) return built(root);
    throw thrown;
  }
};

/** A schema and the module that was emitted from it. */
export interface Pair {
  readonly schema: Schema;
  readonly standalone: Standalone;
}

/**
 * How a module differs from its schema in a random document of a declaration, in documents with something changed, or in its
 * value with something changed; `undefined` when it does not.
 */
export const findDifference = (
  { schema, standalone }: Pair,
  declaration: ElementDeclaration,
  random: SeededRandom,
): string | undefined => {
  const made = orUndefined(() => new DocumentMaker(random).element(declaration));
  if (made === undefined) return undefined;
  const parsed = parseXml(writeXml(made));
  const differences = [differenceInReading(standalone, schema, parsed)];
  let changed = parsed.root;
  for (let change = 0; change < CHANGES; change++) {
    changed = orUndefined(() => mutate(random, change % 2 === 0 ? parsed.root : changed)) ?? parsed.root;
    if (equalNames(changed.name, parsed.root.name))
      differences.push(differenceInReading(standalone, schema, change % 3 === 0 ? built(changed) : again(changed)));
  }
  if (schema.check(parsed.root).length === 0) {
    const { name, value } = schema.decode(parsed.root);
    for (let change = 0; change < 2 * CHANGES; change++)
      differences.push(differenceInWriting(standalone, schema, { name, value: changeValue(random, value) }));
  }
  const found = differences.find((difference) => difference !== undefined);
  return found === undefined ? undefined : `${parsed.source}: ${found}`;
};
