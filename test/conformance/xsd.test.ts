import { readFileSync } from 'node:fs';
import t from 'tap';
import { XsdJudge, hasXsdSample, loadGroups } from './xsd-cases.js';
import type { Judgement } from './xsd-cases.js';

const skip = hasXsdSample() ? false : 'the sample of the W3C suite is not beside the project (../shared/xsdtests)';

const listed = new Map(
  readFileSync(new URL('xsd-expected-failures.txt', import.meta.url), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line): [string, string] => {
      const [kind = '', id = '', ...reason] = line.split(' ');
      return [`${kind} ${id}`, reason.join(' ')];
    }),
);

const isWrong = ({ expected, verdict }: Judgement): boolean =>
  (verdict === 'valid' || verdict === 'invalid') && verdict !== expected;

t.test(
  'schemas and instances of the W3C suite are judged as the suite expects, or listed with a reason',
  { skip },
  async (t) => {
    const judge = new XsdJudge();
    for (const group of loadGroups()) judge.judge(group);
    const { judgements } = judge;
    const seen = new Map(judgements.map((each) => [`${each.kind} ${each.id}`, each]));
    for (const judgement of judgements) {
      const { kind, id, expected, verdict, reason } = judgement;
      if (isWrong(judgement) && !listed.has(`${kind} ${id}`))
        t.fail(`${kind} ${id}: expected ${expected}, was ${verdict}, ${reason}`);
    }
    for (const key of listed.keys()) {
      const judgement = seen.get(key);
      const hasWrong = judgements.some((each) => `${each.kind} ${each.id}` === key && isWrong(each));
      if (judgement !== undefined && !hasWrong) t.fail(`${key} is listed as a failure and is none: take the line out`);
    }
    const count = (kind: Judgement['kind'], isCounted: (each: Judgement) => boolean): number =>
      judgements.filter((each) => each.kind === kind && isCounted(each)).length;
    for (const kind of ['schema', 'instance'] as const) {
      const counts = {
        judged: count(kind, ({ verdict }) => verdict === 'valid' || verdict === 'invalid'),
        validRefused: count(kind, (each) => isWrong(each) && each.expected === 'valid'),
        invalidAccepted: count(kind, (each) => isWrong(each) && each.expected === 'invalid'),
        unsupported: count(kind, ({ verdict }) => verdict === 'unsupported'),
        limit: count(kind, ({ verdict }) => verdict === 'limit'),
        incomplete: count(kind, ({ verdict }) => verdict === 'incomplete'),
      };
      t.comment(`${kind}: ${JSON.stringify(counts)}`);
      t.ok(counts.judged >= 100, 'enough was judged');
      t.ok(counts.validRefused <= counts.judged * 0.005, 'at most 0.5 % of what is judged is valid and refused');
      t.ok(counts.invalidAccepted <= counts.judged * 0.01, 'at most 1 % of what is judged is invalid and accepted');
    }
  },
);

t.test('every expected failure has a reason', async (t) => {
  for (const [key, reason] of listed) t.ok(reason.length > 10, key);
});
