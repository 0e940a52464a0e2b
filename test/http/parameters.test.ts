import t from 'tap';
import type { Test } from 'tap';
import { StoaError } from '../../src/base/index.js';
import { readParameters } from '../../src/http/parameters.js';

const KNOWN = ['name', 'kind', 'fresh', 'limit', 'period'];

const refused = (
  t: Test,
  query: unknown,
  read: (parameters: ReturnType<typeof readParameters>) => unknown,
  rule: string,
) => {
  try {
    read(readParameters(query, KNOWN));
    t.fail(`expected ${rule} to be refused`);
  } catch (thrown) {
    t.equal((thrown as StoaError).code, 'PARAMETER_INVALID');
    t.equal((thrown as StoaError).findings[0]?.rule, rule);
  }
};

t.test('values are read by their kind', async (t) => {
  const parameters = readParameters(
    { name: 'x', kind: 'service,device', fresh: '', limit: '12', period: '10m' },
    KNOWN,
  );
  t.equal(parameters.text('name'), 'x');
  t.same(parameters.kinds('kind'), ['service', 'device']);
  t.equal(parameters.flag('fresh'), true);
  t.equal(parameters.whole('limit'), 12);
  t.equal(parameters.periodMs('period'), 600_000);
  t.same(readParameters({ kind: ['service', 'result'] }, KNOWN).kinds('kind'), ['service', 'result']);
  const none = readParameters({}, KNOWN);
  t.same(
    [none.text('name'), none.kinds('kind'), none.flag('fresh'), none.whole('limit'), none.periodMs('period')],
    Array(5).fill(undefined),
  );
});

t.test('what is unknown, repeated or of another kind is refused by name', async (t) => {
  refused(t, { nmae: 'x' }, () => undefined, 'nmae');
  refused(t, JSON.parse('{"__proto__": "x"}'), () => undefined, '__proto__');
  refused(t, { constructor: 'x' }, () => undefined, 'constructor');
  refused(t, { name: ['a', 'b'] }, (p) => p.text('name'), 'name');
  refused(t, { kind: 'servce' }, (p) => p.kinds('kind'), 'kind');
  refused(t, { kind: '' }, (p) => p.kinds('kind'), 'kind');
  refused(t, { fresh: 'yes' }, (p) => p.flag('fresh'), 'fresh');
  for (const limit of ['', '-1', '1.5', '1e3', '0x10', '9999999999', ' 1'])
    refused(t, { limit }, (p) => p.whole('limit'), 'limit');
  for (const period of ['', '10', 'soon', 'P1Y', '-PT1S', 'PT'])
    refused(t, { period }, (p) => p.periodMs('period'), 'period');
});
