import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { readAdvertisement } from '../../../src/advertisement/index.js';
import { DEFAULT_XML_LIMITS, toUtf8 } from '../../../src/base/index.js';
import { createKnownTails } from '../../../src/space/content/known-tails.js';
import { NO_COMPONENTS } from '../../../src/space/tables/index.js';
import { parseXml } from '../../../src/xml/index.js';
import { PROJECT } from '../../support/source-files.js';

const UNITS = readFileSync(join(PROJECT, 'examples/unit-converter.xml'), 'utf8');

/** The same advertisement with a comment, which makes its head unlike others. */
const withComment = (comment: string): string => UNITS.replace('<name>', `<!-- ${comment} --><name>`);

/** Tails that know one interface; `isParsed` tells whether what stands before it had to be parsed. */
const createRig = () => {
  let parsed = 0;
  const limits = {
    ...DEFAULT_XML_LIMITS,
    get maxDepth() {
      parsed++;
      return DEFAULT_XML_LIMITS.maxDepth;
    },
  };
  const tails = createKnownTails();
  const document = parseXml(UNITS);
  tails.keep(document, readAdvertisement(document.root), { components: NO_COMPONENTS, probed: false });
  const isParsed = (comment: string): boolean => {
    const before = parsed;
    if (tails.find(toUtf8(withComment(comment)), limits) === undefined) throw new RangeError('expected to be found');
    return parsed > before;
  };
  return { isParsed };
};

t.test('the last four heads of a tail are kept', async (t) => {
  const { isParsed } = createRig();
  for (const comment of ['a', 'b', 'c', 'd', 'e']) {
    t.equal(isParsed(comment), true);
    t.equal(isParsed(comment), false);
  }
  for (const comment of ['b', 'c', 'd', 'e']) t.equal(isParsed(comment), false, comment);
  t.equal(isParsed('a'), true);
});

t.test('where no head is like one before it, fewer and fewer are kept', async (t) => {
  const kept: number[] = [];
  for (let count = 1; count <= 9; count++) {
    const { isParsed } = createRig();
    for (let at = 1; at <= count; at++) isParsed(`${at}`);
    if (!isParsed(`${count}`)) kept.push(count);
  }
  t.same(kept, [1, 2, 4, 8]);
});
