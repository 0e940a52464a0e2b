import t from 'tap';
import { createSeededRandom } from '../../support/seeded-random.js';
import { findWsdlCorpus, judge } from '../../support/wsdl-corpus.js';

const SAMPLE = 60;
const corpus = findWsdlCorpus();

t.test(
  'of a sample of real descriptions every verdict of ours, repairs made, is shared by libxml2',
  { skip: corpus ? false : 'the descriptions are not beside the project (../shared/wsdl)' },
  async (t) => {
    const sample = createSeededRandom(20261120)
      .shuffle(corpus ?? [])
      .slice(0, SAMPLE);
    t.equal(sample.length, SAMPLE);
    const verdicts = sample.map(judge);
    for (const { name, disagreements } of verdicts) t.same(disagreements, [], name);
    t.ok(verdicts.filter(({ accepted }) => accepted).length >= SAMPLE * 0.9);
  },
);
