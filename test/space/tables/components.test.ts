import t from 'tap';
import type { Fingerprint } from '../../../src/schema/index.js';
import type { AdvertisedComponent, MethodSignature } from '../../../src/space/tables/index.js';
import { createComponentSet, readComponentSet, writeComponentSet } from '../../../src/space/tables/index.js';

const component: AdvertisedComponent = {
  kind: 'element',
  name: '{urn:a}b',
  fingerprint: `s1:${'0'.repeat(64)}` as Fingerprint,
  role: 'request',
  outline: '0123456789abcdef'.repeat(3),
};
const method: MethodSignature = { name: 'call', request: '{urn:a}b', response: undefined, faults: ['{urn:a}f'] };

t.test('a set of components with its methods is the same after it was written and read', (t) => {
  for (const methods of [
    [],
    [method],
    [method, { ...method, name: 'ask', response: '{urn:a}b' as const, faults: [] }],
  ]) {
    const set = createComponentSet([component], methods);
    t.same(readComponentSet(writeComponentSet(set)), set);
  }
  t.end();
});

t.test('sets that differ in a method only have different digests', (t) => {
  const digests = [[], [method], [{ ...method, name: 'ask' }], [{ ...method, faults: [] }]].map(
    (methods) => createComponentSet([component], methods).digest,
  );
  t.equal(new Set(digests).size, digests.length);
  t.end();
});
