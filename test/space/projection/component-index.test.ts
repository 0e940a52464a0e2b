import fc from 'fast-check';
import t from 'tap';
import type { Fingerprint } from '../../../src/schema/index.js';
import { UNKNOWN_OUTLINE } from '../../../src/schema/index.js';
import { createHashing } from '../../../src/space/projection/hash.js';
import type { Row } from '../../../src/space/projection/index.js';
import { RowList } from '../../../src/space/projection/index.js';
import { createComponentIndex } from '../../../src/space/projection/shared-components.js';
import type { AdvertisedComponent, ComponentSet, MethodSignature } from '../../../src/space/tables/index.js';
import { createComponentSet } from '../../../src/space/tables/index.js';

const fingerprints = [1, 2, 3].map((digit) => `s1:${String(digit).repeat(64)}` as Fingerprint);
const names = ['{urn:a}x', '{urn:a}y', 'z'];
const name = fc.constantFrom(...names);

const component: fc.Arbitrary<AdvertisedComponent> = fc
  .record({
    kind: fc.constantFrom('element' as const, 'type' as const),
    name,
    fingerprint: fc.constantFrom(...fingerprints),
    role: fc.constantFrom('request' as const, 'answer' as const, 'both' as const, 'none' as const),
  })
  .map((made) => ({ ...made, outline: outlineOf(made.fingerprint) }));

/** It follows from the fingerprint. */
const outlineOf = (fingerprint: Fingerprint): string => fingerprint.charAt(5).repeat(UNKNOWN_OUTLINE.length);

const method: fc.Arbitrary<MethodSignature> = fc.record({
  name: fc.constantFrom('ask', 'tell', 'z'),
  request: name,
  response: fc.option(name, { nil: undefined }),
  faults: fc.array(name, { maxLength: 2 }),
});

const set: fc.Arbitrary<ComponentSet> = fc
  .tuple(
    fc.uniqueArray(component, { minLength: 1, maxLength: 4, selector: ({ kind, name: own }) => `${kind} ${own}` }),
    fc.array(method, { maxLength: 3 }),
  )
  .map(([components, methods]) => createComponentSet(components, methods));

const step = fc.oneof(fc.record({ add: set }), fc.record({ drop: fc.nat(20) })) as fc.Arbitrary<{
  readonly add?: ComponentSet;
  readonly drop?: number;
}>;

const sorted = (values: Iterable<string>): readonly string[] => [...values].sort();

t.test('the index over components finds just what the sets that are in it hold, whatever came and went', (t) => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const index = createComponentIndex(() => new RowList<Row>(() => ({}) as Row), createHashing([7, 9]));
      const kept = new Map<number, ComponentSet>();
      let last = 0;
      for (const { add, drop } of steps) {
        if (add) {
          kept.set(++last, add);
          // What is taken in step by step is found only once it is added.
          if (last % 2 === 0) t.same([...index.prepare(last, add)], []);
          t.equal(index.get(last), undefined);
          index.add(last, add);
          continue;
        }
        const number = [...kept.keys()][drop ?? 0];
        const shared = number === undefined ? undefined : index.get(number);
        if (number === undefined || !shared) continue;
        index.drop(shared);
        kept.delete(number);
      }
      for (const [number, { digest, components, methods }] of kept) {
        const view = index.get(number)?.view;
        t.same([view?.digest, view?.size, view?.methods], [digest, components.length, methods]);
        for (const kind of ['element', 'type'] as const) {
          const ofKind = components.filter((each) => each.kind === kind);
          t.same(
            view?.names(kind),
            ofKind.map((each) => each.name),
          );
          for (const name of names) {
            t.same(
              view?.find(kind, name),
              ofKind.find((each) => each.name === name),
            );
          }
        }
      }
      for (const kind of ['element', 'type'] as const) {
        const held = [...kept].flatMap(([number, { components }]) => components.map((each) => ({ ...each, number })));
        const ofKind = held.filter((each) => each.kind === kind);
        t.same(sorted(index.names(kind)), sorted(new Set(ofKind.map((each) => each.name))));
        for (const each of names) {
          const expected = ofKind.filter((one) => one.name === each);
          const found = [...index.find(kind, each)].flatMap(({ component: one, sets }) =>
            [...sets].map(({ number }) => `${one.fingerprint} ${one.role} ${number}`),
          );
          t.same(sorted(found), sorted(expected.map((one) => `${one.fingerprint} ${one.role} ${one.number}`)));
        }
      }
      for (const called of ['ask', 'tell', 'z', 'none']) {
        const expected = [...kept].filter(([, { methods }]) => methods.some((one) => one.name === called));
        t.same(
          sorted([...index.findByMethod(called)].map(({ number }) => String(number))),
          sorted(expected.map(([number]) => String(number))),
        );
      }
      return true;
    }),
    { seed: 3, numRuns: 60 },
  );
  t.end();
});
