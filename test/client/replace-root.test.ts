import t from 'tap';
import { StoaError } from '../../src/base/index.js';
import { replaceRoot } from '../../src/client/space/policy.js';
import type { CallSpace } from '../../src/client/space/exchange.js';

/** A space that fails as often as there are codes, and notes the seeds that it was asked with. */
const createCall = (codes: readonly ConstructorParameters<typeof StoaError>[0][]) => {
  const seeds: unknown[] = [];
  const failures = [...codes];
  const call = ((_method: unknown, request: { readonly '@seed': string }) => {
    seeds.push(request['@seed']);
    const code = failures.shift();
    return code === undefined ? Promise.resolve({ '@root': 'new' }) : Promise.reject(new StoaError(code, 'failed'));
  }) as unknown as CallSpace;
  return { seeds, call };
};

t.test('a root credential is replaced with a fresh seed, once more with the same where no answer came', async (t) => {
  const lost = createCall(['SERVICE_UNREACHABLE']);
  t.equal(await replaceRoot(lost.call, {}), 'new');
  const [seed, again] = lost.seeds;
  t.match(seed, /^[A-Za-z0-9_-]{43}$/);
  t.equal(again, seed);
  const other = createCall([]);
  await replaceRoot(other.call, {});
  t.notSame(other.seeds, [seed], 'never the same');
  const gone = createCall(['SERVICE_TIMEOUT', 'SERVICE_UNREACHABLE']);
  await t.rejects(replaceRoot(gone.call, { seed: 's'.repeat(43) }), { code: 'SERVICE_UNREACHABLE' });
  t.same(gone.seeds, ['s'.repeat(43), 's'.repeat(43)]);
});

t.test('what the space refuses is asked once', async (t) => {
  const refused = createCall(['CREDENTIAL_INVALID']);
  await t.rejects(replaceRoot(refused.call, {}), { code: 'CREDENTIAL_INVALID' });
  t.equal(refused.seeds.length, 1);
});
